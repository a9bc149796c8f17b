import { type Expression, nodesOf, type Variable } from "../expression/node.ts";

/** Names for what a sum counts, and for what an integral runs over. */
const counted = ["i", "j", "k", "l", "r", "s", "p", "q"];
const running = ["s", "t", "r", "u", "v"];

/** Readable names for the bound indices that the engine made (`$1`, `#2`), none of them in use, and those of variables that are drawn (`~x`). */
export function boundNames(root: Expression): Map<string, string> {
  const made: Variable[] = [];
  const drawn = new Set<string>();
  const taken = new Set<string>();
  for (const e of nodesOf(root)) {
    if (e.kind === "variable" && !taken.has(e.name)) {
      taken.add(e.name);
      if (/^[$#]/.test(e.name)) made.push(e);
      if (e.name.startsWith("~")) {
        drawn.add(e.name);
        taken.add(e.name.slice(1));
      }
    }
    for (const d of [e.rows, e.cols, ...(e.kind === "apply" ? e.dimensions : [])]) for (const n of d.names) taken.add(n);
  }
  const next = (pool: readonly string[]): string => {
    let name = pool.find((n) => !taken.has(n));
    for (let k = 1; !name; k++) if (!taken.has(`${pool[0]}${k}`)) name = `${pool[0]}${k}`;
    taken.add(name);
    return name;
  };
  made.sort((a, b) => ageOf(b.name) - ageOf(a.name));
  const names = new Map(made.map((v) => [v.name, next(v.properties.includes("integer") ? counted : running)]));
  for (const name of drawn) names.set(name, name.slice(1));
  return names;
}
const ageOf = (name: string) => (name.startsWith("$") ? Number(name.slice(1)) : 0);
