/** Lecture notes: text in, findings out. Nothing here reads a file. */
export type * from "./contract.ts";
export { isNotebook } from "./document/notebook.ts";
export { checkNotes, readNotes } from "./read.ts";
export { htmlReport } from "./report/html.ts";
export { sarifReport } from "./report/sarif.ts";
export { exitCode } from "./report/summary.ts";
export { textReport } from "./report/text.ts";
