import { vi } from "vitest";
import { judge, type Verdict } from "../../../../bench/fuzz/judge.ts";
import { problemOfText } from "../../../../bench/fuzz/problems.ts";
import { answer } from "../../src/answer/answer.ts";
import type { DeriveAnswer, DeriveRequest } from "../../src/contract.ts";

/** An answer, and what differences that share nothing with the engine's own check say of it. */
export interface Judged {
  readonly response: DeriveAnswer;
  readonly verdict: Verdict & { readonly overclaims?: boolean };
}

/** The clock stands still: how busy the machine is decides no test. */
function untimed<T>(run: () => T): T {
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  try {
    return run();
  } finally {
    clock.mockRestore();
  }
}

/** Answers a request that must be answered, and judges the answer. */
export function judged(request: DeriveRequest, trials = 3): Judged {
  const response = untimed(() => answer(request));
  if (!response.ok) throw new Error(`${response.error.code}: ${response.error.message} ${response.error.candidate ?? ""}`);
  const derived = response as DeriveAnswer;
  return { response: derived, verdict: judge(problemOfText(request, derived.declared), derived, trials) };
}

export const right = { verdict: "right", note: "" };
