import type { Layout, RequestCommon } from "../contract.ts";
import { conventions } from "../derivation/convention.ts";

export const conventionNames: readonly string[] = Object.keys(conventions);

/** The layout of the convention that the steps are asked in, where one is: used where the request names no layout. */
export function layoutByConvention(request: Pick<RequestCommon, "steps">): Layout | undefined {
  const name = typeof request.steps === "object" ? request.steps.convention : undefined;
  return name !== undefined && Object.hasOwn(conventions, name) ? conventions[name]?.layout : undefined;
}
