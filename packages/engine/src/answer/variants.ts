import type { CodeRequest } from "../contract.ts";
import { refuse } from "./settle.ts";

/** Ways to write code that one target knows. */
const variants = { native: "javascript", distributed: "torch" } as const satisfies Partial<Record<keyof CodeRequest, string>>;

/** Throws `Refusal` where a variant is asked for without its target. */
export function checkVariants(request: CodeRequest): void {
  for (const [variant, target] of Object.entries(variants)) {
    const value: unknown = request[variant as keyof typeof variants];
    if (value === undefined || value === false) continue;
    if (value !== true) refuse("request", `${variant} is true or false`, { in: variant });
    if (!request.emit.includes(target)) refuse("request", `${variant} is for the target ${target}`, { in: variant, hint: `add "${target}" to emit` });
  }
}
