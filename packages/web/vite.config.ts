import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { offlinePlugin } from "./plugins/offline.ts";
import { sheetPlugin } from "./plugins/sheet.ts";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  resolve: { alias: { gradus: fileURLToPath(new URL("../engine/src/index.ts", import.meta.url)) } },
  plugins: [sheetPlugin(), offlinePlugin()],
  worker: { format: "es" },
  build: { assetsInlineLimit: 0, target: "es2022", modulePreload: { polyfill: false }, reportCompressedSize: false, chunkSizeWarningLimit: 2000 },
});
