import { answer } from "../../packages/engine/src/answer/answer.ts";
import type { Failure, Response } from "../../packages/engine/src/contract.ts";
import { diagnosticCodes } from "../../packages/engine/src/language/diagnostics.ts";
import { type Random, random } from "../../packages/engine/src/numeric/random.ts";
import { functionNames } from "../../packages/engine/src/operations/index.ts";
import { generate, requestOf } from "./cases.ts";

type Fields = Record<string, unknown>;

const tokens = [
  ..."+ - * / \\ ^ ' .* ./ .^ .' ** .. ... ( ) [ ] , = ~ ; : < > <= >= == # @ ⊗ ⊙ ∘ ⊘ − · ′ ’ ᵀ ⊤ ² ⁻¹ ₁ .T ^T | ‖ { } $ % & ! ? \" ` . _".split(" "),
  ..."x y A B X n m e E T D I pi 0 1 2 0.5 1e-3 .5 1. 2. 1e 1e999 1e-999 99999999999999999999 __proto__ constructor toString".split(" "),
  ..."sum(i=1..N, int(t=0..1, E(x, x ~ normal(mu, S)) sigma'(x) D(u, x) KL( X[1,2] x[i] inv( det( eye(n) ones(n, m) e(1, n) comm(m, n)".split(" "),
  " ",
  "\n",
  "\t",
  "\0",
  "\ud800",
  "\u202e",
  "é",
  "e\u0301",
  "变",
  "🙂",
  ...functionNames.map((f) => `${f}(`),
];

const pick = <T>(rng: Random, list: readonly T[]): T => list[rng.integer(0, list.length - 1)]!;
const many = (rng: Random, most: number, one: () => string): string => Array.from({ length: rng.integer(0, most) }, one).join("");

/** A text with a few characters or tokens lost, doubled, exchanged or put in. */
function mutated(text: string, rng: Random): string {
  let out = text;
  for (let k = rng.integer(1, 4); k > 0; k--) {
    const at = rng.integer(0, out.length);
    const to = Math.min(out.length, at + rng.integer(0, 3));
    const way = rng.integer(0, 4);
    if (way === 0) out = out.slice(0, at) + out.slice(to);
    else if (way === 1) out = out.slice(0, at) + pick(rng, tokens) + out.slice(at);
    else if (way === 2) out = out.slice(0, to) + out.slice(at);
    else if (way === 3) out = out.slice(0, at) + pick(rng, tokens) + out.slice(to);
    else {
      const other = rng.integer(0, out.length);
      out = out.slice(0, at) + out.slice(other, other + 5) + out.slice(at);
    }
  }
  return out;
}

const nestings = [
  (k: number) => `${"(".repeat(k)}x${")".repeat(k)}`,
  (k: number) => "(".repeat(k),
  (k: number) => `${"inv(".repeat(k)}X`,
  (k: number) => `${"exp(".repeat(k)}x${")".repeat(k)}`,
  (k: number) => `${"-".repeat(k)}x`,
  (k: number) => `x${"'".repeat(k)}`,
  (k: number) => `x${"[1]".repeat(k)}`,
  (k: number) => `X${"^2".repeat(k)}`,
  (k: number) => `x${"+x".repeat(k)}`,
  (k: number) => `X${"*X".repeat(k)}`,
  (k: number) => `${"x + (".repeat(k)}x${")".repeat(k)}`,
  (k: number) => `x'${"*(x".repeat(k)}`,
];

const values: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  1e300,
  Number.NaN,
  true,
  "",
  " ",
  "x",
  [],
  [[]],
  ["x", "y"],
  {},
  { x: 1 },
  { x: null },
  { __proto__: null },
  "x: vector(n)",
  ["m >= n"],
  ["commute(A, B)"],
  "numerator",
  2,
  "A = B",
];

