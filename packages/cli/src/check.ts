import type { CheckRequest } from "gradus";
import { fail, reply, tellReading, textOf } from "./derive.ts";
import { commonRequest, type Options, UsageError } from "./options.ts";
import { respond } from "./respond.ts";

/** Where the bracket that opens at `start` is closed; -1 where it is not. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let k = start; k < text.length; k++) {
    if (text[k] === "(") depth++;
    else if (text[k] === ")" && --depth === 0) return k;
  }
  return -1;
}

/** Where `=` stands outside of brackets: an index's range, `sum(i=1..n, x[i])`, holds others inside. */
function equals(text: string): readonly number[] {
  const at: number[] = [];
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    if ("([{".includes(text[k] as string)) depth++;
    else if (")]}".includes(text[k] as string)) depth--;
    else if (/[<>≤≥]/.test(text[k] as string) && depth === 0) throw new UsageError("a claim is an equation, left = right: inequalities are not checked");
    else if (text[k] === "=" && depth === 0) at.push(k);
  }
  return at;
}

/** What is differentiated by what in `d(expression)/d(name)`. */
function quotientOf(text: string): { readonly expression: string; readonly wrt: string } | undefined {
  const open = /^d\s*\(/.exec(text);
  const end = open ? closing(text, text.indexOf("(")) : -1;
  const by = end > 0 ? /^\s*\/\s*d\s*(?:\(\s*(.+?)\s*\)|([^()]+))$/.exec(text.slice(end + 1)) : null;
  const [expression, wrt] = [text.slice(text.indexOf("(") + 1, end).trim(), by?.[1] ?? by?.[2]];
  // `d(f)/dx`, not `d(f)/delta`
  return wrt !== undefined && (!/\/\s*d[^\s(]/.test(text.slice(end)) || wordsOf(expression).includes(wrt)) ? { expression, wrt } : undefined;
}

/** What is differentiated twice by what in `d2(expression)/dx2`, as answers have it, or `d2(expression)/d(x)2`. */
function secondOf(text: string): { readonly expression: string; readonly wrt: string } | undefined {
  const end = /^d2\s*\(/.test(text) ? closing(text, text.indexOf("(")) : -1;
  const by = end > 0 ? /^\s*\/\s*d\s*(?:\(\s*([^()]+?)\s*\)|([\p{L}_][\p{L}\p{N}_]*?))2$/u.exec(text.slice(end + 1)) : null;
  const wrt = by?.[1] ?? by?.[2];
  return wrt === undefined ? undefined : { expression: text.slice(text.indexOf("(") + 1, end).trim(), wrt };
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];

type Claim = Pick<CheckRequest, "left" | "right" | "expression" | "wrt" | "claim" | "lines" | "order">;

/** Reads `d(expression)/d(name) = expression`, the same twice for a second derivative, `left = right`, or, where there are more equalities, the lines of a derivation. */
export function claimOf(text: string): Claim {
  const lines = text.split(/\r?\n/).filter((l) => l.trim() !== "");
  const [at, ...more] = lines.length === 1 ? equals(text) : [];
  if (lines.length > 1 || more.length) return { lines };
  if (at === undefined) throw new UsageError("a claim is written left = right, or d(expression)/d(name) = expression");
  const [left, right] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  const twice = secondOf(left);
  if (twice) return { ...twice, order: 2, claim: right };
  const first = quotientOf(left);
  if (!first) return { left, right };
  const second = quotientOf(first.expression);
  return second?.wrt === first.wrt ? { ...second, order: 2, claim: right } : { ...first, claim: right };
}

/** In LaTeX `\sin X` may be the function of the matrix as well as that of its entries: the claim with the first where only that is right. */
export function ofMatrices<C extends Claim>(claim: C, asked: (c: C) => CheckRequest): C {
  const whole = (text: string) => text.replace(/(?<![\p{L}\p{N}_])(exp|log|sqrt|sin|cos)(?=\()/gu, "$1m");
  const other = Object.fromEntries(
    Object.entries(claim).map(([k, v]) => [k, k === "declare" ? v : typeof v === "string" ? whole(v) : Array.isArray(v) ? v.map(whole) : v]),
  ) as C;
  if (JSON.stringify(other) === JSON.stringify(claim)) return claim;
  const verdict = (c: C) => {
    const found = respond(asked(c));
    return found.ok && "verdict" in found ? found.verdict : undefined;
  };
  return verdict(claim) === "wrong" && /^(correct|other-layout)$/.test(verdict(other) ?? "") ? other : claim;
}

/** `gradus check CLAIM`: `-` reads it, or the lines of a derivation, from standard input. Gives the exit code: 1 where it is wrong. */
export async function check(argument: string, options: Options): Promise<number> {
  const text = await textOf(argument);
  if (options.from === "latex") {
    const claims = (await import("./latex.ts")).claimsIn(text, options);
    if ("ok" in claims) return fail({ task: "simplify", expression: text }, claims, options);
    const codes = claims.map((read) => {
      const claim = ofMatrices(read, (c) => ({ task: "check", ...commonRequest(options), ...c }));
      if (!claim.lines)
        tellReading(claim.claim === undefined ? `${claim.left} = ${claim.right}` : `d(${claim.expression})/d(${claim.wrt}) = ${claim.claim}`, options);
      return reply({ task: "check", ...commonRequest(options), ...claim, ...(options.layout ? { layout: options.layout } : {}) }, options);
    });
    return Math.max(...codes);
  }
  return reply({ task: "check", ...claimOf(text), ...(options.layout ? { layout: options.layout } : {}), ...commonRequest(options) }, options);
}
