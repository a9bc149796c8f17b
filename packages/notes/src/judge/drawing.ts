import { type Context, type Convention, evidenceAt, typingOf } from "./context.ts";
import { definitionsAt, dependsOn, madeOf } from "./definitions.ts";
import { fixCounts, fixPowers, fixSizes, isModel, isResidual, variablesOf } from "./fixed.ts";
import { forcedBy } from "./forced.ts";
import { attempt, type Typed, typesOf } from "./letters.ts";
import { around, chainOf } from "./nearby.ts";
import { keyOf, letterOf, type Node, some, walk } from "./node.ts";
import type { Reader } from "./reader.ts";
import { replaced } from "./slopes.ts";
import type { Entry, Equation } from "./types.ts";
import type { Drawing } from "./world.ts";

/** A scope that claims are judged in. */
export interface Court {
  readonly reader: Reader;
  readonly context: Context;
  readonly convention: Convention;
  readonly typed: Typed;
  /** The letters that vary at an equality with differentials. */
  readonly varying: (e: Entry) => ReadonlySet<string>;
  /** Does the chain of an equality say that it is zero? */
  readonly zero: (e: Entry) => boolean;
  /** The equation, set to zero just before, that an equality gives the solution of. */
  readonly solves: (e: Entry) => Node | undefined;
}

/** How many equalities before and behind have a say in the sizes of one. */
const near = 60;
/** How many equations have a say in the kinds of letters of a scope. */
const mostEquations = 300;

/** The readings of an equality that a convention allows. */
export function readingsOf(e: Entry, c: Context, convention: Convention): readonly Equation[] {
  const chose = (q: Equation, words: string) => q.choices.some((x) => x.chosen === words);
  const tensor = e.equations.some((q) => chose(q, "⊗ is entry by entry"));
  const known = (n: Node) => n.kind === "call" && (c.functions.has(n.name) || c.definitions.has(n.name) || c.evidence.get(n.name)?.entrywise === true);
  const calls = e.equations[0] && (some(e.equations[0].left, known) || some(e.equations[0].right, known));
  const composed = e.equations.some((q) => !chose(q, "∘ is the product"));
  return e.equations.filter((q) => {
    if (composed && chose(q, "∘ is the product")) return false;
    if (tensor && chose(q, "⊗ is entry by entry") !== (convention.product === "entrywise")) return false;
    return !(calls && chose(q, "it is multiplied by what is in brackets"));
  });
}

/** The equation each claim has in a scope under a convention, the likeliest reading. */
export function firstEquations(entries: readonly Entry[], c: Context, convention: Convention): (readonly [Node, Node])[] {
  return entries
    .filter((e) => e.class === "claim")
    .slice(0, mostEquations)
    .flatMap((e) =>
      readingsOf(e, c, convention)
        .slice(0, 1)
        .map((q) => [q.left, q.right] as const),
    );
}

export interface Variant {
  /** Do the formulas around have no say in what letters are? */
  readonly alone?: boolean;
  readonly definitions?: ReturnType<typeof definitionsAt>;
  /** All matrices are taken to be square, of one size. */
  readonly square?: boolean;
  readonly assumed?: Drawing["assumed"];
  readonly commuting?: Drawing["commuting"];
  /** The letters that vary, where not those that the chain shows. */
  readonly varying?: ReadonlySet<string>;
  /** Letters whose derivative is taken with the structure they have. */
  readonly structured?: Drawing["structured"];
}

const forcing = new WeakMap<Court, Map<number, boolean>>();

/** Does a claim make sizes equal that the text tells apart? Then it has no say in those of others. */
function forces(e: Entry, court: Court): boolean {
  const known = forcing.get(court) ?? new Map<number, boolean>();
  forcing.set(court, known);
  const [q] = readingsOf(e, court.context, court.convention);
  const found = known.get(e.number) ?? (q !== undefined && forcedBy([q.left, q.right], court, definitionsAt(court.context, e.number)).length > 0);
  known.set(e.number, found);
  return found;
}

