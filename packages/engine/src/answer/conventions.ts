import type { Layout, RequestCommon } from "../contract.ts";

/** The layouts of well-known courses and books: what a derivation asked for by their convention uses where the request names no layout. */
const conventions: Readonly<Record<string, Layout>> = {
  cs229: "denominator",
  cookbook: "denominator",
  zhihu: "denominator",
  mml: "numerator",
  magnus: "numerator",
  minka: "numerator",
};
export const conventionNames: readonly string[] = Object.keys(conventions);

/** The layout of the convention that the steps are asked in, where one is. */
export function layoutByConvention(request: Pick<RequestCommon, "steps">): Layout | undefined {
  const name = typeof request.steps === "object" ? request.steps.convention : undefined;
  return name !== undefined && Object.hasOwn(conventions, name) ? conventions[name] : undefined;
}
