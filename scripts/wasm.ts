/** `npm run wasm`: assembles the WebAssembly of the dense product and writes it, as text, where the kernels load it. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assembled } from "./tiles.ts";

writeFileSync(fileURLToPath(new URL("../packages/engine/src/kernels/assembled.ts", import.meta.url)), await assembled());
