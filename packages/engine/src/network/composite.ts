import { combine, raiseOperator } from "./operator.ts";
import { type Build, type Raised, raiseMatrix } from "./raise.ts";
import { type Factor, Index, type Side } from "./term.ts";

/** Each factor by its rows, then by its columns. */
const sidesOf = (factors: readonly Factor[]) =>
  factors.flatMap((f) => [
    { f, side: f.rows, other: f.cols },
    { f, side: f.cols, other: f.rows },
  ]);

const indicesOf = (factors: readonly Factor[]): Index[] => factors.flatMap((f) => [...f.rows, ...f.cols]);

/** A factor with pairs of indices on one side, where these separate the rows from the columns: what is on the one side of them times what is on the other. */
export function raiseBeside(factors: readonly Factor[], rows: Side, cols: Side, make: Build): Raised | undefined {
  for (const { f, side, other } of sidesOf(factors)) {
    if (side.length < 2 || new Set(side).size < side.length) continue;
    const beyond = reachable(other, side, factors, f);
    const near = factors.filter((g) => g !== f && !beyond.factors.includes(g));
    if (indicesOf(near).some((i) => beyond.indices.has(i))) continue;
    const far = [f, ...beyond.factors];
    const inside = (s: Side) => s.every((i) => beyond.indices.has(i));
    const outside = (s: Side) => s.every((i) => !beyond.indices.has(i));
    // named sums on this side of the factor would only hide it
    const split = (nearRows: Side, farCols: Side): [Raised, Raised] | undefined => {
      if ((near.length === 0 && same(nearRows, side)) || !outside(nearRows) || !inside(farCols)) return undefined;
      const left = raiseOperator(near, nearRows, side, make);
      return left.binders.length ? undefined : [left, raiseOperator(far, side, farCols, make)];
    };
    const found = split(rows, cols);
    if (found) return combine(make("product", [found[0].matrix, found[1].matrix]), ...found);
    const turned = split(cols, rows);
    if (turned) return combine(make("transpose", [make("product", [turned[0].matrix, turned[1].matrix])]), ...turned);
  }
  return undefined;
}

const same = (a: Side, b: Side): boolean => a.length === b.length && a.every((i, k) => i === b[k]);

/** What can be reached from a side without passing a factor or the indices of its other side. */
function reachable(from: Side, barred: Side, factors: readonly Factor[], without: Factor): { factors: Factor[]; indices: Set<Index> } {
  const indices = new Set(from);
  const met = new Set<Factor>();
  for (const i of indices)
    for (const g of factors) {
      if (g === without || met.has(g) || (!g.rows.includes(i) && !g.cols.includes(i))) continue;
      met.add(g);
      for (const j of [...g.rows, ...g.cols]) if (!barred.includes(j)) indices.add(j);
    }
  return { factors: [...met], indices };
}

/** What joins the two indices of one side of a factor, and nothing else, stands behind it as a column: A[(j i), ...]*M[i, j] is A'*vec(M). */
export function raiseStacked(factors: readonly Factor[], rows: Side, cols: Side, make: Build): Raised | undefined {
  for (const { f, side, other } of sidesOf(factors)) {
    if (side.length !== 2) continue;
    const [p, q] = side as readonly [Index, Index];
    const group = p === q ? [] : joining(p, q, f, factors, [...rows, ...cols, ...other]);
    if (!group || (p !== q && !group.length)) continue;
    const pair = p === q ? [new Index(p.dimension), new Index(p.dimension)] : side;
    const joined = p === q ? { matrix: make("identity", [], [p.dimension]), scalars: [], binders: [] } : raiseMatrix(group, q, p, make);
    if (joined.binders.length) continue;
    if (p === q && [...rows, ...cols, ...other, ...indicesOf(factors.filter((g) => g !== f))].includes(p)) continue;
    const moved: Factor = side === f.rows ? { ...f, rows: pair } : { ...f, cols: pair };
    const stacked: Factor = { node: make("vectorization", [joined.matrix]), rows: pair, cols: [] };
    const rest = raiseOperator([...factors.filter((g) => g !== f && !group.includes(g)), moved, stacked], rows, cols, make);
    return combine(rest.matrix, rest, joined);
  }
  return undefined;
}

/** The factors that two indices reach, where these lead nowhere else; undefined where they do. */
function joining(p: Index, q: Index, f: Factor, factors: readonly Factor[], taken: Side): Factor[] | undefined {
  const seen = new Set([p, q]);
  const group = new Set<Factor>();
  for (const i of seen)
    for (const g of factors) {
      if (g === f || group.has(g) || (!g.rows.includes(i) && !g.cols.includes(i))) continue;
      if (g.rows.length > 1 || g.cols.length > 1) return undefined;
      group.add(g);
      for (const j of [...g.rows, ...g.cols]) seen.add(j);
    }
  return taken.some((i) => seen.has(i)) ? undefined : [...group];
}
