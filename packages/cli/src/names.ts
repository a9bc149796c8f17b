import { answer, type FailureResponse } from "gradus";
import { commonRequest, type Options } from "./options.ts";

const name = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** The names that an expression, with its definitions, may be differentiated by; or the failure where it cannot be read. */
export function variablesOf(expression: string, options: Options): readonly string[] | FailureResponse {
  const common = commonRequest(options);
  const response = answer({ ...common, task: "simplify", expression, verify: false });
  if (!response.ok) return response;
  const typed = new Set([expression, ...Object.values(common.define ?? {})].flatMap((text) => text.normalize("NFKC").match(name) ?? []));
  const settled = Object.keys(response.declared);
  const used = settled.filter((declared) => typed.has(declared));
  return used.length > 0 ? used : settled;
}
