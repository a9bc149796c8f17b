import type { Context } from "./context.ts";
import { difference, undifferentiated } from "./differences.ts";
import type { Definition } from "./frame.ts";
import { indicesOf, keyOf, type Node, namesOf, some } from "./node.ts";
import { replaced } from "./slopes.ts";
import type { Entry, Equation } from "./types.ts";
import { isKnown } from "./values.ts";

/** A definition and the number of the equality that gives it. */
export interface Placed extends Definition {
  readonly number: number;
}

/** Of `c_{ij} = …`: the letter and its indices, where the other side is no constant of them. */
function entryOf(left: Node, right: Node): { readonly name: string; readonly indices: readonly string[] } | undefined {
  if (left.kind !== "index" || left.of.kind !== "name" || namesOf(right).has(left.of.name)) return undefined;
  const indices = left.indices.map((i) => (i?.kind === "name" ? i.name : ""));
  return indices.every((i) => i !== "") && new Set(indices).size === indices.length ? { name: left.of.name, indices } : undefined;
}

/** `… = c_{ij}`, where nothing else says what c is: that is what it is. */
export function nameEntries(e: Entry, { left, right }: Equation, known: (name: string) => boolean, definitions: Map<string, Placed[]>): void {
  const entry = entryOf(right, left);
  if (!entry || known(entry.name) || definitions.has(entry.name) || some(left, (n) => n.kind === "unknown")) return;
  const free = new Set(indicesOf(left));
  if (entry.indices.every((i) => free.has(i)) && free.size === entry.indices.length)
    definitions.set(entry.name, [{ number: e.number, node: left, indices: entry.indices }]);
}

/** A condition that gives a letter a meaning, and not only a size or another letter. */
export function speaks({ left, right }: Equation): boolean {
  return right.kind !== "number" && right.kind !== "name" && !(left.kind === "name" && right.kind === "identity");
}

/** `A = [a_1, …, a_n] = W H`: what stands behind the dots defines the letter. */
export function defineHead(e: Entry, { right }: Equation, all: readonly Entry[], definitions: Map<string, Placed[]>): void {
  const head = all.find((x) => x.equality.chain === e.equality.chain && x.equality.index === 0);
  const left = head?.equations[0]?.left;
  if (
    head?.class === "definition" &&
    left?.kind === "name" &&
    !definitions.has(left.name) &&
    !some(right, (n) => n.kind === "unknown") &&
    !namesOf(right).has(left.name)
  )
    definitions.set(left.name, [{ number: head.number, node: right }]);
}

/** `Y = A X B`; of `f(x) = …` the letter is f; of `df = tr(A dX)`, a condition, the function that has this differential. */
export function define(e: Entry, first: Equation, definitions: Map<string, Placed[]>): void {
  const { left, right } = first;
  if (left.kind === "call" && left.name === "log" && left.args.length === 1) {
    define(e, { ...first, left: left.args[0] as Node, right: { kind: "call", name: "exp", primes: 0, args: [right] } }, definitions);
    return;
  }
  // `\sigma^2 = …` says what sigma is
  if (left.kind === "binary" && left.operator === "^" && left.left.kind === "name" && left.right.kind === "number" && left.right.value === 2) {
    define(e, { ...first, left: left.left, right: { kind: "call", name: "sqrt", primes: 0, args: [right] } }, definitions);
    return;
  }
  // `\Omega^{-1} = …` says what Omega is
  if (left.kind === "call" && left.name === "inv" && left.args.length === 1 && left.args[0]?.kind === "name") {
    define(e, { ...first, left: left.args[0], right: { kind: "call", name: "inv", primes: 0, args: [right] } }, definitions);
    return;
  }
  const name = left.kind === "name" || (left.kind === "call" && left.primes === 0) ? left.name : undefined;
  if (some(right, (n) => n.kind === "unknown")) return;
  const push = (n: string, node: Node, parameters?: readonly string[]) =>
    definitions.set(n, [...(definitions.get(n) ?? []), { number: e.number, node, ...(parameters && { parameters }) }]);
  const entry = entryOf(left, right);
  const shown = new Set(indicesOf(right));
  if (entry?.indices.every((i) => shown.has(i)))
    definitions.set(entry.name, [...(definitions.get(entry.name) ?? []), { number: e.number, node: right, indices: entry.indices }]);
  else if (name !== undefined) {
    if (!namesOf(right).has(name)) push(name, right, left.kind === "call" ? left.args.map((a) => (a.kind === "name" ? a.name : "")) : undefined);
  } else if (left.kind === "differential" && left.of.kind === "name" && !namesOf(right).has(left.of.name)) push(left.of.name, undifferentiated(right));
}

/** Two sides that differ in one part only, on one side a function nobody defined: that is what it is. */
export function imply(e: Entry, { left, right }: Equation, definitions: Map<string, Placed[]>): void {
  const pair = difference(left, right);
  if (!pair) return;
  const call = pair.find((n) => n.kind === "call" && !isKnown(n.name) && !definitions.has(n.name));
  const other = pair.find((n) => n !== call);
  if (call?.kind !== "call" || !other || call === left || other === left || namesOf(other).has(call.name) || call.args.length === 0) return;
  const parameters = call.args.map((_a, k) => `\u0000${k}`);
  const node = call.args.reduce((body, a, k) => replaced(body, keyOf(a), { kind: "name", name: parameters[k] as string }), other);
  definitions.set(call.name, [{ number: e.number, node, parameters }]);
}

/** Does a definition show the letter? */
export function dependsOn(name: string, letter: string, definitions: ReadonlyMap<string, readonly unknown[]>, depth = 0): boolean {
  const list = definitions.get(name) as readonly { readonly node: Node }[] | undefined;
  if (!list || depth > 8) return false;
  return list.some(({ node }) => [...namesOf(node)].some((n) => n === letter || (n !== name && dependsOn(n, letter, definitions, depth + 1))));
}

/** The names, and those that their definitions show. */
export function madeOf(names: Iterable<string>, definitions: ReadonlyMap<string, readonly { readonly node: Node }[]>): Set<string> {
  const found = new Set<string>();
  const add = (n: string): void => {
    if (found.has(n)) return;
    found.add(n);
    for (const d of definitions.get(n) ?? []) for (const inner of namesOf(d.node)) add(inner);
  };
  for (const n of names) add(n);
  return found;
}

/** The definitions that hold at an equality: the last before it, else the first behind it. */
export function definitionsAt(c: Context, number: number): Map<string, Placed> {
  const found = new Map<string, Placed>();
  for (const [name, list] of c.definitions) {
    const before = list.filter((d) => d.number < number).at(-1);
    const chosen = before ?? list[0];
    if (chosen) found.set(name, chosen);
  }
  return found;
}
