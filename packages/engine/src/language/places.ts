import { spelledOperations } from "../operations/index.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { type Kind, located, type Part } from "./names.ts";
import type { Note } from "./scope.ts";
import { type Tree, transposeMark, walk } from "./tree.ts";

export const kinds: readonly Kind[] = ["scalar", "vector", "matrix"];

/** A change of one name's kind under which all fits. */
export interface Repair {
  readonly name: string;
  readonly from: Kind;
  readonly kind: Kind;
}

/** How far from habit a change is: a small letter is soon a scalar, a Greek one a vector; a capital is seldom a scalar, a small letter never a matrix. */
const strangeness: Readonly<Record<string, number>> = {
  "vector scalar": 0,
  "scalar vector": 1,
  "matrix vector": 2,
  "matrix scalar": 2,
  "scalar matrix": 3,
  "vector matrix": 3,
};

/** The one repair that is nearest to habit; among such, one of a name that is not differentiated by. Undefined where several are as near. */
export function likeliest(repairs: readonly Repair[], wrt: readonly string[]): Repair | undefined {
  const far = (r: Repair) => strangeness[`${r.from} ${r.kind}`] ?? 3;
  const least = Math.min(...repairs.map(far));
  const near = repairs.filter((r) => far(r) === least);
  const others = near.filter((r) => !wrt.includes(r.name));
  const choice = others.length ? others : near;
  return choice.length === 1 ? choice[0] : undefined;
}

/** Shapes under one choice of kinds, as far as the places of names ask for them. */
interface Trial {
  readonly mistakes: number;
  readonly idle: () => string[][];
  /** Undeclared names in means that are no column beside a covariance that is a matrix, or a column beside a variance. */
  readonly means: ReadonlyMap<string, Kind>;
}

/** The most names that are settled by their places. */
const mostPlaced = 12;
/** In an expression of more undeclared names habit alone decides. */
const mostNames = 60;

/**
 * What names are by their places: a Greek letter that stands where only a vector can is one; a small letter (or a capital) that would only be spread over
 * a scalar, or scale one, is a scalar: `c` of `x'*A*x + c`. What is differentiated by
 * is one by its place only where nothing fits else.
 */
export function byPlace(
  start: ReadonlyMap<string, Kind>,
  parts: readonly Part[],
  wrt: readonly string[],
  attempt: (kindOf: ReadonlyMap<string, Kind>, trial: boolean) => Trial,
): { readonly kinds: ReadonlyMap<string, Kind>; readonly notes: readonly Note[] } {
  if (start.size > mostNames) return { kinds: start, notes: [] };
  let settled = start;
  let trial = attempt(start, false);
  const notes: Note[] = [];
  const take = (names: readonly string[], kind: Kind, why: string | ReadonlyMap<string, string>, fewer = 0): boolean => {
    const next = new Map(settled);
    for (const n of names) next.set(n, kind);
    const tried = attempt(next, false);
    if (tried.mistakes > trial.mistakes - fewer) return false;
    [settled, trial] = [next, tried];
    for (const n of names) notes.push({ code: "kind", message: `${n} is taken as a ${kind}: ${typeof why === "string" ? why : why.get(n)}` });
    return true;
  };
  for (const name of [...poweredNames(start, parts)].slice(0, mostPlaced)) take([name], "scalar", "as a vector it would not fit");
  for (const name of [...scalingNames(settled, parts)].slice(0, mostPlaced)) take([name], "scalar", "as a vector it would not fit", 1);
  const places = vectorPlaces(settled, parts);
  const left = [...places.keys()].slice(0, mostPlaced).filter((name) => !take([name], "vector", places));
  // `A*mu*nu'` fits with both or with none
  if (left.length > 1) take(left, "vector", places);
  for (const [name, kind] of [...trial.means].slice(0, mostPlaced))
    if (settled.has(name)) take([name], kind, `it is the mean of a ${kind === "scalar" ? "number" : kind}`);
  const refused = new Set<string>();
  for (let k = 0; k < mostPlaced; k++) {
    const open = (names: readonly string[]) => names.every((n) => settled.has(n) && (trial.mistakes > 0 || !wrt.includes(n))) && !refused.has(names.join());
    const group = trial.idle().find(open);
    if (!group) break;
    const least = group.some((n) => wrt.includes(n)) ? 1 : 0;
    if (!take(group, "scalar", "it meets nothing but scalars", least)) refused.add(group.join());
  }
  return { kinds: settled, notes };
}

const reduces = (name: string): boolean => !spelledOperations(name).some((o) => o.entrywise);

