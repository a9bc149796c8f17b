import { Unsupported } from "../calculus/differential.ts";
import type {
  CodeAnswer,
  CodeRequest,
  DerivativesAnswer,
  DeriveAnswer,
  DeriveRequest,
  Failure,
  FailureResponse,
  Request,
  Response,
  SimplifyAnswer,
  SimplifyRequest,
} from "../contract.ts";
import { BudgetSpent, beginWork, forgetExpressions } from "../expression/node.ts";
import { inLanguage } from "../messages/translate.ts";
import { forgetCosts } from "../normal/cost.ts";
import { NoExpectation } from "../normal/isserlis.ts";
import { forgetProperties } from "../normal/properties.ts";
import { forgetSimplified } from "../normal/simplify.ts";
import { forgetBound } from "../normal/summation.ts";
import { forgetTransposes } from "../normal/transpose.ts";
import { forgetFunctions } from "../operations/functions.ts";
import { check } from "./check.ts";
import { convexity } from "./convexity.ts";
import { wrongField } from "./fields.ts";
import { deriveOrInterchange } from "./interchange.ts";
import { deriveList } from "./list.ts";
import { listWithSteps } from "./liststeps.ts";
import { newton } from "./newton.ts";
import { Refusal } from "./settle.ts";
import { simplify } from "./simplify.ts";
import { solve } from "./solve.ts";
import { structured } from "./structured.ts";

/** The work one request may take: applications built, and milliseconds as a backstop. */
const steps = 400_000;
const milliseconds = 5_000;

/** Forgets everything of the request before: expressions, what is known of them, bound names. */
export function forget(): void {
  forgetExpressions();
  forgetFunctions();
  forgetCosts();
  forgetProperties();
  forgetTransposes();
  forgetBound();
  forgetSimplified();
}

/** A derivative as it stands, by a list of names, within a structure, or the point of Newton's step. */
export function deriveAs(request: DeriveRequest): Omit<DeriveAnswer, "id" | "ms"> | Omit<DerivativesAnswer, "id" | "ms"> {
  if (Array.isArray(request.wrt)) return request.steps ? listWithSteps(request, deriveOrInterchange) : deriveList(request);
  if (request.structured) return structured(request);
  return request.form === "newton" ? newton(request) : deriveOrInterchange(request);
}

/** What answers each task. */
const tasks = new Map<unknown, (request: never) => object>(Object.entries({ derive: deriveAs, simplify, check, solve, convexity }));

/** Further tasks, by name. */
export type Tasks = Readonly<Record<string, (request: never) => object>>;

const longest = 200_000;

/** A name is read in its normal form, which may be longer than what was typed: the place ends where the text does. */
function withinText(error: Failure, request: Request): Failure {
  const text: unknown = (request as unknown as Record<string, unknown>)[error.in ?? "expression"];
  return typeof text === "string" && error.span[1] > text.length ? { ...error, span: [Math.min(error.span[0], text.length), text.length] } : error;
}

/**
 * Answers a request. A user's mistake, and what is not supported, is a response with `ok: false`; nothing is thrown.
 * The same request gives the same response but for `ms`.
 */
export function answer(request: DeriveRequest & { readonly wrt: string }): DeriveAnswer | FailureResponse;
export function answer(request: DeriveRequest & { readonly wrt: readonly string[] }): DerivativesAnswer | FailureResponse;
export function answer(request: SimplifyRequest): SimplifyAnswer | FailureResponse;
export function answer(request: CodeRequest): CodeAnswer | FailureResponse;
export function answer(request: Request, more?: Tasks): Response;
export function answer(request: Request, more: Tasks = {}): Response {
  return inLanguage(answered(request, more), request?.lang);
}

function answered(request: Request, more: Tasks): Response {
  const start = performance.now();
  if (typeof request !== "object" || request === null)
    return { id: null, ok: false, error: { code: "request", message: "a request is an object", span: [0, 0], hint: '{ expression: "x\'*A*x", wrt: "x" }' } };
  const id = request.id ?? null;
  const wrong = wrongField(request);
  if (wrong) return { id, ok: false, error: wrong };
  forget();
  beginWork(steps, milliseconds);
  const ms = () => Math.round((performance.now() - start) * 1000) / 1000;
  const fail = (error: Failure): Response => ({ id, ok: false, error: withinText(error, request), ms: ms() });
  try {
    const task = request.task ?? "derive";
    const expression = (request as { expression?: unknown }).expression;
    const run = tasks.get(task) ?? (typeof task === "string" && Object.hasOwn(more, task) ? more[task] : undefined);
    if (run && task !== "check" && typeof expression !== "string")
      return fail({ code: "request", message: "expression is missing", span: [0, 0], hint: `add "expression": "x'*A*x"` });
    if (typeof expression === "string" && expression.length > longest)
      return fail({ code: "budget", message: `the expression is too long: ${expression.length} characters, the most is ${longest}`, span: [0, 0] });
    if (run) return { id, ...run(request as never), ms: ms() } as Response;
    return fail({
      code: "unsupported",
      message: `task ${JSON.stringify(task)?.slice(0, 40)} is not supported yet`,
      span: [0, 0],
      hint: (task as string) === "code" ? "import answer from gradus/full" : "derive, simplify, check, solve or convexity",
      in: "task",
    });
  } catch (e) {
    if (e instanceof Refusal) return fail(e.failure);
    if (e instanceof BudgetSpent)
      return fail({
        code: "budget",
        message: "the request takes more work than its budget",
        span: [0, 0],
        hint: "ask for a smaller part, or name intermediate results by define",
      });
    if (e instanceof Unsupported) return fail({ code: "unsupported", message: `${e.message} is not supported yet`, span: [0, 0] });
    if (e instanceof NoExpectation) return fail({ code: "unsupported", message: e.message, span: [0, 0], hint: e.hint });
    if (e instanceof RangeError && /call stack/i.test(e.message)) return fail({ code: "budget", message: "the request is nested too deeply", span: [0, 0] });
    throw e;
  } finally {
    beginWork(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  }
}
