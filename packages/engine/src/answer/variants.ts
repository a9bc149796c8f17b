import type { CodeRequest } from "../contract.ts";
import { refuse } from "./settle.ts";

/** What is asked for by true. */
const switches = ["hvp", "withCheck", "native", "distributed"] as const satisfies readonly (keyof CodeRequest)[];

/** Ways to write code that one target knows. */
const variants = { native: "javascript", distributed: "torch" } as const satisfies Partial<Record<keyof CodeRequest, string>>;

/** Throws `Refusal` where a switch is neither true nor false, or a variant is asked for without its target. */
export function checkVariants(request: CodeRequest): void {
  for (const name of switches) {
    const value: unknown = request[name];
    if (value !== undefined && typeof value !== "boolean") refuse("request", `${name} is true or false`, { in: name });
  }
  for (const [variant, target] of Object.entries(variants)) {
    if (request[variant as keyof typeof variants] && !request.emit.includes(target))
      refuse("request", `${variant} is for the target ${target}`, { in: variant, hint: `add "${target}" to emit` });
  }
}
