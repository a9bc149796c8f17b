import { isSize, nameOf, plainOf } from "../classes/shape.ts";
import { expanded } from "../document/macros.ts";
import type { Source } from "../document/source.ts";
import { scopeAt } from "../rows/equalities.ts";
import { plainlyZero } from "./compare.ts";
import { type Context, type Convention, contextOf, typingOf } from "./context.ts";
import { type Court, firstEquations } from "./drawing.ts";
import { Entries, mapParts } from "./entries.ts";
import type { Task } from "./judge.ts";
import { typesOf } from "./letters.ts";
import { around, chainOf } from "./nearby.ts";
import { letterOf, type Node, some, walk } from "./node.ts";
import { lawsIn, type Said, saidOf } from "./prose.ts";
import type { Reader } from "./reader.ts";
import type { Entry } from "./types.ts";

/** A scope of a document: what holds there, and the equalities in it. */
export interface Scope {
  readonly context: Context;
  readonly members: readonly Entry[];
  /** Small letters that were taken for capitals. */
  readonly taken: ReadonlyMap<string, string>;
}

/** The scopes of a document; an item of a list has what is said before the list. */
export function scopesOf(task: Task, entries: readonly Entry[], reader: Reader): Scope[] {
  const expectations =
    /期望|\bexpectations?\b|\bexpected value\b/i.test(task.source.prose) ||
    entries.some((e) => e.equations.slice(0, 1).some((q) => [q.left, q.right].some((x) => some(x, (n) => n.kind === "expectation"))));
  const groups = new Map<number, Entry[]>();
  for (const e of entries) {
    const k = scopeAt(task.source.breaks, e.equality.start);
    groups.set(k, [...(groups.get(k) ?? []), e]);
  }
  return [...groups].map(([k, plain]) => {
    let outer = k;
    while (outer > 0 && task.source.breaks[outer - 1]?.kind === "item") outer--;
    const outside = outer === k ? [] : (groups.get(outer) ?? []);
    const proses = (outer === k ? [k] : [outer, k]).map((scope) => proseOf(task.source, scope));
    const said = [...saidIn(proses), ...lawsIn(scopeText(task.source, k)), ...(outer === k ? [] : lawsIn(scopeText(task.source, outer)))];
    const names = new Entries(reader, [...outside, ...plain], new Set(said.map((s) => reader.nameOf(s.letter) ?? "")), expectations);
    const resolved = (e: Entry): Entry => ({ ...e, equations: e.equations.map((q) => names.resolve(q)) });
    const [around, members] = withVariables(outside.map(resolved), plain.map(resolved));
    const context = contextOf({ reader, entries: members, around, said, prose: task.source.prose, declarations: task.sidecar.declarations });
    return { context, members, taken: names.taken };
  });
}

/** `\nabla J` is by the argument of J, where it is defined with one. */
function withVariables(around: readonly Entry[], members: readonly Entry[]): readonly [Entry[], Entry[]] {
  const of = new Map<string, Node>();
  for (const e of [...around, ...members]) {
    const left = e.class === "definition" ? e.equations[0]?.left : undefined;
    const [only] = left?.kind === "call" && left.args.length === 1 ? left.args : [];
    if (left?.kind === "call" && only?.kind === "name") of.set(left.name, only);
  }
  const filled = (n: Node): Node => {
    const inner = mapParts(n, filled);
    const by = inner.kind === "derivative" && inner.wrt.length === 0 ? of.get(letterOf(inner.of) ?? "") : undefined;
    return by && inner.kind === "derivative" ? { ...inner, wrt: Array.from({ length: inner.order }, (_x, k) => ({ of: by, transposed: k > 0 })) } : inner;
  };
  const all = (list: readonly Entry[]) =>
    list.map((e) => ({ ...e, equations: e.equations.map((q) => ({ ...q, left: filled(q.left), right: filled(q.right) })) }));
  return [all(around), all(members)];
}

/** All that is said in the prose of a scope and the one around it, suppositions with their place in the document. */
function saidIn(proses: readonly Prose[]): Said[] {
  let text = "";
  const pieces: (readonly [at: number, place: number])[] = [];
  for (const p of proses) {
    for (const [at, place] of p.pieces) pieces.push([text.length + at, place]);
    text += `${p.text}\n`;
  }
  const placeOf = (k: number): number => {
    const [at, place] = pieces.filter(([start]) => start <= k).at(-1) ?? [0, 0];
    return place + k - at;
  };
  return saidOf(text).map((s) => (s.from === undefined ? s : { ...s, from: placeOf(s.from) }));
}

/** A scope under a convention. */
export function courtOf(context: Context, reader: Reader, convention: Convention): Court {
  const typed = typesOf(typingOf(context, reader, convention, firstEquations(context.entries, context, convention)));
  const varying = new Map<number, ReadonlySet<string>>();
  const zeros = new Map<number, boolean>();
  return {
    reader,
    context,
    convention,
    typed,
    solves: (e) => solvedBy(e, context.entries),
    zero: (e) => {
      const { chain } = e.equality;
      const known =
        zeros.get(chain) ?? chainOf(context.entries, chain).some((x) => x.equations.slice(0, 1).some((q) => plainlyZero(q.left) || plainlyZero(q.right)));
      zeros.set(chain, known);
      return known;
    },
    varying: (e) => {
      const chain = e.equality.chain;
      const known = varying.get(chain) ?? varyingIn(chainOf(context.entries, chain), context);
      varying.set(chain, known);
      return known;
    },
  };
}

