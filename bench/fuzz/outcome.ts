import { answer } from "../../packages/engine/src/answer/answer.ts";
import type { DeriveAnswer, DeriveRequest, Response } from "../../packages/engine/src/contract.ts";
import { type Case, requestOf } from "./cases.ts";
import { judgeAnew } from "./judge.ts";
import { problemOf } from "./problems.ts";

type Kind = "right" | "wrong" | "overclaims" | "unreadable" | "crash" | "failed check" | "unverified" | "refused" | "no point";

/** What became of a case. */
export interface Outcome {
  readonly kind: Kind;
  readonly note: string;
  readonly request: DeriveRequest;
  readonly response: Response | undefined;
  readonly ms: number;
}

/** Answers a case and judges the answer. */
export function outcomeOf(c: Case, trials = 2): Outcome {
  const request = requestOf(c);
  const start = performance.now();
  let response: Response;
  try {
    response = answer(request);
  } catch (e) {
    const stack = e instanceof Error ? (e.stack ?? e.message).split("\n").slice(0, 5).join(" ") : String(e);
    return { kind: "crash", note: stack, request, response: undefined, ms: performance.now() - start };
  }
  const ms = performance.now() - start;
  const out = (kind: Kind, note: string): Outcome => ({ kind, note, request, response, ms });
  if (!response.ok) {
    const { code, message, candidate } = response.error;
    if (code === "internal") return out("crash", message);
    if (code === "unverified") return out(message.includes("failed its check") ? "failed check" : "unverified", `${message} | ${candidate ?? ""}`);
    return out("refused", `${code}: ${message}`);
  }
  const verdict = judgeAnew(() => problemOf(c, request), response as DeriveAnswer, trials);
  const text = (response as DeriveAnswer).derivative;
  if (verdict.verdict === "right") return out("right", "");
  if (verdict.verdict === "no point") return out("no point", text);
  if (verdict.verdict === "unreadable") return out("unreadable", verdict.note);
  return out(verdict.overclaims ? "overclaims" : "wrong", `${verdict.note} | ${text} | used ${JSON.stringify(response.used)}`);
}