/** Does a scalar beside an array say that the array is one too? One that is added does if it is no mere number; one that scales does if it was reduced, or is a logarithm. */
export function isTelling(scalar: Tree, by: "+" | "*"): boolean {
  let found = false;
  walk(scalar, (t) => {
    found ||= t.kind === "transpose" || (t.kind === "name" && by === "+") || (t.kind === "call" && (t.name === "log" || reduces(t.name)));
  });
  return found;
}

/** Undeclared Greek names in the places of vectors, with what tells: transposed, behind a matrix, beside a vector in a sum that is transposed, multiplied or measured. */
function vectorPlaces(start: ReadonlyMap<string, Kind>, parts: readonly Part[]): Map<string, string> {
  const found = new Map<string, string>();
  const isScalar = (t: Tree): t is Tree & { kind: "name" } => t.kind === "name" && start.get(t.name) === "scalar";
  const tell = (t: Tree, why: string) => {
    if (isScalar(t) && !found.has(t.name)) found.set(t.name, why);
  };
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      const tellUnbound = (x: Tree, why: string) => void (x.kind === "name" && !isBound(x.name) && tell(x, why));
      if (t.kind === "transpose") for (const x of addends(t.operand)) tellUnbound(x, "it is transposed");
      if (t.kind === "call" && /^norm/.test(t.name))
        for (const a of t.args) for (const x of addends(a)) if (x !== a) tellUnbound(x, "its difference from a vector is measured");
      if (t.kind !== "binary" || (t.operator !== "*" && t.operator !== "\\")) return;
      const left = t.left.kind === "binary" && t.left.operator === "*" ? t.left.right : t.left;
      if (!isMatrix(left, start)) return;
      for (const x of addends(t.right)) tellUnbound(x, "it stands behind a matrix or row");
    });
  return found;
}

/** The names that are transposed by themselves: whoever writes `x'` means no scalar. */
export function transposedNames(parts: readonly Part[]): Set<string> {
  const names = new Set<string>();
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      if (t.kind === "transpose" && t.operand.kind === "name" && !isBound(t.operand.name)) names.add(t.operand.name);
    });
  return names;
}

/** The names that are vectors by habit and have a power, which no vector has. */
function poweredNames(start: ReadonlyMap<string, Kind>, parts: readonly Part[]): Set<string> {
  const names = new Set<string>();
  const turned = transposedNames(parts);
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      if (t.kind !== "binary" || t.operator !== "^" || t.left.kind !== "name" || transposeMark(t)) return;
      const { name } = t.left;
      if (!isBound(name) && start.get(name) === "vector" && !turned.has(name)) names.add(name);
    });
  return names;
}

/** The names that are vectors by habit and stand before a matrix, where only a number or a row does. */
function scalingNames(start: ReadonlyMap<string, Kind>, parts: readonly Part[]): Set<string> {
  const names = new Set<string>();
  for (const p of parts)
    walk(p.tree, (t, isBound) => {
      if (t.kind !== "binary" || t.operator !== "*" || t.left.kind !== "name" || isBound(t.left.name)) return;
      if (start.get(t.left.name) === "vector" && t.right.kind === "name" && start.get(t.right.name) === "matrix") names.add(t.left.name);
    });
  return names;
}

/** The terms of a sum without their signs. */
export function addends(t: Tree): Tree[] {
  const terms: Tree[] = [];
  const waiting = [t];
  for (let x = waiting.pop(); x && terms.length < 100; x = waiting.pop()) {
    if (x.kind === "prefix") waiting.push(x.operand);
    else if (x.kind === "binary" && (x.operator === "+" || x.operator === "-")) waiting.push(x.right, x.left);
    else terms.push(x);
  }
  return terms;
}

/** Is the factor a matrix or row by what is seen of it? */
function isMatrix(t: Tree, start: ReadonlyMap<string, Kind>): boolean {
  if (t.kind === "name") return start.get(t.name) === "matrix";
  if (t.kind === "transpose") return true;
  if (t.kind === "call") return /^(inv|pinv|diag)$/.test(t.name) && t.args.every((a) => isMatrix(a, start) || t.name === "diag");
  return t.kind === "binary" && t.operator === "^" && isMatrix(t.left, start);
}

/** Is it about a product by `×` or `·` of two sides that do not fit? The signs say what was meant, so no kind is changed. */
export function isMarkedProduct(d: Diagnostic, parts: readonly Part[]): boolean {
  let found = false;
  for (const p of parts)
    walk(p.tree, (t) => {
      if (t.kind !== "binary" || t.operator !== "*" || !/[×·⋅]/.test(p.text.slice(...t.operatorSpan))) return;
      const place = located({ ...d, span: t.span }, p).span;
      found ||= place[0] === d.span[0] && place[1] === d.span[1] && (d.in ?? "expression") === p.in;
    });
  return found;
}
