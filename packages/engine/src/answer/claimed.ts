import type { CheckRequest, Failure } from "../contract.ts";
import { type Apply, type Expression, isScalar } from "../expression/node.ts";
import { parse } from "../language/parser.ts";
import { walk } from "../language/tree.ts";
import { Refusal, type Settled, settle, takenNames, unusedName } from "./settle.ts";
import { resized } from "./sizes.ts";
import { type Wrt, withIndices } from "./wrt.ts";

/** A claim read with the names of its function. */
export interface Claimed {
  /** What is declared, the claim's names included. */
  readonly settled: Settled;
  readonly claim: Expression;
  /** Names that stand in the claim alone and are nowhere introduced. */
  readonly strangers: readonly string[];
}

/** A claim that cannot be what it claims to be: its shapes contradict those of the function. */
export interface Misfit {
  readonly settled: Settled;
  readonly message: string;
  readonly strangers: readonly string[];
  /** Would undeclared names have other kinds, were the claim read with the function? */
  readonly shifted: boolean;
}

/** The kind and the properties of a type, its sizes left out. */
const kindOf = (type: string | undefined) => type?.replace(/\([^)]*\)/g, "");

const misfits: ReadonlySet<string> = new Set(["shape", "kind"]);

/** The request with names declared that it leaves to inference. */
export function declaring(declare: CheckRequest["declare"], more: Readonly<Record<string, string>>): CheckRequest["declare"] {
  const own =
    typeof declare === "string" ? new Set([...declare.matchAll(/([^\s;:：]+)\s*[:：]/g)].map((m) => m[1] as string)) : new Set(Object.keys(declare ?? {}));
  const added = Object.entries(more).filter(([name]) => !own.has(name));
  if (typeof declare === "string") return [declare, ...added.map((a) => a.join(": "))].filter((t) => t.trim()).join("; ");
  return { ...declare, ...Object.fromEntries(added) };
}

/**
 * The readings of a claim together with its function: its shape that of the derivative in one layout or another, where it can be. What is
 * inferred of the function alone stands. Throws `Refusal` where one of the two cannot be read.
 */
export function readClaim(request: CheckRequest, wrt: Wrt): readonly Claimed[] | Misfit {
  const declare = withIndices(request.declare, wrt);
  const plain = { ...request, ...(declare !== undefined && { declare }) } as CheckRequest;
  const alone = settle(plain, wrt.names);
  const claim = request.claim as string;
  const names = namesRead(claim);
  const f = unusedName("function", request);
  const readings: Claimed[] = [];
  let misfit: Failure | undefined;
  let shifted = false;
  const attempt = (declared: CheckRequest["declare"], shape: string, unsure?: readonly string[]): boolean => {
    try {
      const define = { ...request.define, [f]: request.expression as string };
      const settled = settle({ ...plain, ...(declared !== undefined && { declare: declared }), define, expression: `dot((${claim}), ${shape})` }, wrt.names);
      if (Object.entries(alone.declared).some(([name, type]) => kindOf(type) !== kindOf(settled.declared[name]))) {
        shifted = true;
        return false;
      }
      const reading = withoutFunction(settled, f, unsure ?? strangersAmong(names, alone, request, settled));
      if (!readings.some((r) => r.claim === reading.claim && sameTypes(r.settled, reading.settled))) readings.push(reading);
      return true;
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      misfit = shiftedFailure(e.failure, claim);
      return false;
    }
  };
  for (const shape of tiesOf(alone, f, wrt, request)) attempt(declare, shape);
  if (readings.length) return readings;
  const strangers = strangersAmong(names, alone, request);
  attempt(declaring(declare, alone.declared), `(${claim})`, strangers);
  const known = misfit;
  if (readings.length && !strangers.length) return readings;
  const asItIs = readings.splice(0);
  // sizes that only the claim names may be any of the function's
  for (const renamed of renamedSizes(alone, strangers, declare)) for (const shape of tiesOf(alone, f, wrt, request)) attempt(renamed, shape, strangers);
  readings.push(...asItIs);
  if (readings.length) return readings;
  if (known && (!misfits.has(known.code) || /no dimension/.test(known.message))) throw new Refusal(known);
  const reason = known?.message ?? "";
  return { settled: alone, message: reason, strangers, shifted };
}

const sameTypes = (a: Settled, b: Settled) => Object.entries(a.declared).every(([name, type]) => b.declared[name] === type);

