import type { Layout } from "../contract.ts";
import { type Shape, Size, scalarShape } from "./dimensions.ts";
import { type Node, namesOf, walk } from "./node.ts";
import { type Shaping, shapeOf } from "./shapes.ts";
import { isKnown } from "./values.ts";

export type Kind = "scalar" | "vector" | "row" | "matrix" | "family";

/** What is known of a letter before its shape is. */
export interface Evidence {
  readonly kind?: Kind;
  /** Declared sizes, `["m", "n"]`; a number is a size that is fixed. */
  readonly sizes?: readonly string[];
  readonly properties: readonly string[];
  /** Properties that are supposed from a place of the document on. */
  readonly supposed?: ReadonlyMap<string, number>;
  /** Applied entry by entry. */
  readonly entrywise?: boolean;
}

/** How a letter looks. */
export interface Look {
  readonly letter: string;
  readonly bold: boolean;
  /** Has a number behind, `W_1`. */
  readonly suffixed: boolean;
}

/** What shapes are found from. */
export interface Typing {
  readonly equations: readonly (readonly [Node, Node])[];
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly look: (name: string) => Look;
  /** Are vectors set in bold in this document, so that a plain letter is a number? */
  readonly boldVectors: boolean;
  readonly definitions: ReadonlyMap<string, Node>;
  /** The arguments of functions that are defined. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly layout: Layout;
}

/** The shapes of a scope. */
export interface Typed {
  readonly names: ReadonlySet<string>;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly shaping: Shaping;
  readonly dimensions: ReadonlyMap<string, Size>;
  /** Disagreements of each equation. */
  readonly conflicts: readonly number[];
  readonly shapes: ReadonlyMap<string, Shape>;
}

const scalarsByHabit = new Set("f g i j k l m n t c".split(" "));
const dimensionsByHabit = new Set("n m d p q N M T K".split(" "));
const mostRounds = 3;

/** The kind a letter has by habit: upper case a matrix, bold or lower case a vector, Greek a number. */
function habit(look: Look, boldVectors: boolean): Kind {
  const { letter, bold } = look;
  if (/^(?:Alpha|Beta|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega|[Α-Ω])$/.test(letter)) return "matrix";
  if (/^(?:L|J)$/.test(letter) && !bold) return "scalar";
  if (/^[A-Z]$/.test(letter)) return "matrix";
  if (bold) return "vector";
  if (letter.length > 1 || !/^[a-z]$/.test(letter)) return "scalar";
  return boldVectors || scalarsByHabit.has(letter) ? "scalar" : "vector";
}

/** Finds shapes under which as few equations as possible are at odds: habit first, then one change of a letter after the other. Declared kinds stand; where `small`, capitals do too. */
export function typesOf(t: Typing, small = false): Typed {
  const names = new Set<string>();
  const indices = new Set<string>();
  const dimensions = new Set<string>();
  for (const [l, r] of [...t.equations, ...[...t.definitions].map(([, d]) => [d, d] as const)])
    for (const side of [l, r])
      walk(side, (n, bound) => {
        if (n.kind === "name" && !bound.has(n.name)) names.add(n.name);
        if (n.kind === "call" && !isKnown(n.name)) names.add(n.name);
        if (n.kind === "sum" && n.high.kind === "name") dimensions.add(n.high.name);
        if (n.kind === "call" && n.name === "comm") for (const a of n.args) if (a.kind === "name") dimensions.add(a.name);
        if (n.kind === "index") for (const i of n.indices) if (i) walk(i, (x) => void (x.kind === "name" && indices.add(x.name)));
        if (n.kind === "unit") for (const i of n.indices) walk(i, (x) => void (x.kind === "name" && indices.add(x.name)));
      });
  for (const [name, e] of t.evidence) for (const s of names.has(name) ? (e.sizes ?? []) : []) if (/^[A-Za-z]/.test(s)) dimensions.add(s);
  for (const d of dimensions) if (t.evidence.get(d)?.kind && t.evidence.get(d)?.kind !== "scalar") dimensions.delete(d);
  const free = [...names].filter((n) => !indices.has(n) && !dimensions.has(n));
  const kinds = new Map<string, Kind>();
  for (const n of free) kinds.set(n, t.evidence.get(n)?.kind ?? habit(t.look(n), t.boldVectors));
  for (const n of turnedIn(t)) if (!t.evidence.get(n)?.kind && kinds.get(n) === "scalar") kinds.set(n, "vector");
  const members = membersOf(t);
  for (const n of members.keys()) if (!t.evidence.get(n)?.kind) kinds.set(n, "family");
  const losses = lossesOf(t, kinds);
  for (const n of entriesOf(t)) if (!t.evidence.get(n)?.kind && kinds.has(n)) kinds.set(n, "scalar");
  const turned = turnedIn(t);
  const hasRows = [...t.evidence.values()].some((e) => e.kind === "row");
  let best = attempt(t, kinds, dimensions);
  let total = sum(best.conflicts);
  for (let round = 0; round < mostRounds && total > 0; round++) {
    const before = total;
    for (const n of free) {
      if (t.evidence.get(n)?.kind || total === 0 || members.get(n) === true || losses.has(n)) continue;
      const old = kinds.get(n) as Kind;
      for (const other of ["vector", "matrix", "scalar", "row"] as const) {
        if (small && (other === "matrix" || other === "row" || old === "matrix")) continue;
        if (other === old || (other === "scalar" && turned.has(n)) || (other === "row" && old !== "matrix" && !hasRows)) continue;
        kinds.set(n, other);
        const tried = attempt(t, kinds, dimensions);
        const count = sum(tried.conflicts);
        if (count + priceOf(t.look(n), other) < total) {
          [best, total] = [tried, count];
          break;
        }
        kinds.set(n, old);
      }
    }
    if (total >= before) break;
  }
  return best;
}

/** How many equations a change of kind must mend: it is dear to take a small letter for a matrix. */
function priceOf(look: Look, kind: Kind): number {
  return kind === "matrix" && !/^[A-Z]/.test(look.letter) ? 1 : 0.01;
}

function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}

