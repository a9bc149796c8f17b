import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "gradus/full": fileURLToPath(new URL("./packages/engine/src/full.ts", import.meta.url)),
      gradus: fileURLToPath(new URL("./packages/engine/src/full.ts", import.meta.url)),
      "gradus-latex": fileURLToPath(new URL("./packages/latex/src/index.ts", import.meta.url)),
      "gradus-notes": fileURLToPath(new URL("./packages/notes/src/index.ts", import.meta.url)),
    },
  },
  test: {
    include: ["packages/*/test/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
