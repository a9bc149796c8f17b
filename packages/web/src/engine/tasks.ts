import { answer, type CheckRequest, type DeriveRequest, elaborate, type FailureResponse, functionNames, numbers, operations, properties } from "gradus";
import { derivation } from "./derivation.ts";
import { fixesOf } from "./fixes.ts";
import { type Ground, latexOf } from "./latex.ts";
import { fromLatex } from "./latexin.ts";
import type { Asked, Claimed, Networks, Part, Shown, TaskName, Tasks, Vocabulary } from "./messages.ts";
import { speak } from "./speak.ts";

/** What was asked about: an expression, an equation, a derivative said to be something. */
function askedLatex(request: Asked, ground: Ground): string | undefined {
  const of = (text: string) => latexOf(text, ground);
  if ("claim" in request && request.claim && request.expression && typeof request.wrt === "string")
    return `\\frac{\\partial}{\\partial ${of(request.wrt)}} \\left(${of(request.expression)}\\right) = ${of(request.claim)}`;
  if ("expression" in request && request.expression) return of(request.expression);
  return "left" in request && request.left && request.right ? `${of(request.left)} = ${of(request.right)}` : undefined;
}

function shown(request: Asked): Shown {
  const response = answer(request);
  if (!response.ok) return { response, names: {}, where: [], fixes: fixesOf(request), parts: { asked: [], answer: [] } };
  const ground = { declare: response.declared, ...(request.define && { define: request.define }) };
  const asked = askedLatex(request, ground);
  const wrt = "for" in request ? request.for : "wrt" in request ? request.wrt : undefined;
  const names = Object.fromEntries([wrt ?? []].flat().map((n) => [n, latexOf(n, ground)]));
  const define: Record<string, string> = { ...request.define };
  const where = (response.where ?? []).map(({ name, expression }) => {
    const latex = `${latexOf(name)} = ${latexOf(expression, { ...ground, define })}`;
    define[name] = expression;
    return { name, latex };
  });
  const text = "derivative" in response ? response.derivative : "expression" in response ? response.expression : undefined;
  return {
    response,
    ...(asked && { asked }),
    names,
    where,
    ...(text && { spoken: { en: speak(text, "en"), zh: speak(text, "zh") } }),
    fixes: [],
    ...(text && { text }),
    parts: {
      asked: "expression" in request && request.expression ? partsOf(request.expression, ground) : [],
      answer: text ? partsOf(text, { ...ground, define }) : [],
    },
  };
}

/** Milliseconds after which what is left of a document is not judged. */
const notesPatience = 60_000;

/** The most characters whose parts are told. */
const longest = 2000;

function partsOf(expression: string, ground: Ground): Part[] {
  const parts: Part[] = [];
  if (expression.length <= longest) elaborate({ expression, ...ground, seen: (span, rows, cols) => parts.push({ span, shape: [rows.text, cols.text] }) });
  return parts;
}

function claimed(request: CheckRequest): Claimed {
  const response = answer(request);
  const ground = {
    ...(response.ok ? { declare: response.declared } : request.declare && { declare: request.declare }),
    ...(request.define && { define: request.define }),
  };
  const right = response.ok && "derivative" in response ? response.derivative : undefined;
  return { response, claim: latexOf(request.claim ?? "", ground), ...(right && { right: latexOf(right, ground) }) };
}

function networks(request: DeriveRequest): Networks | FailureResponse {
  const response = answer({ ...request, explain: ["network"], verify: false });
  if (!response.ok) return response;
  const drawn = "network" in response ? response.network : undefined;
  return drawn ? { ok: true, ...drawn } : { id: null, ok: false, error: { code: "unsupported", message: "there is no picture of this", span: [0, 0] } };
}

/** What the language has. */
export function vocabulary(): Vocabulary {
  const example = new Map(operations.flatMap((o) => (o.spelling && o.example ? [[o.spelling, o.example.expression] as const] : [])));
  return {
    functions: functionNames.map((name) => ({ name, example: example.get(name) ?? "" })),
    properties: Object.entries(properties).map(([name, p]) => ({ name, ...p })),
  };
}

/** What answers each question to the worker. */
export const tasks: { readonly [Name in TaskName]: (input: Tasks[Name]["in"]) => Tasks[Name]["out"] | Promise<Tasks[Name]["out"]> } = {
  answer: shown,
  respond: answer,
  claim: claimed,
  notes: async ({ text, file, lang }) => (await import("gradus-notes")).readNotes(text, { file, lang, patience: notesPatience }),
  steps: derivation,
  latex: async (text) => (await fromLatex(text)) ?? null,
  code: async (request) => (await import("gradus/full")).answer(request),
  networks,
  numbers,
};