/** Letters that are transposed: no numbers. */
function turnedIn(t: Typing): Set<string> {
  const found = new Set<string>();
  for (const [l, r] of t.equations) for (const side of [l, r]) walk(side, (n) => void (n.kind === "transpose" && n.of.kind === "name" && found.add(n.of.name)));
  return found;
}

/** Small letters in a matrix that is written out with nothing else: its entries. */
function entriesOf(t: Typing): Set<string> {
  const found = new Set<string>();
  for (const [l, r] of t.equations)
    for (const side of [l, r])
      walk(side, (n) => {
        if (n.kind !== "matrix") return;
        const names = n.rows.flat().flatMap((e) => [...namesOf(e)]);
        const small = (name: string) => /^[a-z]$/.test(t.look(name).letter) && !t.look(name).bold;
        if (names.every(small) && n.rows.flat().every((e) => e.kind !== "transpose")) for (const name of names) found.add(name);
      });
  return found;
}

/** Letters of losses, and of numbers that are differentiated by a matrix: no vector is. */
function lossesOf(t: Typing, kinds: ReadonlyMap<string, Kind>): Set<string> {
  const found = new Set<string>();
  for (const [l, r] of t.equations)
    for (const side of [l, r])
      walk(side, (n) => {
        if (n.kind !== "derivative") return;
        const name = n.of.kind === "name" || n.of.kind === "call" ? n.of.name : "";
        const by = n.wrt[0]?.of;
        if (kinds.get(name) !== "scalar") return;
        if (/^[LJ]$/.test(t.look(name).letter) || (by?.kind === "name" && /^[A-Z]$/.test(t.look(by.name).letter))) found.add(name);
      });
  return found;
}

/** Letters whose member stands where a vector must: `x_i^\top`, `x_i x_j`; true of those whose member has an entry. */
function membersOf(t: Typing): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const member = (n: Node): string | undefined => (n.kind === "index" && n.indices.length === 1 && n.of.kind === "name" ? n.of.name : undefined);
  const inSum = (n: Node): void => {
    const m = member(n);
    if (m !== undefined) found.set(m, found.get(m) ?? false);
    else if (n.kind === "binary" && (n.operator === "+" || n.operator === "-")) {
      inSum(n.left);
      inSum(n.right);
    } else if (n.kind === "minus" || n.kind === "differential") inSum(n.of);
  };
  for (const [l, r] of t.equations)
    for (const side of [l, r])
      walk(side, (n) => {
        if (n.kind === "transpose") inSum(n.of);
        // an entry of a member
        const of = n.kind === "index" ? member(n.of) : undefined;
        if (of !== undefined) found.set(of, true);
      });
  // h(x_i), where h(x) is defined
  for (const side of [...t.equations.flat(), ...t.definitions.values()])
    walk(side, (n) => {
      if (n.kind !== "call") return;
      n.args.forEach((a, k) => {
        const m = member(a);
        if (m !== undefined && t.parameters.get(n.name)?.[k] === m) found.set(m, true);
      });
    });
  return found;
}

