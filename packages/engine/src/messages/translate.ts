import type { Failure, Lang, Note, Response } from "../contract.ts";
import { inChinese } from "./messages.ts";

/** The response with its messages in the language of the request; expressions, names and codes stay. */
export function inLanguage(response: Response, lang: Lang | undefined): Response {
  if (lang !== "zh") return response;
  if (!response.ok) return { ...response, error: failureInChinese(response.error) };
  return {
    ...response,
    notes: response.notes.map((n): Note => ({ ...n, message: inChinese(n.message) })),
    ...("reason" in response && response.reason !== undefined && { reason: inChinese(response.reason) }),
  } as Response;
}

function failureInChinese(error: Failure): Failure {
  return {
    ...error,
    message: inChinese(error.message),
    ...(error.hint !== undefined && { hint: inChinese(error.hint) }),
    ...(error.related && { related: error.related.map((r) => ({ ...r, message: inChinese(r.message) })) }),
  };
}
