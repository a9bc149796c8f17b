/** Matrix calculus: derivatives of scalars, vectors and matrices that are right, short and checked. */
export { answer } from "./answer/answer.ts";
export { derive, simplify } from "./answer/face.ts";
export { type Numbers, type NumbersRequest, numbers } from "./answer/numbers.ts";
export { derivativeGraph } from "./calculus/shared.ts";
export type * from "./contract.ts";
export { type RulePage, ruleNames, rulePage } from "./derivation/pages.ts";
export { type Marks, type Written, writeSteps } from "./derivation/write.ts";
export type { Expression } from "./expression/node.ts";
export type { Operation } from "./expression/operation.ts";
export { diagnosticCodes, nearest } from "./language/diagnostics.ts";
export { elaborate } from "./language/elaborate.ts";
export { parse } from "./language/parser.ts";
export { print } from "./language/print.ts";
export { properties } from "./language/properties.ts";
export { printUnicode, unicode } from "./language/unicode.ts";
export { toLatex } from "./latex/print.ts";
export { dictionary, type TextOf, translator } from "./messages/template.ts";
export { functionNames, operations } from "./operations/index.ts";
