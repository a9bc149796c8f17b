import {
  type AnswerCommon,
  type ConvexityAnswer,
  type DerivativesAnswer,
  type DeriveAnswer,
  type Marks,
  type Request,
  type Response,
  type Shape,
  type SimplifyAnswer,
  type SolveAnswer,
  unicode,
  type Verified,
  writeSteps,
} from "gradus";
import type { Colours } from "./colour.ts";
import { diagnostic } from "./diagnostics.ts";
import type { Format } from "./options.ts";
import { valuesText, verdictText } from "./verdict.ts";

/** What stands before the answer: `d/dx`, `d2/dx2`, `d2/dx dy`. */
export function leftHandSide(request: Request, answer: DeriveAnswer): string {
  if (!("wrt" in request)) return "";
  const wrt = typeof request.wrt === "string" ? request.wrt : String(request.wrt);
  if (answer.form !== "matrix") return answer.form;
  if (wrt.includes(",") && !wrt.includes("["))
    return `d2/${wrt
      .split(",")
      .map((name) => `d${name.trim()}`)
      .join(" ")}`;
  return "order" in request && request.order === 2 ? `d2/d${wrt}2` : `d/d${wrt}`;
}

function size([rows, cols]: Shape): string {
  return rows === "1" && cols === "1" ? "scalar" : `${rows} x ${cols}`;
}

function checked(verified: Verified): string {
  if (verified.status === "skipped") return "skipped";
  const error = verified.maxError === undefined ? "" : `, greatest error ${verified.maxError.toExponential(1)}`;
  return `passed${verified.trials === undefined ? "" : ` at ${verified.trials} points`}${error}`;
}

const declaredText = (answer: AnswerCommon): string =>
  Object.entries(answer.declared)
    .map(([name, type]) => `${name}: ${type}`)
    .join("; ");

/** Label and value of each line around the answer; a line with nothing to say is left out. */
function facts(
  answer: AnswerCommon & Partial<DeriveAnswer & SolveAnswer & ConvexityAnswer>,
  write: (expression: string) => string,
): readonly (readonly [label: string, value: string])[] {
  const rows: [string, string][] = [
    ...(answer.where ?? []).map((part): [string, string] => ["where", `${part.name} = ${write(part.expression)}  (${size(part.shape)})`]),
    ["sense", answer.sense ?? ""],
    ["reason", answer.reason ?? ""],
    ["hessian", answer.hessian === undefined ? "" : write(answer.hessian)],
    ["witness", valuesText(answer.witness ?? {})],
    ["declared", declaredText(answer)],
    ["layout", answer.layout ?? ""],
    ["shape", answer.shape ? size(answer.shape) : ""],
    ["indices", (answer.indices ?? []).map(([index, range]) => `${index} = 1..${range}`).join(", ")],
    ["used", answer.used.join(", ")],
    ["assuming", answer.conditions.join(", ")],
    ...answer.notes.map((note): [string, string] => ["note", note.message]),
    ["check", checked(answer.verified)],
  ];
  return rows.filter(([, value]) => value !== "");
}

/** An answer for a person to read, in lines. */
function answerText(
  request: Request,
  answer: DeriveAnswer | DerivativesAnswer | SimplifyAnswer | SolveAnswer | ConvexityAnswer,
  format: Format,
  colours: Colours,
): string {
  const write = format === "unicode" ? unicode : (expression: string) => expression;
  if ("derivatives" in answer) return listText(answer, write, colours);
  const left = "derivative" in answer ? leftHandSide(request, answer) : "sense" in answer && "for" in request ? request.for : "";
  const right = "derivative" in answer ? answer.derivative : "verdict" in answer ? answer.verdict : answer.expression;
  const lines = facts(answer, write).map(([label, value]) => {
    const plain = label === "check" && answer.verified.status === "passed" ? colours.green(value) : label === "note" ? colours.yellow(value) : value;
    return `  ${colours.dim(label.padEnd(8))}  ${plain}`;
  });
  return `${left ? `${left} = ` : ""}${colours.bold("verdict" in answer ? right : write(right))}\n\n${lines.join("\n")}\n`;
}

/** Each derivative of a list, then what they share. */
function listText(answer: DerivativesAnswer, write: (expression: string) => string, colours: Colours): string {
  const derivatives = answer.derivatives.map((d) => {
    const names = d.wrt.split(",");
    const left = names.length === 1 ? `d/d${d.wrt}` : names[0] === names[1] ? `d2/d${names[0]}2` : `d2/${names.map((name) => `d${name}`).join(" ")}`;
    return `${left} = ${colours.bold(write(d.derivative))}  ${colours.dim(`(${size(d.shape)}; check ${checked(d.verified)})`)}`;
  });
  const layout = answer.derivatives[0]?.layout;
  const lines = facts({ ...answer, ...(layout && { layout }) }, write).map(([label, value]) => `  ${colours.dim(label.padEnd(8))}  ${value}`);
  return `${derivatives.join("\n")}\n\n${lines.join("\n")}\n`;
}

/** A response in the format asked for, with its final line break. Failures other than JSON are diagnostics. */
export function responseText(request: Request, response: Response, format: Format, colours: Colours): string {
  if (format === "json") return `${JSON.stringify(response)}\n`;
  if (!response.ok) return diagnostic(request, response.error, colours);
  if ("by" in response) return verdictText(response, colours);
  if ("code" in response) return Object.values(response.code).join("\n");
  const steps = "steps" in response ? response.steps : undefined;
  const lang = request.lang ?? "en";
  if (steps && (format === "latex" || format === "markdown")) return writeSteps(steps, format, lang);
  if (format === "latex" || format === "markdown")
    return ("derivatives" in response ? response.derivatives : [response]).map((d) => `${d.latex ?? ""}\n`).join("");
  const derivation = steps && writeSteps(steps, "text", lang, marksOf(format, colours));
  return `${derivation ? `${derivation}\n` : ""}${answerText(request, response, format, colours)}`;
}

/** How a derivation looks on this output: the part that the next line touches is bold. */
function marksOf(format: Format, colours: Colours): Marks {
  return { expression: format === "unicode" ? unicode : (text) => text, touched: colours.bold, reason: colours.dim, answer: colours.bold };
}
