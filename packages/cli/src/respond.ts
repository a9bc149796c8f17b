import { answer, type FailureResponse, type Request, type Response } from "gradus";
import { internalFailure } from "./diagnostics.ts";

function refuse(message: string, hint?: string): FailureResponse {
  return { id: null, ok: false, error: { code: "request", message, span: [0, 0], ...(hint ? { hint } : {}) } };
}

function idOf(request: object): Response["id"] {
  const id = Object.hasOwn(request, "id") ? (request as { id: unknown }).id : null;
  return typeof id === "string" || typeof id === "number" ? id : null;
}

/** The engine's response to a request; where the engine throws, which is a bug of ours, a failure that says so. */
export function respond(request: Request): Response {
  try {
    return answer(request);
  } catch (cause) {
    return { id: idOf(request), ok: false, error: internalFailure(cause) };
  }
}

/** The response to a line whose thread died on it, as a line. */
export function respondToLoss(line: string | undefined, cause: unknown): string {
  let id: Response["id"] = null;
  try {
    id = idOf(Object(JSON.parse(line ?? "")));
  } catch {
    // A line that is not JSON has no id.
  }
  return JSON.stringify({ id, ok: false, error: internalFailure(cause) });
}

/** The response to one line of a batch, as a line. Every line has one: a broken line its own error. */
export function respondToLine(line: string | undefined, verify: boolean): string {
  if (line === undefined) return JSON.stringify(refuse("the line is too long"));
  if (line.trim() === "") return JSON.stringify(refuse("the line is empty", "write one request, a JSON object, on each line"));
  let request: unknown;
  try {
    request = JSON.parse(line.replace(/^\ufeff/, ""));
  } catch (cause) {
    return JSON.stringify(refuse(`the line is not JSON: ${cause instanceof Error ? cause.message.slice(0, 200) : cause}`));
  }
  if (typeof request !== "object" || request === null || Array.isArray(request))
    return JSON.stringify(refuse('a request is a JSON object, {"expression": ..., "wrt": ...}'));
  return JSON.stringify(respond((verify ? request : { ...request, verify: false }) as Request));
}
