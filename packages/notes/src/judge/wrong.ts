import type { EqualityReport, Lang } from "../contract.ts";
import type { Equality } from "../rows/equalities.ts";
import type { Court, Truth } from "./decide.ts";
import { derivativeOf } from "./derivative.ts";
import { repairOf } from "./diagnose.ts";
import type { Reader } from "./reader.ts";
import { type Spelling, spell } from "./spell.ts";
import type { Entry } from "./types.ts";
import { isKnown } from "./values.ts";

const messages = {
  shape: ["the sizes of both sides cannot agree", "两边的尺寸不一致"],
  value: ["both sides differ", "两边不相等"],
  index: ["an index that was summed over is free on one side", "求和指标在一边成了自由指标"],
} as const;

/** Why a claim is wrong, and what would be right. */
export function wrongness(
  e: Entry,
  t: Truth & { readonly kind: "false" },
  court: Court,
  lang: Lang,
  spelling: Spelling,
): Pick<EqualityReport, "diagnosis" | "derivative" | "suggestion"> {
  const repair = t.by === "index" ? undefined : repairOf(e, t.equation, court, lang);
  const diagnosis = repair ? { kind: repair.kind, message: repair.message } : { kind: t.by, message: messages[t.by][lang === "zh" ? 1 : 0] };
  const derived = derivativeOf(e, t.equation, court);
  const derivative = derived?.text ?? (repair && t.equation.left.kind === "derivative" ? spell(repair.right) : undefined);
  const suggestion = repair ? `${spell(t.equation.left, spelling)} = ${spell(repair.right, spelling)}` : undefined;
  return { diagnosis, ...(derivative !== undefined && { derivative }), ...(suggestion !== undefined && { suggestion }) };
}

/** How a document writes letters, transposes and products of entries. */
export function spellingOf(equalities: readonly Equality[], reader: Reader): Spelling {
  const all = equalities.map((x) => `${x.left.source} ${x.right.source}`).join(" ");
  const most = (choices: readonly (readonly [RegExp, string])[]) =>
    [...choices].sort((a, b) => (all.match(b[0])?.length ?? 0) - (all.match(a[0])?.length ?? 0))[0]?.[1] as string;
  return {
    latex: true,
    name: (n) => (isKnown(n) ? functionIn(all, n) : reader.source(n)),
    transpose: most([
      [/\^\s*\{?\s*\\top/g, "^\\top"],
      [/\^\s*T/g, "^T"],
      [/\^\s*\{\s*T\s*\}/g, "^{T}"],
    ]),
    product: most([
      [/\\odot/g, "\\odot"],
      [/\\circ/g, "\\circ"],
      [/\\otimes/g, "\\otimes"],
    ]),
  };
}

/** How a document writes a function: as a command, in roman, or as plain letters. */
function functionIn(all: string, name: string): string {
  const ways = [`\\${name}`, `\\operatorname{${name}}`, `\\mathrm{${name}}`, `\\text{${name}}`, name];
  return ways.find((w) => all.includes(w)) ?? `\\operatorname{${name}}`;
}
