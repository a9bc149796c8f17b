/**
 * Bundles the command with all it needs: one file to load, and of ml-matrix only what is used.
 * Loading the packages one by one takes three times as long, which a person who waits for one answer would feel.
 */
import { build } from "esbuild";

await build({
  entryPoints: ["src/main.ts", "src/worker.ts"],
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  outdir: "dist",
  logLevel: "warning",
  // commander is CommonJS and asks for Node's modules by require.
  banner: { js: 'import { createRequire as createRequireOf } from "node:module"; const require = createRequireOf(import.meta.url);' },
});
