import type { Tree } from "../language/tree.ts";

/** One side of an equality in a derivation, and the line it stands in. */
export interface Written {
  readonly text: string;
  readonly line: number;
}

/** Splits at each `=` outside of brackets: an index's range, `sum(i=1..n, x[i])`, holds others inside; `==`, `<=` and `>=` are none. */
function sidesOf(text: string): string[] {
  const out: string[] = [];
  let [depth, start] = [0, 0];
  for (let k = 0; k < text.length; k++) {
    const c = text[k] as string;
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (c === "=" && depth === 0 && text[k + 1] !== "=" && !"=<>".includes(text[k - 1] ?? " ")) {
      out.push(text.slice(start, k).trim());
      start = k + 1;
    }
  }
  out.push(text.slice(start).trim());
  return out;
}

/** The chains of a derivation: a line that begins with `=`, or has none, goes on with the chain before it. */
export function chainsOf(lines: readonly string[]): Written[][] {
  const chains: Written[][] = [];
  lines.forEach((raw, line) => {
    const text = raw
      .replace(/#.*$/, "")
      .trim()
      .replace(/[,;.]$/, "");
    if (!text) return;
    const [first, ...rest] = sidesOf(text) as [string, ...string[]];
    const goesOn = chains.length > 0 && (first === "" || !rest.length);
    const sides = (first === "" ? rest : [first, ...rest]).map((side) => ({ text: side, line }));
    if (goesOn) (chains.at(-1) as Written[]).push(...sides);
    else chains.push(sides);
  });
  return chains;
}

/** `d(f)/d(X)`, `d(f)/dX`, `df/dX` as what is differentiated and by what; undefined for anything else. */
export function quotientOf(tree: Tree, text: string): { readonly of: string; readonly by: string } | undefined {
  if (tree.kind !== "binary" || tree.operator !== "/") return undefined;
  const [of, by] = [differentialIn(tree.left, text), differentialIn(tree.right, text)];
  return of !== undefined && by !== undefined ? { of, by } : undefined;
}

/** What a differential is of: `d(f)` or `df`. */
function differentialIn(t: Tree, text: string): string | undefined {
  if (t.kind === "call" && t.name === "d" && t.args.length === 1) return textOf(t.args[0] as Tree, text);
  if (t.kind === "name" && /^d.+/u.test(t.name)) return t.name.slice(1);
  return t.kind === "index" && t.operand.kind === "name" && t.operand.name.startsWith("d") ? textOf(t, text).slice(1) : undefined;
}

export const textOf = (t: Tree, text: string): string => text.slice(t.span[0], t.span[1]);
