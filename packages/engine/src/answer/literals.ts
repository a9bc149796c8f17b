import type { CheckRequest } from "../contract.ts";
import { parse } from "../language/parser.ts";
import { walk } from "../language/tree.ts";
import { spelledOperations } from "../operations/index.ts";
import { resized, sizesIn } from "./sizes.ts";

/** The names that texts write where sizes stand: `n` of `ones(n)`, `eye(n)`, `comm(m, n)`. */
export function sizesWritten(texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of texts)
    walk(parse(text).tree, (t, isBound) => {
      if (t.kind !== "call") return;
      const sizes = Math.max(0, ...spelledOperations(t.name).map((o) => o.parameters?.length ?? 0));
      for (const a of sizes ? t.args.slice(-sizes) : []) if (a.kind === "name" && !isBound(a.name)) found.add(a.name);
    });
  return [...found];
}

const most = 6;
type Types = Readonly<Record<string, string>>;
const sizesOf = (types: Types): string[] => [...new Set(Object.values(types).flatMap(sizesIn))];

/**
 * The types with their inferred sizes called as the lines call them: of the sizes that nobody named, that one is `n` under which most sides fit that
 * write `n`. `fits` counts them.
 */
export function calledAsWritten(types: Types, written: readonly string[], declare: CheckRequest["declare"], fits: (types: Types) => number): Types {
  let [best, count] = [types, fits(types)];
  const own = JSON.stringify(declare ?? {});
  for (const n of written.slice(0, most)) {
    const sizes = sizesOf(best);
    if (sizes.includes(n)) continue;
    for (const s of sizes.filter((d) => !written.includes(d) && !own.includes(d)).slice(0, most)) {
      const renamed = Object.fromEntries(Object.entries(best).map(([name, t]) => [name, resized(t, (d) => (d === s ? n : d))]));
      const k = fits(renamed);
      if (k > count) [best, count] = [renamed, k];
    }
  }
  return best;
}
