import type { Failure } from "../contract.ts";
import { nearest } from "../language/diagnostics.ts";

/** The fields of all requests. */
const fields: ReadonlySet<string> = new Set(
  "id task lang declare conditions define expression wrt order layout form structured vectorise verify steps explain claim left right lines stated for emit hvp sizes withCheck".split(
    " ",
  ),
);

/** What can be shown beside an answer. */
const explanations: ReadonlySet<unknown> = new Set(["check", "shapes", "network"]);

/** The first field that is none of a request's though it looks like one, or that has a value of another type. */
export function wrongField(request: object): Failure | undefined {
  for (const [name, value] of Object.entries(request)) {
    const near = fields.has(name) ? undefined : (nearest(name, fields) ?? (name.length > 2 ? [...fields].find((f) => f.startsWith(name)) : undefined));
    if (near) return { code: "request", message: `a request has no field ${name.slice(0, 40)}`, span: [0, 0], hint: `did you mean ${near}?` };
    if (name === "verify" && value !== undefined && typeof value !== "boolean")
      return { code: "request", message: "verify is true or false", span: [0, 0], in: "verify", hint: "without it the answer is verified" };
    if (name === "stated" && value !== undefined && !(Array.isArray(value) && value.every((c) => typeof c === "string")))
      return { code: "request", message: "stated is a list of texts", span: [0, 0], in: "stated", hint: '["A symmetric", "commute(A, B)"]' };
    if (name === "explain" && value !== undefined && !(Array.isArray(value) && value.every((x) => explanations.has(x))))
      return { code: "request", message: "explain is a list of what to show", span: [0, 0], in: "explain", hint: [...explanations].join(", ") };
    if (name === "conditions" && value !== undefined && !(Array.isArray(value) && value.every((c) => typeof c === "string")))
      return { code: "request", message: "conditions is a list of texts", span: [0, 0], in: "conditions", hint: '["m >= n", "commute(A, B)"]' };
  }
  return undefined;
}
