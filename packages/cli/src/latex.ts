/** Expressions and claims given in LaTeX: read into the language, in the first reading that the engine understands. */
import { readFileSync } from "node:fs";
import type { CheckRequest, Failure, FailureResponse, RequestCommon, Span } from "gradus";
import {
  type Claim,
  claimOf,
  type Part,
  type Question,
  questionOf,
  readLatex,
  type Side,
  type Statement,
  sizedText,
  sourceSpan,
  unspelled,
} from "gradus-latex";
import { unknownFunctions } from "./functions.ts";
import { commonRequest, type Options, UsageError } from "./options.ts";
import { respond } from "./respond.ts";

/** The declarations as a record: `A: matrix(m, n); x, y: vector(n)` has three. */
function declarations(options: Options): Record<string, string> {
  const out: Record<string, string> = {};
  for (const line of (options.declare ?? []).flatMap((text) => text.split(/[;\n]/))) {
    const at = line.indexOf(":");
    const names = at < 0 ? "" : line.slice(0, at).trim();
    for (const name of names.includes("(") ? [names] : names.split(",")) if (name.trim()) out[name.trim()] = line.slice(at + 1).trim();
  }
  return out;
}

function macrosOf(options: Options): string | undefined {
  if (options.macros === undefined) return undefined;
  try {
    return readFileSync(options.macros, "utf8");
  } catch {
    throw new UsageError(`the macros cannot be read from ${options.macros}`);
  }
}

const failure = (error: Failure): FailureResponse => ({ id: null, ok: false, error });

const words: Readonly<Record<Part["kind"], string>> = {
  derivative: "a derivative inside an expression",
  differential: "a differential",
  expectation: "an expectation without a distribution",
  ones: "ones",
  zeros: "zeros",
  unit: "a unit vector",
  bound: "a bound",
  matrix: "a matrix by blocks",
  set: "a set",
  other: "this",
  elided: "what is left out",
};

/** The statements of a text: at least one; or why there is none. */
function statementsOf(latex: string, options: Options): readonly Statement[] | FailureResponse {
  const macros = macrosOf(options);
  const reading = readLatex(latex, { declare: declarations(options), ...(macros !== undefined && { macros }) });
  // what a person types for an answer is not repaired in silence
  const [error] = reading.diagnostics;
  if (error) return failure({ code: "syntax", message: error.message.replace(/: it is read as a name$/, ""), span: error.span });
  if (reading.statements.length) return reading.statements;
  return failure({ code: "empty", message: "there is no formula", span: [0, latex.length], hint: "write one, x^\\top A x for example" });
}

/** The statement that is asked about: the first with a relation, else the first. */
function asked(statements: readonly Statement[]): Statement {
  return statements.find((s) => s.relations.length > 0) ?? (statements[0] as Statement);
}

function unspelledFailure(part: Part): FailureResponse {
  const what = part.kind === "other" ? `\\${part.what}` : words[part.kind];
  return failure({ code: "unsupported", message: `${what} cannot be put into the language here`, span: part.span });
}

/** The text with the sizes of its constants put in, as the engine infers them; or what the engine says against the reading. */
function settled(side: Side, common: RequestCommon): string | FailureResponse {
  const response = respond({ ...common, task: "simplify", expression: side.text, verify: false });
  if (!response.ok) {
    const { span, related: _, in: place, ...error } = response.error;
    return failure({ ...error, span: place === undefined || place === "expression" ? sourceSpan(side, span) : side.span });
  }
  return "declared" in response ? sizedText(side, response.declared) : side.text;
}

/** The first result of a list that is no failure; else the first failure. One that the language cannot spell is the end: what is less likely must not stand in for it. */
function firstGood<T extends object>(results: Iterable<T | FailureResponse>): T | FailureResponse {
  let first: FailureResponse | undefined;
  for (const r of results) {
    if (!("ok" in r)) return r;
    first ??= r as FailureResponse;
    if (first.error.code === "unsupported") break;
  }
  return first as FailureResponse;
}

/** The side that a question is about: the right one of `f(x) = x^\top A x`, the only one else. */
function questioned(sides: readonly Side[]): Side {
  const [first, second] = sides as [Side, Side | undefined];
  return second && /^[\p{L}_][\p{L}\p{N}_]*(\([^()]*\))?$/u.test(first.text) && !first.whole ? second : first;
}

/** A question, with the declarations that it needs beside those given. */
export type Asked = Question & { readonly declare?: readonly string[] };

