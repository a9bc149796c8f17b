import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes of the engine as a browser loads it: bundled, minified, gzipped, without ml-matrix. Throws where it needs what a browser lacks. */
export async function bundleSize(): Promise<{ readonly minified: number; readonly gzipped: number }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../packages/engine/src/index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: ["ml-matrix"],
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles as [(typeof outputFiles)[number]];
  return { minified: file.contents.length, gzipped: gzipSync(file.contents, { level: 9 }).length };
}
