import { constant, type Expression } from "../expression/node.ts";
import { nameIn } from "../language/lexer.ts";
import { refuse } from "./settle.ts";

/** What to differentiate by: a name, an entry of one, or two names for a mixed second derivative. */
export interface Wrt {
  readonly names: readonly string[];
  readonly second: string | undefined;
  readonly entry: readonly Expression[] | undefined;
}

/** Reads the request's `wrt`. */
export function readWrt(wrt: unknown): Wrt {
  if (typeof wrt !== "string" || wrt.trim() === "") return refuse("request", "by which name? wrt is missing", { in: "wrt", hint: 'add "wrt": "x"' });
  const text = wrt.trim();
  const parts = text.split(",").map(nameIn);
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && second !== undefined) return { names: [first, second], second, entry: undefined };
  const entry = /^([^[\]]+)\[\s*(\d+)\s*(?:,\s*(\d+)\s*)?\]$/.exec(text);
  const of = entry && nameIn(entry[1] as string);
  if (entry && of) return { names: [of], second: undefined, entry: [entry[2], entry[3]].filter((s) => s !== undefined).map((s) => constant(s)) };
  if (parts.length !== 1 || first === undefined)
    return refuse("request", `"${text.slice(0, 40)}" is no name to differentiate by`, {
      in: "wrt",
      span: [0, text.length],
      hint: "a name (x), an entry (X[2,1]), or two names for the mixed second derivative (x,y)",
    });
  return { names: [first], second: undefined, entry: undefined };
}