/** The shapes under kinds that are settled; equations that stand first decide. */
export function attempt(t: Typing, kinds: ReadonlyMap<string, Kind>, names: ReadonlySet<string>): Typed {
  const dimensions = new Map<string, Size>();
  const dimension = (name: string): Size => {
    if (/^\d+$/.test(name)) return new Size(Number(name));
    const known = dimensions.get(name) ?? new Size(undefined, name);
    dimensions.set(name, known);
    return known;
  };
  for (const n of names) dimension(n);
  const shapes = new Map<string, Shape>();
  for (const [name, kind] of kinds) shapes.set(name, declaredShape(kind, t.evidence.get(name), dimension));
  const shaping: Shaping = {
    layout: t.layout,
    letter: (name) => shapes.get(name),
    entrywise: (name) => t.evidence.get(name)?.entrywise === true,
    family: (name) => kinds.get(name) === "family",
    dimension: (name) => dimensions.get(name),
    met: new Set(),
    found: new Map(),
    conflicts: 0,
  };
  for (const [name, definition] of t.definitions) {
    const own = shapes.get(name);
    if (own) meet(own, shapeOf(definition, shaping), shaping);
  }
  const conflicts: number[] = [];
  const defined = shaping.conflicts;
  for (const [l, r] of t.equations) {
    const before = shaping.conflicts;
    meet(shapeOf(l, shaping), shapeOf(r, shaping), shaping);
    conflicts.push(shaping.conflicts - before);
  }
  if (defined > 0) conflicts.push(defined);
  settleUnits(t, shaping, shapes, dimensions);
  const lone = [...kinds].filter(([n, k]) => k === "scalar" && dimensionsByHabit.has(n) && !t.evidence.get(n)?.kind && !t.definitions.has(n)).map(([n]) => n);
  if (lone.length === 1) {
    // a letter that is used for sizes, and one size only that it can be
    const roots = new Set([...shapes.values()].flatMap((s) => [s.rows.root, s.cols.root]).filter((s) => s.number === undefined));
    const [only] = roots;
    if (roots.size === 1 && only) dimensions.set(lone[0] as string, only);
  }
  return { names, kinds: new Map(kinds), shaping, dimensions, conflicts, shapes };
}

/** A matrix `E_{ij}` that nothing gives a size has that of the matrix which is differentiated by its entries. */
function settleUnits(t: Typing, shaping: Shaping, shapes: ReadonlyMap<string, Shape>, dimensions: ReadonlyMap<string, Size>): void {
  const known = new Set([...[...shapes.values()].flatMap((s) => [s.rows.root, s.cols.root]), ...[...dimensions.values()].map((d) => d.root)]);
  const open = [...shaping.found].filter(([n, s]) => n.kind === "unit" && n.indices.length === 2 && !known.has(s.rows.root) && !known.has(s.cols.root));
  if (open.length === 0) return;
  let by: Shape | undefined;
  for (const [l, r] of t.equations)
    for (const side of [l, r])
      walk(side, (n) => {
        const w = n.kind === "derivative" ? n.wrt[0]?.of : undefined;
        if (w?.kind === "index" && w.indices.length === 2 && w.of.kind === "name") by ??= shapes.get(w.of.name);
      });
  if (by) for (const [, s] of open) meet(s, by, shaping);
}

function meet(a: Shape, b: Shape, s: Shaping): void {
  if (!Size.unify(a.rows, b.rows)) s.conflicts++;
  if (!Size.unify(a.cols, b.cols)) s.conflicts++;
}

function declaredShape(kind: Kind, evidence: Evidence | undefined, dimension: (name: string) => Size): Shape {
  const [m, n] = evidence?.sizes ?? [];
  if (kind === "scalar") return scalarShape();
  if (kind === "vector") return { rows: m ? dimension(m) : new Size(), cols: Size.one() };
  if (kind === "row") return { rows: Size.one(), cols: m ? dimension(m) : new Size() };
  const rows = m ? dimension(m) : new Size();
  const isSquare = evidence?.properties.some((p) => squares.has(p));
  const cols = n ? dimension(n) : isSquare ? rows : new Size();
  if (isSquare) Size.unify(rows, cols);
  return { rows, cols };
}

/** Properties that only square matrices have. */
const squares = new Set(["symmetric", "skew", "posdef", "psd", "diagonal", "idempotent", "invertible", "square", "orthogonal", "projection", "lower", "upper"]);
