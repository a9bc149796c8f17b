import type { DeriveRequest, Form, Layout } from "../../packages/engine/src/contract.ts";
import { type Dimension, dimension, dimensionOf, one } from "../../packages/engine/src/expression/dimension.ts";
import { type Random, random } from "../../packages/engine/src/numeric/random.ts";
import { isTied, nameFor, propertiesFor, typeText } from "./declare.ts";
import { type Declared, Grammar } from "./grammar.ts";
import { generated } from "./productions.ts";
import { type Manner, spell } from "./spell.ts";
import { countOf, depthOf, isScalarShape, named, namesIn, replaced, type Shape, scalarShape, subterms, type Term } from "./term.ts";

/** A request as terms, from which its text is written. */
export interface Case {
  readonly seed: string;
  readonly term: Term;
  readonly definitions: readonly { readonly name: string; readonly term: Term }[];
  readonly variables: ReadonlyMap<string, Declared>;
  readonly conditions: readonly string[];
  /** A name, an entry of one, or two names. */
  readonly wrt: string;
  readonly order: 1 | 2;
  readonly layout: Layout;
  readonly form: Form;
  readonly manner: { readonly brackets: number; readonly spellings: number };
}

const dimensionPool = ["n", "m", "p", "d", "N", "r", "h"];
const layouts: readonly Layout[] = ["mixed", "numerator", "denominator"];
const forms: readonly Form[] = ["matrix", "matrix", "matrix", "differential", "index", "vec", "jvp", "vjp"];

/** The name alone of what is differentiated by. */
export const wrtNames = (c: { wrt: string }): string[] =>
  c.wrt
    .replace(/\[.*\]/, "")
    .split(",")
    .map((s) => s.trim());

/** Is it a mixed second derivative, by two names? */
export const isMixed = (c: { wrt: string }): boolean => wrtNames(c).length > 1;

function chooseDimensions(rng: Random, focus: string): Dimension[] {
  const names = [...dimensionPool].sort(() => rng.uniform() - 0.5);
  const out = [names[0]!, names[1]!]
    .slice(0, 1 + Number(rng.uniform() < 0.7))
    .map((n) => (rng.uniform() < 0.06 ? dimensionOf(rng.integer(2, 4)) : dimension(n)));
  if (focus === "cross" || focus === "skewmatrix" || rng.uniform() < 0.05) out.push(dimensionOf(3), dimensionOf(3));
  return out;
}

function shapeOf(kind: string, [a, b]: readonly Dimension[]): Shape {
  const n = a!;
  const m = b ?? a!;
  return ({ scalar: scalarShape, column: [n, one], row: [one, n], matrix: [m, n], square: [n, n] } as Record<string, Shape>)[kind]!;
}
const kinds = "scalar scalar column column column row matrix matrix square square".split(" ");
const results = "scalar scalar scalar scalar scalar scalar column column row matrix square square".split(" ");

/** The case of a number in a run: the same seed gives the same case. */
export function generate(seed: string, plain = false): Case {
  for (let attempt = 0; ; attempt++) {
    const made = attemptCase(`${seed}.${attempt}`, plain);
    if (!made) continue;
    const [c, focus] = made;
    const wanted =
      wrtNames(c).every((w) => usesName(c, w)) &&
      [c.term, ...c.definitions.map((d) => d.term)].some((t) =>
        [...subterms(t)].some((s) => (s.kind === "call" ? s.operation : s.kind === "size" ? "dimension" : "") === focus),
      );
    if (wanted || attempt > 20) return c;
  }
}

function usesName(c: Case, name: string): boolean {
  return [c.term, ...c.definitions.map((d) => d.term)].some((t) => namesIn(t).has(name));
}

function attemptCase(seed: string, plain: boolean): readonly [Case, focus: string] | undefined {
  const rng = random(seed);
  const pick = <T>(list: readonly T[]): T => list[rng.integer(0, list.length - 1)]!;
  const focus = pick(generated);
  const dimensions = chooseDimensions(rng, focus);
  const order = rng.uniform() < 0.25 ? 2 : 1;
  const mixed = order === 2 && rng.uniform() < 0.15;
  const variables = new Map<string, Declared>();
  const wrt: string[] = [];
  const kind = pick(kinds);
  for (const k of mixed ? [kind, pick(kinds)] : [kind]) {
    const shape = shapeOf(
      k,
      [...dimensions].sort(() => rng.uniform() - 0.5),
    );
    const name = nameFor(shape, rng, variables, dimensions, plain);
    variables.set(name, { shape, properties: propertiesFor(shape, "any", rng, plain) });
    wrt.push(name);
  }
  const byScalars = wrt.every((w) => isScalarShape(variables.get(w)!.shape));
  const result = order === 2 && !byScalars ? "scalar" : pick(results);
  const depth = rng.integer(2, 5);
  const tied = wrt.some((w) => isTied(variables.get(w)!.properties));
  const g = new Grammar({
    rng,
    dimensions,
    focus,
    order,
    wrt,
    variables,
    plain,
    bends: !tied || rng.uniform() < 0.04,
    tied,
  });
  const term = g.term(
    shapeOf(
      result,
      [...dimensions].sort(() => rng.uniform() - 0.5),
    ),
    depth,
  );
  const isScalar = isScalarShape(term.shape);
  if (depthOf(term) < 1) return undefined;
  let form = pick(forms);
  if (plain || (order === 2 && form !== "index")) form = "matrix";
  if (order === 2 && mixed) form = "matrix";
  if (order === 2 && isScalar && !mixed && !plain && rng.uniform() < 0.3) form = "hvp";
  const taken = new Set([...variables.keys(), ...dimensions.flatMap((d) => d.names)]);
  const definitions = plain || rng.uniform() > 0.12 ? [] : define(term, rng, taken);
  const last = definitions.pop();
  let by = wrt.join(",");
  const target = variables.get(wrt[0]!)!.shape;
  if (order === 1 && form === "matrix" && !plain && !isScalarShape(target) && rng.uniform() < 0.04)
    by = target[0] === one ? `${by}[1,2]` : target[1] === one ? `${by}[2]` : `${by}[2,1]`;
  const c = prune({
    seed,
    term: last ? last.term : term,
    definitions,
    variables,
    conditions: conditionsFor(dimensions, variables, wrt, rng),
    wrt: by,
    order,
    layout: pick(layouts),
    form,
    manner:
      plain || rng.uniform() < 0.4 ? { brackets: 0, spellings: 0 } : { brackets: rng.uniform() < 0.5 ? 0.15 : 0, spellings: rng.uniform() < 0.5 ? 0.3 : 0 },
  });
  return [c, focus];
}