/** The drawing of an equation: its shapes found last, so that the scope around decides. */
export function drawingOf(e: Entry, q: Equation, court: Court, variant: Variant = {}): Drawing & { readonly conflicts: number; readonly around: Typed } {
  const { context, reader, convention } = court;
  const definitions = new Map(variant.definitions ?? definitionsAt(context, e.number));
  // what alone is differentiated by, and given a value only later, is there to be solved for
  const chain = chainOf(context.entries, e.equality.chain)
    .slice(0, 4)
    .filter((x) => x.number < e.number);
  const by = new Set([q, ...chain.flatMap((x) => x.equations.slice(0, 1))].flatMap((x) => [...variablesOf(x)]));
  const isSolution = (number: number | undefined): boolean => context.entries.some((x) => x.number === number && court.solves(x) !== undefined);
  for (const name of by)
    if (by.size === 1 && ((definitions.get(name)?.number ?? 0) > e.number || isSolution(definitions.get(name)?.number))) definitions.delete(name);
  // of `y = X b + e` the left side is data, and held fixed where the right one is differentiated
  for (const [name, d] of definitions)
    if (
      (isModel(d.node, context, reader) || isResidual(name, d.node, [q.left, q.right, ...[...definitions.values()].map((x) => x.node)])) &&
      [...by].some((b) => b !== name && dependsOn(name, b, context.definitions))
    )
      definitions.delete(name);
  // `y = s(W x + b)`, beside `z = W x + b`, is s(z) where z varies
  for (const name of new Set([...by, ...(variant.varying ?? court.varying(e))])) {
    const whole = definitions.get(name);
    if (!whole || whole.indices || whole.parameters || whole.node.kind === "name" || whole.node.kind === "number") continue;
    for (const [other, d] of definitions)
      if (other !== name && !d.indices) definitions.set(other, { ...d, node: replaced(d.node, keyOf(whole.node), { kind: "name", name }) });
  }
  const functions = new Map(context.functions);
  // a rule that is quoted speaks of its letters as such, where they stand for something that does not depend on what is differentiated by
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind !== "derivative" || n.of.kind !== "name" || !definitions.has(n.of.name)) return;
      const by = context.given.get(n.of.name);
      const own = n.of.name;
      const made = madeOf([own], new Map([...definitions].map(([x, d]) => [x, [d]])));
      const shows = (letter: string) => made.has(letter) || [...made].some((x) => x !== own && context.given.get(x)?.includes(letter));
      if (!by || n.wrt.some((w) => letterOf(w.of) === undefined || shows(letterOf(w.of) as string))) return;
      definitions.delete(n.of.name);
      functions.set(n.of.name, by);
    });
  const others = around(context.entries, e.number, near)
    .filter((x) => x.class === "claim" && !forces(x, court))
    .flatMap((x) => readingsOf(x, context, convention).slice(0, 1))
    .map((x) => [x.left, x.right] as const);
  const equations = [...others, [q.left, q.right] as const];
  const typed = variant.alone
    ? typesOf(typingOf(context, reader, convention, [[q.left, q.right]], definitions), true)
    : attempt(typingOf(context, reader, convention, equations, definitions), court.typed.kinds, court.typed.names);
  fixSizes(e, typed, context);
  fixPowers(q, typed);
  fixCounts([q.left, q.right, ...[...definitions.values()].map((d) => d.node)], typed);
  return {
    context: { ...context, functions, evidence: evidenceAt(context, e) },
    convention,
    reader,
    typed,
    definitions,
    sides: [q.left, q.right],
    varying: variant.varying ?? court.varying(e),
    assumed: variant.assumed ?? new Map(),
    square: variant.square === true,
    ...(variant.commuting && { commuting: variant.commuting }),
    structured: variant.structured ?? new Map(),
    zero: court.zero(e),
    get around() {
      return attempt(typingOf(context, reader, convention, others, definitions), court.typed.kinds, court.typed.names);
    },
    conflicts: typed.conflicts[variant.alone ? 0 : equations.length - 1] ?? 0,
  };
}
