import { callOf, isEntries, nameOf, plainOf } from "../classes/shape.ts";
import type { Layout } from "../contract.ts";
import { declaredAs, declaredBy } from "./declared.ts";
import { define, defineHead, dependsOn, imply, nameEntries, type Placed, speaks } from "./definitions.ts";
import { circular } from "./differences.ts";
import type { Definition } from "./frame.ts";
import type { Evidence, Typing } from "./letters.ts";
import { keyOf, letterOf, type Node, namesOf, some, walk } from "./node.ts";
import type { Said } from "./prose.ts";
import type { Reader } from "./reader.ts";
import { replaced } from "./slopes.ts";
import { propertyIn } from "./supposed.ts";
import type { Entry } from "./types.ts";
import { isKnown } from "./values.ts";
import { ownSizes } from "./written.ts";

/** How a document is read where notation differs from book to book. */
export interface Convention {
  readonly layout: Layout;
  /** What `\otimes` is. */
  readonly product: "kronecker" | "entrywise";
}

/** What holds in one scope of a document. */
export interface Context {
  readonly entries: readonly Entry[];
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** Where a name is defined, in order. */
  readonly definitions: ReadonlyMap<string, readonly Placed[]>;
  /** Unknown functions, and by which letters they are given. */
  readonly functions: ReadonlyMap<string, readonly string[]>;
  /** The same of all letters, defined ones too. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** Letters that depend on nothing. */
  readonly constants: ReadonlySet<string>;
  /** All letters that are differentiated by. */
  readonly variables: ReadonlySet<string>;
  readonly dimensions: ReadonlySet<string>;
  /** The words of the document. */
  readonly prose: string;
  /** Letters whose definition is not understood. */
  readonly opaque: ReadonlySet<string>;
  /** Letters that the text brings in: declared, defined, differentiated by, or on the first side of a line. */
  readonly introduced: ReadonlySet<string>;
}

/** What is given to a scope. */
export interface Given {
  readonly reader: Reader;
  readonly entries: readonly Entry[];
  /** Entries of the scope around, whose definitions and declarations hold here too. */
  readonly around: readonly Entry[];
  readonly said: readonly Said[];
  readonly prose: string;
  readonly declarations: ReadonlyMap<string, string>;
}

/** Functions that are applied entry by entry. */
const entrywiseByHabit = /^(?:sigma|phi|varphi|psi|rho|tau)$/;
const constantsByHabit = /^(?:[a-e]|[A-E]|alpha|beta|gamma|mu|Sigma|Lambda|epsilon|lambda|theta)$/;