const follows =
  /^[\s，,;；:：]*(?:则|得|有|即|于是|故|所以|解得|可得|得到|we\s+(?:get|obtain|find|have|see)|(?:which\s+|this\s+)?(?:gives?|yields?|implies|leads\s+to)|so|hence|thus|therefore|then)(?![a-z])/i;
const setToZero =
  /(?:\bset(?:ting|s)?\b|\bequat(?:e|ing)\b|令|设|使)[^.。]{0,40}(?:derivative|gradient|this|it|导数|梯度|上式|其)[^.。]{0,20}(?:\bzero\b|\b0\b|零|为\s*0|§)[^.。§]{0,40}$/i;

/** What an equality gives the solution of: the equation before it, or the derivative that the text sets to zero. */
function solvedBy(e: Entry, entries: readonly Entry[]): Node | undefined {
  const before = around(entries, e.number, 1).find((x) => x.number === e.number - 1);
  const q = before?.equations[0];
  const words = e.equality.before.slice(e.equality.before.lastIndexOf("§") + 1);
  if (before?.class === "condition" && q && plainlyZero(q.right) && (e.equality.lead.kind === "implies" || (e.equality.index === 0 && follows.test(words))))
    return q.left;
  const name = e.equations[0]?.left.kind === "name" ? e.equations[0].left.name : undefined;
  if (name === undefined || e.equality.index > 0 || !setToZero.test(e.equality.before)) return undefined;
  const byName = (n: Node | undefined): boolean => n?.kind === "derivative" && n.order === 1 && n.wrt.length === 1 && letterOf(n.wrt[0]?.of as Node) === name;
  return entries.filter((x) => x.number < e.number && x.equality.index === 0 && byName(x.equations[0]?.left)).at(-1)?.equations[0]?.left;
}

/** The letters that carry a `d` on the last side of a chain that has any; of a name and what it is made of, the latter. */
function varyingIn(chain: readonly Entry[], context: Context): Set<string> {
  const atoms = (n: Node): Set<string> => {
    const found = new Set<string>();
    walk(n, (x) => {
      if (x.kind !== "differential") return;
      // the letter in `d vec X`
      const of = x.of.kind === "call" && x.of.name === "vec" && x.of.args[0] ? x.of.args[0] : x.of;
      const letter = letterOf(of);
      if (letter !== undefined) found.add(letter);
    });
    return found;
  };
  const sides = chain.flatMap((e) => (e.equations[0] ? [e.equations[0].left, e.equations[0].right] : []));
  // `dA = 0` says that A does not vary
  const still = new Set(
    chain.flatMap((e) =>
      e.equations.slice(0, 1).flatMap((q) => (q.left.kind === "differential" && q.left.of.kind === "name" && plainlyZero(q.right) ? [q.left.of.name] : [])),
    ),
  );
  const base = (s: Set<string>) =>
    new Set(
      [...s].filter(
        (n) =>
          !still.has(n) &&
          (!(context.definitions.has(n) || context.functions.has(n)) || !sides.some((x) => some(x, (y) => y.kind === "derivative" && letterOf(y.of) === n))),
      ),
    );
  for (const side of [...sides].reverse()) {
    const found = base(atoms(side));
    if (found.size > 0) return withoutMade(found, context);
  }
  return new Set([...context.variables].filter((n) => !still.has(n)));
}

/** Without the names that are made of others in the set. */
function withoutMade(names: Set<string>, context: Context): Set<string> {
  const made = (n: string) => (context.functions.get(n) ?? []).some((a) => names.has(a));
  return new Set([...names].filter((n) => !made(n)));
}

function scopeText(source: Source, scope: number): string {
  return source.prose.slice(scope === 0 ? 0 : (source.breaks[scope - 1]?.at ?? 0), source.breaks[scope]?.at ?? source.prose.length);
}

/** Prose, and which place of the document each piece of it begins at. */
interface Prose {
  readonly text: string;
  readonly pieces: readonly (readonly [at: number, place: number])[];
}

/** The prose of a scope, formulas that are one letter, or a letter in a set, as `⟦letter⟧`, others as `⟦⟧`. */
function proseOf(source: Source, scope: number): Prose {
  const start = scope === 0 ? 0 : (source.breaks[scope - 1]?.at ?? 0);
  const end = source.breaks[scope]?.at ?? source.prose.length;
  let text = "";
  let at = start;
  const pieces: (readonly [at: number, place: number])[] = [];
  for (const m of source.maths) {
    if (m.end <= start || m.start >= end) continue;
    const formula = source.prose.slice(m.start, m.end);
    pieces.push([text.length, at]);
    text += source.prose.slice(at, m.start).replace(/\$+\s*$|\\[([]\s*$/, "");
    text += m.display ? "\n" : lettersOf(expanded(formula, source.macros));
    at = m.end + (/^\s*(?:\$\$?|\\[)\]])/.exec(source.prose.slice(m.end, m.end + 4))?.[0].length ?? 0);
  }
  pieces.push([text.length, at]);
  return { text: text + source.prose.slice(at, end), pieces };
}

function lettersOf(formula: string): string {
  const size = isSize(plainOf(formula)) ? plainOf(formula).split(/\\times|×/) : [];
  if (size.length === 2) return `〖${size.map((s) => s.replace(/[\s()]/g, "")).join(",")}〗`;
  const parts = formula.split(/,(?![^{]*\})|、|，/).map((p) => p.replace(/(?:\\in(?![A-Za-z])|∈).*$/s, ""));
  const names = parts.map((p) => (nameOf(plainOf(p)) === undefined ? "" : p.trim()));
  return names.every((n) => n !== "") ? names.map((n) => `⟦${n}⟧`).join(",") : "⟦⟧";
}
