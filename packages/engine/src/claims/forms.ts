import type { Expression } from "../expression/node.ts";
import { normalize } from "../normal/build.ts";
import { NoExpectation } from "../normal/isserlis.ts";

/** The normal form, or the expression as it stands where it has none: an expectation without closed form. */
export function normalForm(e: Expression, put?: (e: Expression) => Expression | undefined): Expression {
  try {
    return normalize(e, put);
  } catch (error) {
    if (error instanceof NoExpectation) return e;
    throw error;
  }
}