/** Gathers what a scope says of its letters. */
export function contextOf(g: Given): Context {
  const evidence = new Map<
    string,
    { kind?: Evidence["kind"]; sizes?: readonly string[]; properties: string[]; supposed?: Map<string, number>; entrywise?: boolean }
  >();
  const about = (name: string) => {
    const known = evidence.get(name) ?? { properties: [] };
    evidence.set(name, known);
    return known;
  };
  const declaredArguments = new Map<string, readonly string[]>();
  const definitions = new Map<string, Placed[]>();
  const all = [...g.around.filter((e) => e.class === "definition" || e.class === "declaration"), ...g.entries];
  const independent = new Map<string, Set<string>>();
  for (const s of g.said) {
    const name = g.reader.nameOf(s.letter);
    if (name === undefined) continue;
    const e = about(name);
    if (s.kind && !(s.kind === "matrix" && s.properties.length === 0 && e.kind)) e.kind = s.kind;
    for (const p of s.properties) {
      if (s.from === undefined) e.supposed?.delete(p);
      else if (!e.properties.includes(p)) e.supposed = (e.supposed ?? new Map()).set(p, s.from);
      e.properties.push(p);
    }
    if (s.sizes?.every((x) => /^(?:[A-Za-z]|\d+)$/.test(x))) e.sizes ??= s.sizes.map((x) => (/^\d/.test(x) ? x : (g.reader.nameOf(x) ?? x)));
    if (s.independentOf !== undefined) {
      const of = s.independentOf === "*" ? "*" : (g.reader.nameOf(s.independentOf) ?? s.independentOf);
      independent.set(name, (independent.get(name) ?? new Set()).add(of));
    }
  }
  for (const e of all) {
    const told = e.class !== "claim" && e.class !== "elided" && e.equations[0] ? propertyIn(e.equations[0]) : undefined;
    if (told) about(told.letter).properties.push(told.property);
  }
  // `\sum_k y_k = 1`
  for (const e of all)
    for (const q of e.equations.slice(0, 1)) {
      const body = q.left.kind === "sum" && !q.left.product && q.right.kind === "number" && q.right.value === 1 ? q.left.body : undefined;
      if (body?.kind === "index" && body.indices.length === 1 && body.of.kind === "name") about(body.of.name).properties.push("simplex");
    }
  const letters = new Set(all.flatMap((e) => e.equations.slice(0, 1).flatMap((q) => [...namesOf(q.left), ...namesOf(q.right)])));
  // what is said of Sigma holds of Sigma_1 too
  for (const [name, e] of [...evidence])
    for (const other of letters)
      if (other !== name && other.startsWith(`${name}_`) && /_\d+$/.test(other) && !evidence.has(other) && e.properties.length > 0)
        evidence.set(other, { ...e, properties: [...e.properties] });
  for (const e of all) {
    const left = plainOf(e.equality.left.source);
    const first = e.equations[0];
    if (e.class === "declaration") declare(e, left, g.reader, about, declaredArguments);
    else if (e.class === "definition" && ownSizes(e) !== undefined) {
      const name = g.reader.nameOf(e.equality.left.source);
      if (name !== undefined) Object.assign(about(name), { kind: "matrix", sizes: ownSizes(e) });
    } else if (first && (e.class === "definition" || (e.class === "condition" && !e.equality.over && speaks(first)))) define(e, first, definitions);
    else if (first && e.class === "elided") defineHead(e, first, all, definitions);
  }
  for (const e of g.entries) if (e.class === "claim" && e.equations[0]) imply(e, e.equations[0], definitions);
  const spoken = new Set([...evidence.keys(), ...g.declarations.keys()]);
  for (const e of all)
    for (const q of e.equations.slice(0, 1))
      if (e.class === "claim" && e.equality.index === 0 && !e.equality.carried) for (const n of namesOf(q.left)) spoken.add(n);
      else if (e.class === "definition" && q.right.kind !== "index") for (const n of namesOf(q.right)) spoken.add(n);
  for (const e of g.entries) if (e.class === "claim" && e.equations[0] && e.equality.last) nameEntries(e, e.equations[0], (n) => spoken.has(n), definitions);
  for (const [name, type] of g.declarations) {
    const call = /^(\w+)\(([^)]*)\)$/.exec(name);
    const own = call ? (call[1] as string) : name;
    const told = declaredAs(type);
    if (call)
      declaredArguments.set(
        own,
        (call[2] as string).split(",").map((a) => a.trim()),
      );
    if (told)
      Object.assign(about(own), {
        kind: told.kind,
        ...(told.sizes.length > 0 && { sizes: told.sizes }),
        properties: told.properties,
        entrywise: told.entrywise,
      });
  }
  const dimensions = new Set([...evidence.values()].flatMap((e) => e.sizes ?? []).filter((s) => /^[A-Za-z]/.test(s)));
  const found = roles(g, all, definitions, declaredArguments, independent, evidence);
  const introduced = new Set([...evidence.keys(), ...found.variables, ...found.functions.keys(), ...found.constants, ...dimensions, ...definitions.keys()]);
  for (const list of definitions.values()) for (const d of list) for (const n of namesOf(d.node)) introduced.add(n);
  for (const e of all) {
    const q = e.equations[0];
    if (!q) continue;
    if (e.class !== "claim") for (const n of [...namesOf(q.left), ...namesOf(q.right)]) introduced.add(n);
    else if (e.equality.index === 0 && !e.equality.carried) for (const n of namesOf(q.left)) introduced.add(n);
    for (const side of [q.left, q.right])
      walk(side, (n) => void (n.kind === "differential" && letterOf(n.of) !== undefined && introduced.add(letterOf(n.of) as string)));
  }
  const opaque = new Set<string>();
  for (const e of all) {
    const left = e.class === "definition" ? e.equations[0]?.left : undefined;
    // what is set anew from itself, step by step, keeps its meaning
    if (left?.kind === "name" && e.equations[0] && namesOf(e.equations[0].right).has(left.name)) continue;
    const name = left && (left.kind === "index" || left.kind === "name" || left.kind === "call") ? letterOf(left) : undefined;
    if (name !== undefined && !definitions.has(name) && ownSizes(e) === undefined) opaque.add(name);
  }
  return { entries: g.entries, prose: g.prose, evidence, definitions, dimensions, introduced, opaque, ...found };
}