/** The names that are free in a text. Throws `Refusal` where it cannot be read. */
export function namesRead(claim: string): ReadonlySet<string> {
  const read = parse(claim);
  if (read.diagnostics[0]) throw new Refusal({ ...read.diagnostics[0], in: "claim" });
  const names = new Set<string>();
  walk(read.tree, (t, isBound) => {
    if (t.kind === "name" && !isBound(t.name)) names.add(t.name);
  });
  return names;
}

/** Names that nothing introduces: no declaration, definition or function, nor, for sizes, a shape that the claim shares with the function (`tied`). */
function strangersAmong(names: ReadonlySet<string>, alone: Settled, request: CheckRequest, tied?: Settled): string[] {
  const known = new Set([
    "pi",
    "I",
    "T",
    ...alone.variables.keys(),
    ...alone.definitions.map((d) => d.name),
    ...Object.keys(alone.declared).map((n) => n.replace(/\(.*/, "")),
  ]);
  const { expression, declare, define, conditions } = request;
  const typed = new Set(JSON.stringify([expression, declare, define, conditions]).split(/[^\p{L}\p{N}_]+/u));
  for (const n of takenNames(alone)) if (typed.has(n)) known.add(n);
  for (const n of Object.keys(tied ? alone.declared : {}))
    for (const d of [tied?.variables.get(n)?.rows, tied?.variables.get(n)?.cols]) for (const name of d?.names ?? []) known.add(name);
  return [...names].filter((n) => !known.has(n));
}

function withoutFunction(settled: Settled, f: string, strangers: readonly string[]): Claimed {
  const expression = settled.definitions.find((d) => d.name === f)?.expression as Expression;
  const [claim] = (settled.expression as Apply).args as [Expression];
  return {
    settled: {
      ...settled,
      expression,
      definitions: settled.definitions.filter((d) => d.name !== f),
      declared: Object.fromEntries(Object.entries(settled.declared).filter(([n]) => n !== f)),
      notes: settled.notes.filter((n) => !n.message.includes(f)),
    },
    claim,
    strangers,
  };
}

/** The declarations with the inferred sizes named as the claim may name them: nothing but names depends on it. */
function renamedSizes(alone: Settled, others: readonly string[], declare: CheckRequest["declare"]): CheckRequest["declare"][] {
  const own = JSON.stringify(declare ?? {});
  const sizes = [...new Set([...alone.variables.values()].flatMap((v) => [...v.rows.names, ...v.cols.names]))].filter((n) => !own.includes(n));
  if (!sizes.length || sizes.length > 4 || !others.length || others.length > sizes.length) return [];
  const orders = arrangements(others, sizes.length).slice(0, 24);
  return orders.map((order) => {
    const named = new Map(sizes.map((s, k) => [s, order[k] ?? s]));
    const types = Object.entries(alone.declared).map(([n, type]) => [n, resized(type, (d) => named.get(d) ?? d)]);
    return declaring(declare, Object.fromEntries(types));
  });
}

/** Each order of the names on so many places, empty places at the end of the names. */
function arrangements(names: readonly string[], places: number): (string | undefined)[][] {
  const list = [...names, ...new Array<undefined>(places - names.length).fill(undefined)];
  const out: (string | undefined)[][] = [];
  const go = (done: (string | undefined)[], rest: (string | undefined)[]) => {
    if (!rest.length) out.push(done);
    rest.forEach((n, k) => go([...done, n], [...rest.slice(0, k), ...rest.slice(k + 1)]));
  };
  go([], list);
  return out;
}

/** What was found in the claim where it stands in a larger text, as if found in the claim. */
function shiftedFailure(failure: Failure, claim: string): Failure {
  if (failure.in !== undefined && failure.in !== "expression") return failure;
  const at = (k: number) => Math.min(Math.max(k - "dot((".length, 0), claim.length);
  const { related: _r, ...rest } = failure;
  return { ...rest, span: [at(failure.span[0]), at(failure.span[1])], in: "claim" };
}

/** What has the shape of the derivative, in one layout or the other. */
function tiesOf(alone: Settled, f: string, wrt: Wrt, request: CheckRequest): string[] {
  const [x, y] = wrt.second ? wrt.names : [`(${request.wrt})`, `(${request.wrt})`];
  const scalar = isScalar(alone.expression);
  const single = wrt.entry !== undefined || isScalar(alone.variables.get(wrt.names[0] as string) ?? alone.expression);
  const shape = request.order === 2 || wrt.second ? (single ? f : `vec(${x})*vec(${y})'`) : scalar ? `${x}` : single ? f : `vec(${f})*vec(${x})'`;
  return [shape, `(${shape})'`];
}