/** Gives names to subterms: the definitions in order, and last, nameless, what is left of the term. */
function define(term: Term, rng: Random, taken: ReadonlySet<string>): { name: string; term: Term }[] {
  const out: { name: string; term: Term }[] = [];
  let rest = term;
  for (const name of ["h1", "g2"].slice(0, rng.integer(1, 2))) {
    const inside = [...subterms(rest)].filter((t) => t !== rest && t.kind === "call" && countOf(t) > 2);
    if (!inside.length || taken.has(name)) break;
    const chosen = inside[rng.integer(0, inside.length - 1)]!;
    out.push({ name, term: chosen });
    rest = replaced(rest, chosen, named(name, chosen.shape));
  }
  // a definition may use those before it only: the part taken later stands first where it holds the one taken before
  const [a, b] = out;
  if (b && namesIn(a!.term).has(b.name)) out.reverse();
  return [...out, { name: "", term: rest }];
}

function conditionsFor(dimensions: readonly Dimension[], variables: ReadonlyMap<string, Declared>, wrt: readonly string[], rng: Random): string[] {
  const out: string[] = [];
  const names = [...new Set(dimensions.filter((d) => d.constant === undefined).map((d) => d.text))];
  if (names.length > 1 && rng.uniform() < 0.1) out.push(`${names[0]} ${["<=", ">=", ">", "<"][rng.integer(0, 3)]} ${names[1]}`);
  const squares = [...variables].filter(([n, v]) => v.shape[0] === v.shape[1] && v.shape[0] !== one && !v.properties.length && !wrt.includes(n));
  const pair = squares.flatMap(([a, v]) => squares.filter(([b, w]) => b > a && w.shape[0] === v.shape[0]).map(([b]) => [a, b] as const))[0];
  if (pair && rng.uniform() < 0.5) out.push(`commute(${pair[0]}, ${pair[1]})`);
  for (const v of variables.values()) if (v.properties.includes("fullrank") && v.shape[0] !== v.shape[1]) out.push(`${v.shape[0].text} >= ${v.shape[1].text}`);
  return out;
}

/** The case without variables and conditions that no longer occur. */
export function prune(c: Case): Case {
  const names = new Set([c.term, ...c.definitions.map((d) => d.term)].flatMap((t) => [...namesIn(t)]).concat(wrtNames(c)));
  const variables = new Map([...c.variables].filter(([n]) => names.has(n)));
  const conditions = c.conditions.filter(
    (t) =>
      !t.startsWith("commute") ||
      t
        .slice(8, -1)
        .split(", ")
        .every((n) => variables.has(n)),
  );
  const definitions = c.definitions.filter((d) => names.has(d.name));
  return { ...c, variables, conditions, definitions };
}

/** The request in the contract's words; `complete` declares something by every dimension that occurs. */
export function requestOf(c: Case, complete = false): DeriveRequest {
  const rng = random(`${c.seed} spelling`);
  const manner: Manner = { ...c.manner, taken: new Set([...c.variables.keys(), ...c.definitions.map((d) => d.name)]) };
  const known = new Set([...c.variables.values()].flatMap((v) => [...v.shape[0].names, ...v.shape[1].names]));
  // a dimension used as a scalar alone is one only if something is declared by it
  const bare = new Set(
    [c.term, ...c.definitions.map((d) => d.term)]
      .flatMap((t) => [...subterms(t)])
      .flatMap((t) =>
        t.kind === "size" ? t.dimension.names : complete ? [...t.shape, ...(t.kind === "call" ? t.dimensions : [])].flatMap((d) => d.names) : [],
      )
      .filter((n) => !known.has(n)),
  );
  const declare = Object.fromEntries([...[...c.variables].map(([n, v]) => [n, typeText(v)]), ...[...bare].map((n) => [`o_${n}`, `vector(${n})`])]);
  return {
    declare,
    ...(c.conditions.length && { conditions: c.conditions }),
    ...(c.definitions.length && { define: Object.fromEntries(c.definitions.map((d) => [d.name, spell(d.term, rng, manner)])) }),
    expression: spell(c.term, rng, manner),
    wrt: c.wrt,
    ...(c.order === 2 && !isMixed(c) && { order: 2 }),
    ...(c.layout !== "mixed" && { layout: c.layout }),
    ...(c.form !== "matrix" && { form: c.form }),
  };
}

/** The operations of a case and of its definitions. */
export function operationsOf(c: Case): Set<string> {
  const out = new Set<string>();
  for (const t of [c.term, ...c.definitions.map((d) => d.term)])
    for (const s of subterms(t)) if (s.kind !== "name" && s.kind !== "number") out.add(s.kind === "size" ? "dimension" : s.operation);
  return out;
}
