import { parse } from "../language/parser.ts";
import { type Tree, walk } from "../language/tree.ts";
import { resized } from "./sizes.ts";

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

/** What says why, some way behind a line: words, which no expression has side by side, or another equation. */
const reason = /(?<=[\p{L}\p{N}_)\]'])(?:\s{4,}|\s*\t\s*)(?:\p{Script=Han}|\p{L}[\p{L}'-]*(?::|\s+\p{L})|[\p{L}_][\p{L}\p{N}_]*\s=\s).*$/u;
/** Three words side by side, none of one letter alone in the first two: no expression has that. */
const words = String.raw`\p{L}{2,}[,:;]?\s+\p{L}{2,}[,:;]?\s+\p{L}`;
const sentence = new RegExp(`^(?:${words}|\\p{Script=Han}[^=]*[，。：；])`, "u");
const remark = new RegExp(`${words}|\\p{Script=Han}{2}|^\\s*(?:[\\p{L}\\p{N}]+×[\\p{L}\\p{N}]+\\s*)+$`, "u");
const therefore = /^(?:=>|⇒|⟹|∴)\s*/u;

/**
 * The chains of a derivation: a line that begins with `=`, or has none, goes on with the chain before it.
 * `=> G = …` behind a chain for df says what G is, and that it is the derivative of f.
 */
export function chainsOf(lines: readonly string[]): Written[][] {
  const chains: Written[][] = [];
  let column = -1;
  lines.forEach((raw, line) => {
    // a sentence, or a reason that did not fit behind its line and stands under it, further in than where the line has its `=`
    if (sentence.test(raw.trim()) || (column >= 0 && raw.search(/\S/) > column && remark.test(raw))) return;
    column = raw.indexOf("=");
    const whole = raw
      .replace(/#.*$/, "")
      .trim()
      .replace(reason, "")
      .replace(/[,;.]$/, "");
    const text = whole.replace(therefore, "");
    if (!text) return;
    const [first, ...rest] = sidesOf(text) as [string, ...string[]];
    const goesOn = chains.length > 0 && (first === "" || !rest.length);
    const sides = (first === "" ? rest : [first, ...rest]).map((side) => ({ text: side, line }));
    const names = (t: string) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(t) && !chains.some((c) => t === c[0]?.text || t === `d${c[0]?.text}`);
    const named = text === whole ? -1 : sides.slice(0, -1).findIndex((s) => names(s.text));
    if (named >= 0) {
      const derivative = named > 0 && !parse(first).diagnostics.length ? first : readOffFrom(chains.at(-1));
      chains.push(sides.slice(named));
      if (derivative !== undefined) chains.push([{ text: derivative, line }, ...sides.slice(named + 1)]);
    } else if (goesOn) (chains.at(-1) as Written[]).push(...sides);
    else chains.push(sides);
  });
  return chains;
}

/** The derivative that stands in a chain for a differential in one increment: of `df = tr(A'*dX)` it is `d(f)/d(X)`. */
function readOffFrom(chain: readonly Written[] | undefined): string | undefined {
  const of = /^d([\p{L}_][\p{L}\p{N}_]*)$/u.exec(chain?.[0]?.text ?? "")?.[1];
  const by = namesIn(chain?.at(-1)?.text ?? "").filter((n) => /^d\p{L}/u.test(n));
  return of !== undefined && by.length === 1 ? `d(${of})/d(${by[0]?.slice(1)})` : undefined;
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

/** What of a side can be read as it stands: all of it, or what it takes differentials of. */
export function partsOf(text: string): string[] {
  const read = parse(text);
  if (read.diagnostics.length) return [];
  const inner: string[] = [];
  walk(read.tree, (t) => {
    if (t.kind === "call" && (t.name === "d" || t.name === "d2") && t.args[0]) inner.push(text.slice(...t.args[0].span));
  });
  return inner.length ? inner.flatMap(partsOf) : quotientOf(read.tree, text) ? [] : [text];
}

/** The types of the names in `of`, sizes named by the order of their appearance. */
export function pattern(declared: Readonly<Record<string, string>>, of: Readonly<Record<string, string>>): string {
  const sizes = new Map<string, number>();
  const type = (n: string) => resized(declared[n] ?? "", (d) => `${sizes.get(d) ?? sizes.set(d, sizes.size).get(d)}`);
  return Object.keys(of).map(type).join(";");
}

/** The free names of a text, differentials as they stand; none where it cannot be read. */
export function namesIn(text: string): string[] {
  const names = new Set<string>();
  walk(parse(text).tree, (t, isBound) => {
    if (t.kind === "name" && !isBound(t.name)) names.add(t.name);
  });
  return [...names];
}