function declare(
  e: Entry,
  left: string,
  reader: Reader,
  about: (name: string) => { kind?: Evidence["kind"]; sizes?: readonly string[] },
  declaredArguments: Map<string, readonly string[]>,
): void {
  const right = plainOf(e.equality.right.source);
  const dimensionName = (s: string) => (/^[A-Za-z]/.test(s) ? (reader.nameOf(s) ?? s) : s);
  const call = callOf(left);
  const name = reader.nameOf(call ? call.name : e.equality.left.source) ?? (nameOf(left) !== undefined ? reader.nameOf(e.equality.left.source) : undefined);
  if (name === undefined) return;
  const space = declaredBy(right);
  if (space) {
    const known = about(name);
    known.kind = space.kind;
    if (space.sizes.length > 0) known.sizes = space.sizes.map(dimensionName);
    return;
  }
  if (isEntries(right)) {
    const size = /_\s*\{?\s*([a-zA-Z])\s*(?:\\times|×)\s*([a-zA-Z])/.exec(right.slice(right.lastIndexOf("_")));
    about(name).kind = "matrix";
    if (size) about(name).sizes = [size[1] as string, size[2] as string].map(dimensionName);
    return;
  }
  const first = e.equations[0];
  if (first?.right.kind === "call" && first.right.name === name)
    declaredArguments.set(
      name,
      first.right.args.map((a) => letterOf(a)).filter((a) => a !== undefined),
    );
}

/** What depends on what: declared, called, or differentiated in the scope. */
function roles(
  g: Given,
  all: readonly Entry[],
  definitions: ReadonlyMap<string, readonly unknown[]>,
  declaredArguments: ReadonlyMap<string, readonly string[]>,
  independent: ReadonlyMap<string, ReadonlySet<string>>,
  evidence: Map<string, { kind?: Evidence["kind"]; sizes?: readonly string[]; properties: string[]; entrywise?: boolean }>,
): Pick<Context, "functions" | "given" | "constants" | "variables"> {
  const variables = new Set<string>();
  const given = new Map<string, Set<string>>();
  const called = new Map<string, Set<string>>();
  const constants = new Set<string>();
  const argument = (of: string, by: string) => given.set(of, (given.get(of) ?? new Set()).add(by));
  for (const [name, by] of declaredArguments) for (const b of by) argument(name, b);
  const sides = all.flatMap((e) => e.equations.slice(0, 1).flatMap((q) => [q.left, q.right]));
  for (const side of sides)
    walk(side, (n) => {
      if (n.kind === "derivative") for (const w of n.wrt) variables.add(letterOf(w.of) ?? "");
      if (n.kind === "call" && !definitions.has(n.name) && !isKnown(n.name))
        called.set(n.name, (called.get(n.name) ?? new Set()).add(n.args.map((a) => letterOf(a) ?? "").join(",")));
    });
  variables.delete("");
  const vanishing = (e: Entry): string | undefined => {
    const q = e.equations[0];
    const left = q?.left.kind === "transpose" ? q.left.of : q?.left;
    if (!q || !left || e.class !== "claim" || !(left.kind === "derivative" || (left.kind === "differential" && left.of.kind === "name"))) return undefined;
    const zero =
      (q.right.kind === "number" && q.right.value === 0) || q.right.kind === "zeros" || (q.right.kind === "transpose" && q.right.of.kind === "zeros");
    return zero ? letterOf(left.of) : undefined;
  };
  for (const e of all) {
    const name = vanishing(e);
    if (name !== undefined && !declaredArguments.has(name)) constants.add(name);
  }
  for (const side of sides)
    walk(side, (n) => {
      if (n.kind !== "derivative") return;
      const by = n.wrt.map((w) => letterOf(w.of)).filter((w) => w !== undefined);
      const of = letterOf(n.of);
      if (of !== undefined && n.of.kind !== "call") {
        for (const w of by) if (of !== w && !constants.has(of)) argument(of, w);
        return;
      }
    });
  // of what does an expression depend that does not show what it is differentiated by?
  for (const side of sides)
    walk(side, (n) => {
      if (n.kind !== "derivative") return;
      for (const w of n.wrt) {
        const by = letterOf(w.of);
        if (by === undefined) continue;
        const names = [...namesOf(n.of)];
        if (names.some((x) => x === by || given.get(x)?.has(by) || called.has(x) || dependsOn(x, by, definitions))) continue;
        for (const x of names)
          if (
            !constants.has(x) &&
            !isKnown(x) &&
            !constantsByHabit.test(g.reader.look(x).letter) &&
            !independent.has(x) &&
            !definitions.has(x) &&
            !dependsOn(by, x, definitions)
          )
            argument(x, by);
      }
    });
  for (const [name, of] of independent) {
    if (of.has("*")) given.delete(name);
    else for (const by of of) given.get(name)?.delete(by);
    if (given.get(name)?.size === 0) given.delete(name);
    if (!given.has(name)) constants.add(name);
  }
  // a function that is only called has the arguments it is called with
  for (const [name, lists] of called) {
    const look = g.reader.look(name);
    const [only] = lists;
    if (!declaredArguments.has(name) && entrywiseByHabit.test(look.letter)) {
      const known = evidence.get(name) ?? { properties: [] };
      evidence.set(name, { ...known, entrywise: true });
      continue;
    }
    if (!given.has(name) && lists.size >= 1 && only !== undefined) for (const a of only.split(",")) if (a && a !== name) argument(name, a);
  }
  for (const [name, list] of definitions)
    if (entrywiseByHabit.test(g.reader.look(name).letter) && (list[0] as Placed).parameters?.length === 1)
      evidence.set(name, { ...(evidence.get(name) ?? { properties: [] }), entrywise: true });
  const functions = new Map<string, readonly string[]>();
  for (const [name, by] of given)
    if (!definitions.has(name))
      functions.set(
        name,
        [...by].filter((b) => b !== name),
      );
  const reduced = (by: readonly string[]) => by.filter((b) => !by.some((u) => u !== b && (functions.get(u)?.includes(b) || dependsOn(u, b, definitions))));
  // what is given by u, which is given by x, is given by x through u alone
  for (const [name, by] of functions) functions.set(name, reduced(by));
  for (const name of functions.keys()) if (circular(name, functions)) functions.delete(name);
  const everything = new Map([...given].map(([name, by]) => [name, reduced([...by].filter((b) => b !== name))] as const));
  return { functions, given: everything, constants, variables };
}

/** What is known of letters at an equality: without what is supposed only behind it. */
export function evidenceAt(c: Context, e: Entry): ReadonlyMap<string, Evidence> {
  const later = [...c.evidence].filter(([, x]) => [...(x.supposed ?? [])].some(([, from]) => from > e.equality.start));
  if (later.length === 0) return c.evidence;
  const known = new Map(c.evidence);
  for (const [name, x] of later) known.set(name, { ...x, properties: x.properties.filter((p) => (x.supposed?.get(p) ?? 0) <= e.equality.start) });
  return known;
}

const memberOf = (name: string): Node => ({ kind: "index", of: { kind: "name", name }, indices: [{ kind: "number", value: 1 }] });

/** What shapes are found from in a scope, under a convention. */
export function typingOf(
  c: Context,
  reader: Reader,
  convention: Convention,
  equations: readonly (readonly [Node, Node])[],
  chosen: ReadonlyMap<string, Definition> = new Map([...c.definitions].map(([name, list]) => [name, list.at(-1) as Placed])),
): Typing {
  const parameters = new Map([...chosen].flatMap(([name, d]) => (d.parameters ? [[name, d.parameters] as const] : [])));
  const isMember = (n: Node, p: string) => n.kind === "index" && n.indices.length === 1 && n.of.kind === "name" && n.of.name === p;
  const told = (n: Node, p: string): boolean =>
    n.kind === "call"
      ? parameters.get(n.name)?.includes(p) === true && n.args.some((x) => isMember(x, p))
      : (n.kind === "index" || n.kind === "transpose") && isMember(n.of, p);
  const sides = [...equations.flat(), ...[...chosen.values()].map((d) => d.node)];
  const member = (p: string) => sides.some((s) => some(s, (n) => told(n, p)));
  // an argument has the shape of a member of the family of the same letter
  const own = (d: Definition): Node =>
    (d.parameters ?? []).filter((p) => p && member(p)).reduce((node, p) => replaced(node, keyOf({ kind: "name", name: p }), memberOf(p)), d.node);
  const definitions = new Map([...chosen].map(([name, d]) => [name, own(d)] as const));
  return { equations, evidence: c.evidence, look: (n) => reader.look(n), boldVectors: reader.boldVectors, definitions, parameters, layout: convention.layout };
}
