import type { CheckRequest } from "gradus";
import { fail, reply, tellReading, textOf } from "./derive.ts";
import { commonRequest, type Options, UsageError } from "./options.ts";

/** Where the bracket that opens at `start` is closed; -1 where it is not. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let k = start; k < text.length; k++) {
    if (text[k] === "(") depth++;
    else if (text[k] === ")" && --depth === 0) return k;
  }
  return -1;
}

/** Splits at the one `=` outside brackets: an index's range, `sum(i=1..n, x[i])`, holds others inside. */
function sides(text: string): readonly [left: string, right: string] {
  const at: number[] = [];
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    if ("([{".includes(text[k] as string)) depth++;
    else if (")]}".includes(text[k] as string)) depth--;
    else if (text[k] === "=" && depth === 0) at.push(k);
  }
  const [k, more] = at;
  if (k === undefined || more !== undefined) throw new UsageError("a claim is written left = right, or d(expression)/d(name) = expression");
  return [text.slice(0, k).trim(), text.slice(k + 1).trim()];
}

/** Reads `d(expression)/d(name) = expression`, or `left = right`. */
export function claimOf(text: string): Pick<CheckRequest, "left" | "right" | "expression" | "wrt" | "claim"> {
  const [left, right] = sides(text);
  const open = /^d\s*\(/.exec(left);
  const end = open ? closing(left, left.indexOf("(")) : -1;
  const by = end > 0 ? /^\s*\/\s*d\s*(?:\(\s*(.+?)\s*\)|\s([^()]+))$/.exec(left.slice(end + 1)) : null;
  if (by) return { expression: left.slice(left.indexOf("(") + 1, end).trim(), wrt: (by[1] ?? by[2]) as string, claim: right };
  return { left, right };
}

/** `gradus check CLAIM`: `-` reads it from standard input. Gives the exit code: 0 for a verdict, whatever it is. */
export async function check(argument: string, options: Options): Promise<number> {
  const text = await textOf(argument);
  if (options.from === "latex") {
    const claims = (await import("./latex.ts")).claimsIn(text, options);
    if ("ok" in claims) return fail({ task: "simplify", expression: text }, claims, options);
    const codes = claims.map((claim) => {
      tellReading(claim.claim === undefined ? `${claim.left} = ${claim.right}` : `d(${claim.expression})/d(${claim.wrt}) = ${claim.claim}`, options);
      return reply({ task: "check", ...commonRequest(options), ...claim, ...(options.layout ? { layout: options.layout } : {}) }, options);
    });
    return Math.max(...codes);
  }
  return reply({ task: "check", ...claimOf(text), ...(options.layout ? { layout: options.layout } : {}), ...commonRequest(options) }, options);
}
