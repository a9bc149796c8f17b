import type { Dimension } from "../expression/dimension.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { dimensionOfText } from "./dimensions.ts";
import { lex } from "./lexer.ts";

type Relation = ">=" | "<=" | ">" | "<" | "==";

/** Conditions: relations between dimensions, and pairs of matrices that commute. */
export interface Conditions {
  readonly dimension: {
    readonly left: Dimension;
    readonly op: Relation;
    readonly right: Dimension;
    readonly text: string;
    /** The part of the request it stands in, and where there. */
    readonly in: string;
    readonly at: number;
  }[];
  readonly commute: (readonly [string, string])[];
}

const relations: ReadonlyMap<string, Relation> = new Map([
  [">=", ">="],
  ["<=", "<="],
  [">", ">"],
  ["<", "<"],
  ["==", "=="],
  ["=", "=="],
]);

/** Reads one condition into the list; false where the text is none. */
export function readCondition(text: string, into: Conditions, place: { readonly in: string; readonly at: number }): boolean {
  const { tokens, diagnostics } = lex(text);
  if (diagnostics.length) return false;
  const [f, open, a, comma, b, close] = tokens;
  if (f?.text === "commute" && tokens.length === 7) {
    if (open?.text !== "(" || a?.kind !== "name" || comma?.text !== "," || b?.kind !== "name" || close?.text !== ")") return false;
    into.commute.push([a.text, b.text]);
    return true;
  }
  const at = tokens.findIndex((t) => t.kind === "operator" && relations.has(t.text));
  const sign = tokens[at];
  if (!sign) return false;
  const [left, right] = [dimensionOfText(text.slice(0, sign.span[0])), dimensionOfText(text.slice(sign.span[1]))];
  if (!left || !right) return false;
  into.dimension.push({ left, op: relations.get(sign.text) as Relation, right, text: text.trim(), ...place });
  return true;
}

/** Reads the conditions of a request: a list of texts. */
export function readConditions(given: unknown, into: Conditions, diagnostics: Diagnostic[]): void {
  const conditions: readonly unknown[] = Array.isArray(given) ? given : given === null || given === undefined ? [] : [given];
  conditions.forEach((text, k) => {
    const source = `conditions.${k}`;
    if (typeof text !== "string") diagnostics.push({ code: "condition", message: "a condition is a text", span: [0, 0], in: source, hint: '"m >= n"' });
    else if (!readCondition(text, into, { in: source, at: 0 }))
      diagnostics.push({
        code: "condition",
        message: "a condition compares two dimensions, or says that two matrices commute",
        span: [0, text.length],
        in: source,
        hint: "m >= n, or commute(A, B)",
      });
  });
}
