import type { DeriveRequest } from "../contract.ts";
import { one } from "../expression/dimension.ts";
import { constant, type Expression, variable } from "../expression/node.ts";
import { nameIn } from "../language/lexer.ts";
import { refuse } from "./settle.ts";

/** What to differentiate by: a name, an entry of one, or two names for a mixed second derivative. */
export interface Wrt {
  readonly names: readonly string[];
  readonly second: string | undefined;
  readonly entry: readonly Expression[] | undefined;
}

/** Reads the request's `wrt`, or the field that names the variable. */
export function readWrt(wrt: unknown, field: "wrt" | "for" = "wrt"): Wrt {
  if (typeof wrt !== "string" || wrt.trim() === "") return refuse("request", `by which name? ${field} is missing`, { in: field, hint: `add "${field}": "x"` });
  const text = wrt.trim();
  const parts = text.split(",").map(nameIn);
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && second !== undefined) return { names: [first, second], second, entry: undefined };
  const entry = /^([^[\]]+)\[([^[\],]+)(?:,([^[\],]+))?\]$/.exec(text);
  const of = entry && nameIn(entry[1] as string);
  const indices = entry?.slice(2).flatMap((k) => (k === undefined ? [] : [indexIn(k.trim())])) ?? [];
  if (of && indices.every((k) => k !== undefined)) return { names: [of], second: undefined, entry: indices };
  if (parts.length !== 1 || first === undefined)
    return refuse("request", `"${text.slice(0, 40)}" is no name to differentiate by`, {
      in: "wrt",
      span: [0, text.length],
      hint: "a name (x), an entry (X[2,1]), or two names for the mixed second derivative (x,y)",
    });
  return { names: [first], second: undefined, entry: undefined };
}

/** A number, or a name that stands for one. */
function indexIn(text: string): Expression | undefined {
  if (/^[1-9]\d{0,8}$/.test(text)) return constant(Number(text));
  const name = nameIn(text);
  return name === undefined ? undefined : variable(name, one, one, ["integer"]);
}

/** The declarations, with the names of indices in wrt that are not declared. */
export function withIndices(declare: DeriveRequest["declare"], wrt: Wrt): DeriveRequest["declare"] {
  const names = new Set(wrt.entry?.flatMap((k) => (k.kind === "variable" ? [k.name] : [])));
  if (typeof declare === "string") for (const m of declare.matchAll(/([^\s;:：]+)\s*[:：]/g)) names.delete(m[1] as string);
  else if (declare) for (const name of Object.keys(declare)) names.delete(name);
  if (!names.size) return declare;
  const added = [...names].map((n) => [n, "scalar integer"] as const);
  return typeof declare === "string" ? `${declare}; ${added.map((a) => a.join(": ")).join("; ")}` : { ...declare, ...Object.fromEntries(added) };
}
