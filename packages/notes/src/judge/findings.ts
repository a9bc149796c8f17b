import type { Lang, Layout } from "../contract.ts";
import { layoutsInChinese } from "../report/phrases.ts";
import { typingOf } from "./context.ts";
import type { Judged } from "./judge.ts";
import { attempt } from "./letters.ts";
import { namesOf } from "./node.ts";
import { addsNumberToMatrix, strangeMeans, unusedParameters } from "./oddities.ts";
import type { Reader } from "./reader.ts";
import type { Scope } from "./scopes.ts";
import type { Truths } from "./truths.ts";
import type { Entry } from "./types.ts";

/** What findings are drawn from. */
interface Ground {
  readonly entries: readonly Entry[];
  readonly scopes: readonly Scope[];
  readonly reader: Reader;
  readonly truths: Truths;
  readonly main: Layout;
  readonly verdicts: readonly (Judged | undefined)[];
  readonly layout?: Layout;
  readonly lang: Lang;
}

export interface Found {
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

const texts = {
  bracket: [(what: string) => `a bracket was repaired: ${what}`, (what: string) => `括号已修补：${what}`],
  layouts: [
    (what: string) => `the document uses two layouts: this claim is right in ${what} layout only`,
    (what: string) => `文中混用两种布局：此式只在${layoutsInChinese[what as Layout]}下成立`,
  ],
  dimension: [(what: string) => `the formulas force ${what}`, (what: string) => `公式迫使 ${what}`],
  symbol: [(what: string) => `${what} is used without having been introduced`, (what: string) => `${what} 未曾引入`],
  index: [(what: string) => `the index ${what} is free on one side only`, (what: string) => `指标 ${what} 只在一边自由出现`],
  letter: [(what: string) => `${what}: a small letter is taken for the capital`, (what: string) => `${what}：小写字母按大写处理`],
  broadcast: [(_what: string) => "a number is added to a vector or matrix", (_what: string) => "数与向量或矩阵相加"],
  parameter: [(what: string) => `${what} is an argument that the definition does not use`, (what: string) => `定义中没有用到自变量 ${what}`],
  precedence: [
    (_what: string) => "brackets are missing: the entry-wise product is read before the matrix product",
    (_what: string) => "缺少括号：按先逐元素乘积、后矩阵乘积处理",
  ],
} as const;

/** Findings beside the verdicts, in the order of the document. */
export function findingsOf(g: Ground): Found[] {
  const found: Found[] = [];
  const say = (at: number, code: keyof typeof texts, name: string, what: string) =>
    found.push({ at, code: name, message: texts[code][g.lang === "zh" ? 1 : 0](what) });
  for (const e of g.entries) {
    for (const side of [e.equality.left, e.equality.right]) {
      // a side that is carried over was told of where it stands
      if (side === e.equality.left && (e.equality.carried || e.equality.index > 0)) continue;
      for (const r of g.reader.repairs(side.source)) say(side.start, "bracket", "bracket-repaired", r);
    }
    const report = g.verdicts[e.number]?.report;
    if (report?.verdict === "other-layout" && report.layout && g.layout) say(e.equality.start, "layouts", "two-layouts", report.layout);
    if (report?.diagnosis?.kind === "index") say(e.equality.start, "index", "free-index", "of the sum");
  }
  for (const { members, taken, context } of g.scopes) {
    const told = new Set<string>();
    for (const [e, over] of strangeMeans(members, context)) say(e.equality.start, "symbol", "symbol", over);
    for (const e of members) {
      const t = e.class === "claim" ? g.truths.of(e, g.main) : undefined;
      const q = e.equations[0];
      for (const name of unusedParameters(e, context)) say(e.equality.start, "parameter", "unused-argument", g.reader.source(name));
      if (t?.kind === "true") {
        if (t.equation.choices.some((c) => c.chosen === "the entry-wise product binds first")) say(e.equality.start, "precedence", "missing-brackets", "");
        if (addsNumberToMatrix(t.equation, g.truths.court(e, g.main).typed)) say(e.equality.start, "broadcast", "number-added", "");
      }
      const symbol = t?.kind === "unknown" ? /^(\S+) was never introduced$/.exec(t.reason)?.[1] : undefined;
      if (symbol !== undefined && !told.has(symbol)) {
        told.add(symbol);
        say(e.equality.start, "symbol", "symbol", g.reader.source(symbol));
      }
      const lone = t?.kind === "unknown" ? /^the index (\S+) stands on one side only$/.exec(t.reason)?.[1] : undefined;
      if (lone !== undefined) say(e.equality.start, "index", "free-index", lone);
      if (q)
        for (const [small, capital] of taken)
          if (!told.has(small) && new RegExp(`(?<![A-Za-z])${small}(?![A-Za-z])`).test(q.text) && [...namesOf(q.left), ...namesOf(q.right)].includes(capital)) {
            told.add(small);
            say(e.equality.start, "letter", "letter-case", `${small} → ${capital}`);
          }
    }
    const first = members.find((e) => e.class === "claim");
    if (!first) continue;
    const court = g.truths.court(first, g.main);
    // the sizes that the claims which hold force
    const right = members.flatMap((e) => {
      const t = e.class === "claim" ? g.truths.of(e, g.main) : undefined;
      return t?.kind === "true" ? [[t.equation.left, t.equation.right] as const] : [];
    });
    const typed = attempt(typingOf(context, g.reader, court.convention, right), court.typed.kinds, court.typed.names);
    const named = [...typed.dimensions].filter(([n]) => context.dimensions.has(n));
    named.forEach(([n, s], k) => {
      if (s.root.number === 1) say(first.equality.start, "dimension", "forced-dimension", `${n} = 1`);
      for (const [m, other] of named.slice(k + 1)) if (other.root === s.root) say(first.equality.start, "dimension", "forced-dimension", `${n} = ${m}`);
    });
  }
  return found.sort((a, b) => a.at - b.at);
}