const kinds: readonly ((rng: Random, seed: string) => Fields)[] = [
  (rng) => ({ expression: many(rng, 60, () => String.fromCharCode(rng.integer(0, 255))), wrt: "x" }),
  (rng) => ({ expression: many(rng, 40, () => String.fromCodePoint(rng.integer(32, 0x2fff))), wrt: "x" }),
  (rng) => ({ expression: many(rng, 25, () => pick(rng, tokens)), wrt: pick(rng, ["x", "X", "A", "T", "x,y", "X[1,2]"]) }),
  (rng) => ({ expression: many(rng, 12, () => `${pick(rng, tokens)} `), wrt: "x" }),
  (rng, seed) => {
    const r = requestOf(generate(seed));
    return { ...r, expression: mutated(r.expression, rng) };
  },
  (rng, seed) => {
    const r = requestOf(generate(seed));
    const declare = r.declare as Record<string, string>;
    return pick<() => Fields>(rng, [
      () => ({
        ...r,
        declare: Object.fromEntries(
          Object.entries(declare).map(([n, t]) => [rng.uniform() < 0.2 ? mutated(n, rng) : n, rng.uniform() < 0.6 ? mutated(t, rng) : t]),
        ),
      }),
      () => ({
        ...r,
        declare: mutated(
          Object.entries(declare)
            .map(([n, t]) => `${n}: ${t}`)
            .join("; "),
          rng,
        ),
      }),
      () => ({ ...r, wrt: mutated(r.wrt as string, rng) }),
      () => ({ ...r, conditions: [mutated("m >= n", rng), mutated("commute(A, B)", rng)] }),
      () => ({ ...r, define: { [mutated("h", rng)]: mutated(r.expression, rng) } }),
      () => ({ ...r, define: mutated(`h = ${r.expression}; g = h + 1`, rng) }),
    ])();
  },
  (rng, seed) => {
    const r: Fields = { ...requestOf(generate(seed)) };
    const fields = "task declare conditions define expression wrt order layout form structured verify steps explain lang id vectorise".split(" ");
    for (let k = rng.integer(1, 2); k > 0; k--) r[pick(rng, fields)] = pick(rng, values);
    return r;
  },
  (_rng, seed) => {
    const { declare: _declare, ...r } = requestOf(generate(seed));
    return r;
  },
  (rng) => ({ expression: pick(rng, nestings)(pick(rng, [2, 5, 20, 100, 500])), wrt: pick(rng, ["x", "X"]) }),
];

/** A request that is most likely nonsense: texts of all sorts, and fields of wrong types. */
export function nonsense(seed: string): Fields {
  const rng = random(seed);
  return pick(rng, kinds)(rng, seed);
}

const codes = new Set(diagnosticCodes.map((c) => c.code));

/** The text that a failure's span counts in. */
function textOf(request: Fields, where: string): string | undefined {
  const [field, ...rest] = where.split(".");
  const key = rest.join(".");
  const value = request[field!];
  const inner =
    rest.length && value !== null && typeof value === "object"
      ? Array.isArray(value)
        ? value[Number(key)]
        : Object.entries(value).find(([n]) => n === key || n.trim() === key)?.[1]
      : value;
  return typeof inner === "string" ? inner : Array.isArray(inner) && inner.length === 1 && typeof inner[0] === "string" ? inner[0] : undefined;
}

function fault(request: Fields, error: Failure): string | undefined {
  if (!codes.has(error.code) || error.code === "internal") return `code ${error.code}`;
  if (!error.message) return "no message";
  for (const part of [error, ...(error.related ?? [])]) {
    const [from, to] = part.span;
    const text = textOf(request, part.in ?? "expression");
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to)) return `span ${from}..${to}`;
    // a name that is none is underlined itself
    const longest = Math.max(text?.length ?? 0, part.in?.replace(/^[^.]*\./, "").length ?? 0);
    if (to > longest) return `span ${from}..${to} of ${error.code} outside ${part.in ?? "expression"}`;
  }
  return undefined;
}

/** What is wrong with the engine's response to a request, if anything; the longest it may take in milliseconds. */
export function reaction(request: Fields, limit: number): { readonly fault: string | undefined; readonly code: string; readonly ms: number } {
  const start = performance.now();
  let response: Response;
  try {
    response = answer(request as never);
  } catch (e) {
    return {
      fault: `throws ${e instanceof Error ? (e.stack ?? e.message).split("\n").slice(0, 4).join(" ") : String(e)}`,
      code: "throws",
      ms: performance.now() - start,
    };
  }
  const ms = performance.now() - start;
  const code = response.ok ? "ok" : response.error.code;
  if (ms > limit) return { fault: `takes ${ms.toFixed(0)} ms`, code, ms };
  return { fault: response.ok ? undefined : fault(request, response.error), code, ms };
}
