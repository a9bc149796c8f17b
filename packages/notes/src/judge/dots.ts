import type { Lang } from "../contract.ts";
import { letterOf, type Node } from "./node.ts";
import type { Equation } from "./types.ts";

/** What is written out with dots: does every entry that is shown follow the others, and do the sizes of both sides agree? */

const dots = /\\(?:ldots|dots[a-z]?|cdots|vdots|ddots|iddots|hdots)(?![A-Za-z])|\.{3}|…|⋯|⋮|⋱/;
const environment = /\\begin\{(?:[bpvBV]?matrix|array)\}(?:\{[^{}]*\})?((?:(?!\\begin\{)[\s\S])*?)\\end\{(?:[bpvBV]?matrix|array)\}/g;

/** A place where an entry stands, rows and columns counted among those shown. */
interface Cell {
  readonly row: number;
  readonly column: number;
  readonly tokens: readonly string[];
}

/** The place of the one entry that does not follow the pattern of the others; undefined where all do, or there is no pattern. */
export function oddEntry(source: string): { readonly row: number; readonly column: number } | undefined {
  for (const m of source.matchAll(environment)) {
    if (!dots.test(m[1] as string)) continue;
    const rows = (m[1] as string)
      .replace(/\\\\\s*(?:\[[^\]]*\]\s*)?$/, "")
      .split(/\\\\(?:\s*\[[^\]]*\])?/)
      .map((row) => row.split("&").map((cell) => (dots.test(cell) || cell.trim() === "" ? undefined : tokensOf(cell))));
    const width = Math.max(...rows.map((r) => r.length));
    if (rows.some((r) => r.length !== width && r.some((c) => c !== undefined))) continue;
    const odd = oddIn(rows.flatMap((r, row) => r.flatMap((tokens, column) => (tokens ? [{ row, column, tokens }] : []))));
    if (odd) return { row: odd.row + 1, column: odd.column + 1 };
  }
  return undefined;
}

export const oddText = ({ row, column }: { readonly row: number; readonly column: number }, lang: Lang): string =>
  lang === "zh" ? `第 ${row} 行第 ${column} 列的元素与其他元素的规律不符` : `the entry in row ${row}, column ${column} does not follow the others`;

/** `A _ { 1 n }`: commands, letters and digits, without spaces and braces. */
function tokensOf(cell: string): string[] {
  return (cell.replace(/\\(?:displaystyle|quad|left|right|,|;|!)(?![A-Za-z])/g, " ").match(/\\[A-Za-z]+|[^\s{}]/g) ?? []).filter((t) => t !== ",");
}

/** Under the pattern that most entries follow: the one that does not. */
function oddIn(cells: readonly Cell[]): Cell | undefined {
  if (cells.length < 4) return undefined;
  let best: { readonly odd: readonly Cell[]; readonly of: number } | undefined;
  for (const [across, down] of pairsOf(cells)) {
    const odd = oddUnder(cells, across, down);
    if (odd && (!best || odd.length < best.odd.length)) best = { odd, of: cells.length };
  }
  const [only, ...others] = best?.odd ?? [];
  if (!only || others.length > 0) return undefined;
  // with three others the entry must look like them
  return cells.length > 4 || only.tokens.length === cells.find((c) => c !== only)?.tokens.length ? only : undefined;
}

/** Two entries of one row, and two of one column: what changes along a row, and along a column. */
function* pairsOf(cells: readonly Cell[]): Generator<readonly [readonly [Cell, Cell] | undefined, readonly [Cell, Cell] | undefined]> {
  const pairs = (of: "row" | "column", along: "row" | "column") =>
    cells.flatMap((a) => cells.filter((b) => a[of] === b[of] && a[along] < b[along]).map((b) => [a, b] as const)).slice(0, 8);
  const [across, down] = [pairs("row", "column"), pairs("column", "row")];
  for (const a of across.length > 0 ? across : [undefined]) for (const d of down.length > 0 ? down : [undefined]) yield [a, d];
}

/** The entries that do not follow, where the places that change along rows and columns are told apart; undefined where they are not. */
function oddUnder(cells: readonly Cell[], across: readonly [Cell, Cell] | undefined, down: readonly [Cell, Cell] | undefined): Cell[] | undefined {
  const [j, i] = [across && changing(...across), down && changing(...down)];
  if ((across && !j) || (down && !i) || (!across && !down) || (j && i?.some((p) => j.includes(p)))) return undefined;
  const base = (across ?? down)?.[0] as Cell;
  const label = (of: "row" | "column", places: readonly number[] | undefined) => {
    const found = new Map<number, Map<string, number>>();
    for (const c of cells) {
      const own = places?.map((p) => c.tokens[p]) ?? [];
      const [first] = own;
      if (first === undefined) continue;
      const counts = found.get(c[of]) ?? new Map<string, number>();
      found.set(c[of], counts.set(first, (counts.get(first) ?? 0) + 1));
    }
    return (k: number) => [...(found.get(k) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];
  };
  const [rowLabel, columnLabel] = [label("row", i), label("column", j)];
  const follows = (c: Cell) =>
    c.tokens.length === base.tokens.length &&
    c.tokens.every((t, p) => t === (i?.includes(p) ? rowLabel(c.row) : j?.includes(p) ? columnLabel(c.column) : base.tokens[p]));
  return cells.filter((c) => !follows(c));
}

/** Where two entries differ: in indices only, the same change everywhere. */
function changing(a: Cell, b: Cell): number[] | undefined {
  if (a.tokens.length !== b.tokens.length) return undefined;
  const places = a.tokens.flatMap((t, p) => (t === b.tokens[p] ? [] : [p]));
  const index = (t: string | undefined) => t !== undefined && /^(?:\d|[A-Za-z])$/.test(t);
  const [p] = places;
  if (p === undefined || !places.every((k) => index(a.tokens[k]) && index(b.tokens[k]) && a.tokens[k] === a.tokens[p] && b.tokens[k] === b.tokens[p]))
    return undefined;
  return places.every((k) => k > 0) && places.every((k) => a.tokens.slice(0, k).includes("_")) ? places : undefined;
}

/** The derivative of a vector by a vector, both written out with dots, as one column or row of numbers: it is a matrix in every layout. */
export function isTooSmall(q: Equation): boolean {
  const [left, right] = [q.left, entriesOf(q.right)];
  const by = left.kind === "derivative" && left.order === 1 && left.wrt.length === 1 ? left.wrt[0]?.of : undefined;
  const [of, over] = [left.kind === "derivative" ? entriesOf(left.of) : undefined, by && entriesOf(by)];
  if (!right || !of || !over) return false;
  const letter = (n: Node | undefined) => (n?.kind === "index" ? letterOf(n.of) : n?.kind === "name" ? /^(.+)_\d+$/.exec(n.name)?.[1] : undefined);
  const within = (n: Node | undefined, list: readonly Node[]) => letter(n) !== undefined && list.some((x) => letter(x) === letter(n));
  return right.every((x) => x.kind === "number" || (x.kind === "derivative" && within(x.of, of) && within(x.wrt[0]?.of, over)));
}

/** The entries that a column or row with dots shows. */
function entriesOf(n: Node): readonly Node[] | undefined {
  if (n.kind !== "matrix" || (n.rows.length > 1 && n.rows.some((row) => row.length > 1))) return undefined;
  const shown = n.rows.flat().filter((x) => x.kind !== "unknown");
  return shown.length > 0 && shown.length < n.rows.flat().length ? shown : undefined;
}