/** Letters of activation functions: applied and not declared, they work entry by entry. */
const activations = /\b(?:sigma|phi|varphi|psi)(?=\()/g;

/** The functions of the text that are declared by habit, as declarations; none that the text has as a factor too. */
function functionsByHabit(text: string, declared: Readonly<Record<string, string>>): string[] {
  const names = new Set(text.match(activations) ?? []);
  const free = [...names].filter((n) => !Object.hasOwn(declared, n) && !new RegExp(`\\b${n}\\b(?!\\()`).test(text));
  return free.map((n) => `${n}: elementwise`);
}

/** What to derive or simplify: an expression, or a derivative that says by what; and the functions that habit declares. */
export function questionIn(latex: string, options: Options): Asked | FailureResponse {
  const statements = statementsOf(latex, options);
  if ("ok" in statements) return statements;
  const statement = asked(statements);
  const one = function* () {
    for (const { sides } of statement.readings) {
      const side = questioned(sides);
      const { whole } = side;
      const question = whole && questionOf(whole);
      const rest: Side = question
        ? { ...side, text: question.expression, places: [], span: whole.span, parts: side.parts.filter((p) => p.name !== whole.name) }
        : side;
      const left = unspelled(rest);
      const habits = functionsByHabit(rest.text, declarations(options));
      const declaring: Options = habits.length ? { ...options, declare: [...(options.declare ?? []), ...habits] } : options;
      const text = left ? unspelledFailure(left) : settled(rest, commonRequest(declaring));
      yield typeof text === "string" ? { ...question, expression: text, ...(habits.length > 0 && { declare: habits }) } : text;
    }
  };
  return firstGood<Asked>(one());
}

type Check = Pick<CheckRequest, "left" | "right" | "expression" | "wrt" | "claim" | "order" | "declare" | "lines">;

/** What to check: each link of the chain; where there are more chains than one, the derivation that they are. */
export function claimsIn(latex: string, options: Options): readonly Check[] | FailureResponse {
  const statements = statementsOf(latex, options);
  if ("ok" in statements) return statements;
  const { primed, other } = unknownFunctions(statements, new Set(Object.keys(declarations(options)).map((n) => n.replace(/\(.*/, ""))));
  if (primed.length) {
    const declare = [...(options.declare ?? []), ...primed.map((n) => `${n}: elementwise`)];
    const found = claimsIn(latex, { ...options, declare });
    return "ok" in found ? found : found.map((c) => ({ declare: declare.join("\n"), ...c }));
  }
  if (other) return other;
  const chained = statements.filter((s) => s.relations.length > 0);
  const statement = asked(statements);
  const links = statement.readings[0]?.sides.length ?? 0;
  const uneven = chained.find((s) => s.relations.some((r) => r.sign !== "=" && r.sign !== ":=" && r.sign !== "≡"));
  if (statement.continues || links < 2 || uneven)
    return failure({
      code: "syntax",
      message: "a claim is an equation",
      span: (uneven ?? statement).span,
      hint: "write left = right, \\frac{\\partial f}{\\partial x} = \\dots",
    });
  const common = commonRequest(options);
  if (chained.length > 1) return derivationIn(chained, common);
  const chains = function* () {
    for (const { sides } of statement.readings) yield* [chainOf(sides, common)];
  };
  const found = firstGood<{ readonly checks: readonly Check[] }>(chains());
  return "checks" in found ? found.checks : found;
}

/** The chains as the lines of one derivation, a line for each equality, in the first readings that the engine understands. */
function derivationIn(statements: readonly Statement[], common: RequestCommon): readonly Check[] | FailureResponse {
  const lines: string[] = [];
  for (const { readings, continues } of statements) {
    const found = firstGood<readonly string[]>(readings.map(({ sides }) => writtenOf(sides, common)));
    const written = "ok" in found ? (readings[0]?.sides ?? []).map((s) => unspelledLine(s) ?? spelledLine(s)) : found;
    const open = written.find((t) => typeof t !== "string");
    if (open !== undefined) return open as FailureResponse;
    const [first, second, ...rest] = written as readonly string[];
    lines.push(...(continues ? [`= ${first}`, ...(second === undefined ? [] : [`= ${second}`])] : [`${first} = ${second}`]), ...rest.map((t) => `= ${t}`));
  }
  return [{ lines }];
}

/** A side as a line of a derivation has it: `d(f)/d(w)` for a derivative, `d(X*Y)` for a differential. */
function spelledLine(side: Side): string {
  const { whole } = side;
  const start = whole?.kind === "derivative" ? `d(${whole.of})/d(${whole.wrt[0]?.text})` : side.text;
  return side.parts.reduceRight(
    (text, p) =>
      p.kind === "differential" ? text.replace(new RegExp(`(?<![\\p{L}\\p{N}_])${p.name}(?![\\p{L}\\p{N}_])`, "gu"), () => differentialText(p)) : text,
    start,
  );
}

const differentialText = (p: Part & { kind: "differential" }): string => (p.name === `d${p.of}` ? p.name : `d(${p.of})`);

/** Why a side can be no line of a derivation: a part of it is neither a first derivative by one name nor a differential. */
function unspelledLine(side: Side): FailureResponse | undefined {
  const { whole } = side;
  const spoken = (p: Part) =>
    (p.kind === "differential" && p.order === 1) || (p === whole && p.kind === "derivative" && p.order === 1 && p.wrt.length === 1 && !p.wrt[0]?.transposed);
  const left = unspelled({ ...side, parts: side.parts.filter((p) => !spoken(p) && p.name !== whole?.name) }) ?? (whole && !spoken(whole) ? whole : undefined);
  return left && unspelledFailure(left);
}

/** The sides as lines have them, the sizes of constants put in where no differential stands. */
function writtenOf(sides: readonly Side[], common: RequestCommon): readonly string[] | FailureResponse {
  const out: string[] = [];
  for (const side of sides) {
    const plain = side.parts.every((p) => p.kind !== "differential" && p.kind !== "derivative");
    const text = unspelledLine(side) ?? (plain ? settled(side, common) : spelledLine(side));
    if (typeof text !== "string") return text;
    out.push(text);
  }
  return out;
}

function chainOf(sides: readonly Side[], common: RequestCommon): { readonly checks: readonly Check[] } | FailureResponse {
  const checks: Check[] = [];
  for (let k = 1; k < sides.length; k++) {
    const [left, right] = [sides[k - 1], sides[k]] as [Side, Side];
    const claim = claimOf(left, right);
    if (!claim) {
      const part = unspelled(left) ?? unspelled(right);
      return part ? unspelledFailure(part) : failure({ code: "unsupported", message: "this cannot be put into a claim", span: [left.span[0], right.span[1]] });
    }
    const texts = textsOf(claim, [left, right], common);
    if ("ok" in texts) return texts;
    checks.push(texts);
  }
  return { checks };
}

/** A claim of zero in the shape of the derivative, with the declarations that its sizes are named by. */
function zeroClaim(claim: Question & { readonly claim: string }, common: RequestCommon): Check {
  const { expression, wrt, order } = claim;
  const response = wrt === undefined ? undefined : respond({ ...common, expression, wrt, ...(order && { order }), verify: false });
  if (!response?.ok || !("shape" in response) || response.shape.every((n) => n === "1")) return claim;
  return { ...claim, claim: `zeros(${response.shape.join(", ")})`, declare: response.declared };
}

const identity = /(?<![\p{L}\p{N}_])I(?![\p{L}\p{N}_([])/gu;

/** Texts that stand side by side, with the sizes of their constants put in, as what they are compared with settles them; undefined where the engine finds no shapes. */
function fitted(
  texts: readonly string[],
  compared: string,
  parts: readonly Part[],
  common: RequestCommon,
): (Pick<Check, "declare"> & { texts: readonly string[] }) | undefined {
  const free = "I_";
  const response = respond({ ...common, task: "simplify", expression: compared.replace(identity, free), verify: false });
  if (!response.ok || !("declared" in response)) return undefined;
  const { [free]: type, ...declared } = response.declared;
  const size = /^matrix\(([^,]*)/.exec(type ?? "")?.[1];
  const names = new Set(parts.map((p) => p.name));
  const declare = Object.fromEntries(Object.entries(declared).filter(([name]) => !names.has(name)));
  return { texts: texts.map((text) => sizedText({ text: size ? text.replace(identity, `eye(${size})`) : text, parts }, declared)), declare };
}

/** The claim with the sizes of its constants put in: the derivative settles those of a claim about it, both sides those of an equation. */
function textsOf(claim: Claim, sides: readonly [Side, Side], common: RequestCommon): Check | FailureResponse {
  const open = sides.flatMap((s) => s.parts).filter((p) => p.kind === "ones" || p.kind === "zeros" || p.kind === "unit");
  const span: Span = [sides[0].span[0], sides[1].span[1]];
  const alone = (text: string) => settled({ text, parts: open, places: [], span }, common);
  if (!("claim" in claim)) {
    const [left, right] = [alone(claim.left), alone(claim.right)];
    if (typeof left !== "string") return left;
    if (typeof right !== "string") return right;
    if (open.length === 0) return { left, right };
    const both = fitted([claim.left, claim.right], `(${claim.left}) - (${claim.right})`, open, common);
    return both ? { left: both.texts[0] as string, right: both.texts[1] as string, declare: both.declare } : { left, right };
  }
  const expression = alone(claim.expression);
  if (typeof expression !== "string") return expression;
  const readable = alone(claim.claim);
  if (typeof readable !== "string") return readable;
  const asked = { ...claim, expression };
  if (readable === "0") return zeroClaim({ ...asked, claim: "0" }, common);
  if (open.length === 0 && readable.search(identity) < 0) return { ...asked, claim: readable };
  const { wrt, order } = claim;
  const derived = wrt === undefined ? undefined : respond({ ...common, expression, wrt, ...(order && { order }), verify: false });
  if (!derived?.ok || !("derivative" in derived)) return { ...asked, claim: readable };
  const known = { ...common, declare: derived.declared };
  for (const derivative of [`(${derived.derivative})`, `(${derived.derivative})'`]) {
    const fit = fitted([claim.claim], `${derivative} - (${claim.claim})`, open, known);
    if (fit) return { ...asked, claim: fit.texts[0] as string, declare: derived.declared };
  }
  return { ...asked, claim: readable };
}
