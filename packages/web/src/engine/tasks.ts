import { answer, functionNames, operations, properties } from "gradus";
import { fixesOf } from "./fixes.ts";
import { latexOf } from "./latex.ts";
import type { Asked, Shown, TaskName, Tasks, Vocabulary } from "./messages.ts";
import { speak } from "./speak.ts";

function shown(request: Asked): Shown {
  const response = answer(request);
  if (!response.ok) return { response, names: {}, where: [], fixes: fixesOf(request) };
  const ground = { declare: response.declared, ...(request.define && { define: request.define }) };
  const asked =
    "expression" in request && request.expression
      ? latexOf(request.expression, ground)
      : "left" in request && request.left && request.right
        ? `${latexOf(request.left, ground)} = ${latexOf(request.right, ground)}`
        : undefined;
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
  };
}

function vocabulary(): Vocabulary {
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
  vocabulary,
};
