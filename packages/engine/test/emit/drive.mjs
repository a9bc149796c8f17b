// node drive.mjs CASES.json FOLDER KERNELS: runs emitted JavaScript, prints what each call gave back.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [file, folder, kernels] = process.argv.slice(2);
const read = (v) =>
  typeof v === "number" ? v : Array.isArray(v[0]) ? { rows: v.length, cols: v[0].length, data: Float64Array.from(v.flat()) } : Float64Array.from(v);
const written = (v) =>
  typeof v === "number" ? v : v instanceof Float64Array ? [...v] : Array.from({ length: v.rows }, (_, i) => [...v.data.slice(i * v.cols, (i + 1) * v.cols)]);
const isValue = (v) => typeof v === "number" || v instanceof Float64Array || "rows" in v;
const out = [];
for (const [k, { code, calls }] of JSON.parse(readFileSync(file, "utf8")).entries())
  try {
    const path = join(folder, `case${k}.mjs`);
    writeFileSync(path, code.replaceAll('"gradus/kernels"', JSON.stringify(kernels)));
    const module = await import(pathToFileURL(path).href);
    out.push(
      calls.map(({ name, args }) => {
        const r = module[name](...args.map(read));
        return (isValue(r) ? [r] : Object.values(r)).map(written);
      }),
    );
  } catch (e) {
    out.push({ error: String(e) });
  }
process.stdout.write(JSON.stringify(out));
