import type { CheckRequest, DeriveRequest } from "../contract.ts";
import { parse } from "../language/parser.ts";
import { type Tree, walk } from "../language/tree.ts";
import { derive } from "./derive.ts";
import { Refusal } from "./settle.ts";
import { textOf } from "./sides.ts";

/** What the lines of a derivation say of names: types, definitions, and which variables move. */
export interface Setting {
  readonly declare: CheckRequest["declare"];
  readonly define: Readonly<Record<string, string>>;
  readonly conditions: CheckRequest["conditions"];
  readonly moving: ReadonlySet<string>;
}

/** Is a name the differential of another, `dX`, or the second, `d2f`? */
export function differentialName(name: string, known: (name: string) => boolean): { readonly of: string; readonly order: 1 | 2 } | undefined {
  if (known(name)) return undefined;
  if (name.length > 1 && name.startsWith("d") && known(name.slice(1))) return { of: name.slice(1), order: 1 };
  if (name.length > 2 && name.startsWith("d2") && known(name.slice(2))) return { of: name.slice(2), order: 2 };
  return undefined;
}

const longest = 20_000;

/**
 * A side with every differential in it worked out: `d(tr(A*X))`, `df` and `d2f` of a defined f become expressions in the increments `dX` of the
 * variables that move. Throws `Refusal` for what cannot be read or differentiated.
 */
export function plain(text: string, s: Setting): string {
  const read = parse(text);
  if (read.diagnostics[0]) throw new Refusal(read.diagnostics[0]);
  const parts: { readonly span: readonly [number, number]; readonly text: string }[] = [];
  const inside = (t: Tree) => parts.some((p) => p.span[0] <= t.span[0] && t.span[1] <= p.span[1]);
  walk(read.tree, (t) => {
    if (inside(t)) return;
    if (t.kind === "call" && (t.name === "d" || t.name === "d2") && t.args.length === 1) {
      const once = differential(plain(textOf(t.args[0] as Tree, text), s), s);
      parts.push({ span: t.span, text: `(${t.name === "d2" ? differential(once, s) : once})` });
    } else if (t.kind === "name" && !Object.hasOwn(s.define, t.name)) {
      const d = differentialName(t.name, (n) => Object.hasOwn(s.define, n));
      if (!d) return;
      const once = differential(d.of, s);
      parts.push({ span: t.span, text: `(${d.order === 2 ? differential(once, s) : once})` });
    }
  });
  let out = text;
  for (const p of parts.sort((a, b) => b.span[0] - a.span[0])) out = out.slice(0, p.span[0]) + p.text + out.slice(p.span[1]);
  if (out.length > longest) throw new Refusal({ code: "budget", message: "the differential is too long", span: [0, 0] });
  return out;
}

/** The differential of an expression along the increments of all that moves. */
function differential(text: string, s: Setting): string {
  if (!s.moving.size) {
    const names = Object.keys(s.declare ?? {});
    const by = names.find((n) => /^[xX]$/.test(n)) ?? names[0] ?? "x";
    const derivative = `d(${text.length > 60 ? "f" : text})/d(${by})`;
    throw new Refusal({ code: "request", message: `nothing moves: no increment dX stands in the lines; a derivative is written ${derivative}`, span: [0, 0] });
  }
  const terms = [...s.moving].flatMap((x) => {
    const request = { expression: text, wrt: x, form: "differential", declare: s.declare, define: s.define, conditions: s.conditions, verify: true };
    const answer = derive(Object.fromEntries(Object.entries(request).filter(([, v]) => v !== undefined)) as unknown as DeriveRequest);
    if (answer.where?.length)
      throw new Refusal({ code: "unsupported", message: "a differential as long as this one is not supported in a derivation", span: [0, 0] });
    const name = answer.increments?.[x] ?? `d${x}`;
    return name === `d${x}` ? answer.derivative : answer.derivative.replace(new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "gu"), `d${x}`);
  });
  const own = terms.filter((t) => !/^(0|zeros\(.*\))$/.test(t));
  return own.length ? own.join(" + ") : (terms[0] ?? "0");
}
