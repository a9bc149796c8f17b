import type { Form, Layout, Structured } from "gradus";
import type { Asked } from "../engine/messages.ts";
import { type Reading, readDocument } from "./document.ts";

export const taskNames = ["derive", "simplify", "solve", "convexity"] as const;
export const layoutNames = ["numerator", "mixed", "denominator"] as const satisfies readonly Layout[];
export const formNames = ["matrix", "differential", "index", "vec", "jvp", "vjp", "hvp", "newton"] as const satisfies readonly Form[];
export const structureNames = ["", "entries", "projected", "cholesky", "riemannian"] as const satisfies readonly ("" | Structured)[];

/** All that a link carries: what is asked, and what is looked at. */
export interface Question {
  readonly text: string;
  /** Names to differentiate by, apart by commas; empty where the page chooses. */
  readonly by: string;
  readonly task: (typeof taskNames)[number];
  readonly order: 1 | 2;
  readonly layout: (typeof layoutNames)[number];
  readonly form: (typeof formNames)[number];
  readonly structured: (typeof structureNames)[number];
  /** The tab that is open. */
  readonly tab: string;
  /** What the person claims the derivative to be. */
  readonly claim: string;
}

export const blank: Question = { text: "", by: "", task: "derive", order: 1, layout: "mixed", form: "matrix", structured: "", tab: "check", claim: "" };

const usual = ["x", "X", "w", "W", "theta", "beta", "z", "Z", "mu", "Sigma", "S", "A", "t"];

/** A name to differentiate by, where none was chosen: one of the usual ones that occur, else the first. */
export function usualName(reading: Reading): string {
  const texts = [reading.expression, ...Object.values(reading.define)];
  const names = new Set<string>();
  for (const text of texts)
    for (const m of text.matchAll(/([\p{L}_][\p{L}\p{M}\p{Nd}_₀-₉]*)(?!\s*\(|[\p{L}\p{M}\p{Nd}_])/gu))
      if (!Object.hasOwn(reading.define, m[1] as string)) names.add(m[1] as string);
  for (const text of texts) for (const m of text.matchAll(/(?:sum|int)\s*\(\s*(\w+)\s*=/g)) names.delete(m[1] as string);
  names.delete("T");
  names.delete("pi");
  return usual.find((n) => names.has(n)) ?? [...names][0] ?? "x";
}

/** `W1, b1` as a list; a comma inside the brackets of an entry parts nothing. */
export const namesBy = (by: string): string[] =>
  by
    .split(/,(?![^[]*\])/)
    .map((n) => n.trim())
    .filter(Boolean);

/** The request that asks the question, and how its text was read. */
export function requestOf(q: Question, lang: "en" | "zh"): { request: Asked; reading: Reading } {
  const reading = readDocument(q.text);
  const common = {
    ...(reading.declare && { declare: reading.declare }),
    ...(Object.keys(reading.define).length && { define: reading.define }),
    lang,
  };
  if (reading.claim) return { reading, request: { ...common, task: "check", left: reading.claim[0], right: reading.claim[1] } };
  const { expression } = reading;
  const names = namesBy(reading.by ?? q.by);
  const one = names[0] ?? usualName(reading);
  if (reading.stated !== undefined)
    return {
      reading,
      request: { ...common, task: "check", expression, wrt: one, claim: reading.stated, layout: q.layout, ...(q.order === 2 && { order: 2 }) },
    };
  if (q.task === "simplify") return { reading, request: { ...common, task: "simplify", expression } };
  if (q.task === "solve") return { reading, request: { ...common, task: "solve", expression, for: one } };
  if (q.task === "convexity") return { reading, request: { ...common, task: "convexity", expression, wrt: one } };
  return {
    reading,
    request: {
      ...common,
      expression,
      wrt: names.length > 1 ? names : one,
      ...(q.order === 2 && { order: 2 }),
      layout: q.layout,
      ...(q.form !== "matrix" && { form: q.form }),
      ...(q.structured && { structured: q.structured }),
    },
  };
}
