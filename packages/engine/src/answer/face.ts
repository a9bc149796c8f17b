import type { DeriveAnswer, DeriveRequest, FailureResponse, SimplifyAnswer, SimplifyRequest } from "../contract.ts";
import { answer } from "./answer.ts";

/** The derivative of an expression: `derive({ expression: "x'*A*x", wrt: "x" })`. */
export function derive(request: Omit<DeriveRequest, "task">): DeriveAnswer | FailureResponse {
  return answer({ ...request, task: "derive" }) as DeriveAnswer | FailureResponse;
}

/** The expression in its shortest known form: `simplify({ expression: "tr(A') + tr(A)" })`. */
export function simplify(request: Omit<SimplifyRequest, "task">): SimplifyAnswer | FailureResponse {
  return answer({ ...request, task: "simplify" }) as SimplifyAnswer | FailureResponse;
}
