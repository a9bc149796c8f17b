import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [
      { find: /^gradus$/, replacement: fileURLToPath(new URL("./packages/engine/src/index.ts", import.meta.url)) },
      { find: /^gradus-notes$/, replacement: fileURLToPath(new URL("./packages/notes/src/index.ts", import.meta.url)) },
    ],
  },
  test: {
    include: ["packages/*/test/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
