import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { offlinePlugin } from "./plugins/offline.ts";
import { sheetPlugin } from "./plugins/sheet.ts";

/** Its modules one by one, of which a bundle takes what it uses; the package's own entry is all of it in one. */
const matrixModules = join(dirname(createRequire(import.meta.url).resolve("ml-matrix")), "src", "index.js");

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  resolve: {
    alias: {
      "gradus/full": fileURLToPath(new URL("../engine/src/full.ts", import.meta.url)),
      gradus: fileURLToPath(new URL("../engine/src/index.ts", import.meta.url)),
      "gradus-latex": fileURLToPath(new URL("../latex/src/index.ts", import.meta.url)),
      "gradus-notes": fileURLToPath(new URL("../notes/src/index.ts", import.meta.url)),
      "ml-matrix": matrixModules,
    },
  },
  plugins: [sheetPlugin(), offlinePlugin()],
  worker: { format: "es" },
  build: { assetsInlineLimit: 0, target: "es2022", modulePreload: { polyfill: false }, reportCompressedSize: false, chunkSizeWarningLimit: 2000 },
});
