/** Writes the generated pages of docs/. */
import { writeFileSync } from "node:fs";
import { answer, diagnosticCodes, operations } from "../packages/engine/src/index.ts";
import { diagnosticsPage, operationsPage } from "./pages.ts";

const write = (name: string, text: string) => writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);

write("operations.md", operationsPage(operations));
write("diagnostics.md", diagnosticsPage(diagnosticCodes, answer));
