import { readFileSync } from "node:fs";
import type { DeriveRequest, Layout } from "../packages/engine/src/index.ts";

/** The fields of a corpus record that a request needs. */
export interface Formula {
  readonly id: string;
  readonly kind: string;
  readonly declare: Readonly<Record<string, string>>;
  readonly expression: string;
  readonly wrt: string;
  readonly layout?: Layout;
  readonly expected?: string;
  readonly require?: readonly string[];
  readonly fn?: unknown;
}

/** The records of an open corpus. */
export const recordsOf = (name: string): readonly Formula[] =>
  (JSON.parse(readFileSync(new URL(`../corpus/${name}.json`, import.meta.url), "utf8")) as { cases: Formula[] }).cases;

/** A derivative or Hessian of the open corpora, as a request, with the formula that was published. */
export interface Published {
  readonly request: DeriveRequest & { readonly id: string };
  readonly expected: string | undefined;
}

/** Families, entries, sums over an index and mixed second derivatives are another matter. */
function isCore(r: Formula): boolean {
  return !/[[,]/.test(r.wrt) && !Object.values(r.declare).join("").includes("]") && !/\[|\.\./.test(r.expression) && !r.fn;
}

function requestOf(r: Formula): Published["request"] {
  return {
    id: r.id,
    declare: r.declare,
    expression: r.expression,
    wrt: r.wrt,
    layout: r.layout || "mixed",
    ...(r.require ? { conditions: r.require } : {}),
    ...(r.kind === "hessian" ? { order: 2 } : {}),
  };
}

/** All first and second derivatives of the open corpora by a whole variable. */
export function publishedRequests(): readonly Published[] {
  return ["notes", "cookbook"]
    .flatMap(recordsOf)
    .filter((r) => (r.kind === "derivative" || r.kind === "hessian") && r.wrt && isCore(r))
    .map((r) => ({ request: requestOf(r), expected: r.expected }));
}
