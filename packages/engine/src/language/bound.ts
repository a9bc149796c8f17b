import { type Expression, nodesOf } from "../expression/node.ts";

const pool = ["i", "j", "k", "l", "r", "s", "p", "q"];

/** Readable names for the bound indices that the engine made (`$1`, `#2`), none of them in use, and those of variables that are drawn (`~x`). */
export function boundNames(root: Expression): Map<string, string> {
  const made: string[] = [];
  const drawn = new Set<string>();
  const taken = new Set<string>();
  for (const e of nodesOf(root)) {
    if (e.kind === "variable" && !taken.has(e.name)) {
      taken.add(e.name);
      if (/^[$#]/.test(e.name)) made.push(e.name);
      if (e.name.startsWith("~")) {
        drawn.add(e.name);
        taken.add(e.name.slice(1));
      }
    }
    for (const d of [e.rows, e.cols, ...(e.kind === "apply" ? e.dimensions : [])]) for (const n of d.names) taken.add(n);
  }
  const free = pool.filter((n) => !taken.has(n));
  for (let k = 1; free.length < made.length; k++) if (!taken.has(`i${k}`)) free.push(`i${k}`);
  made.sort((a, b) => ageOf(b) - ageOf(a));
  return new Map([...made.map((n, k) => [n, free[k] as string] as const), ...[...drawn].map((n) => [n, n.slice(1)] as const)]);
}
const ageOf = (name: string) => (name.startsWith("$") ? Number(name.slice(1)) : 0);
