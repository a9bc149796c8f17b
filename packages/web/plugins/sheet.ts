/** The formula sheet, made when the page is built: each formula of the corpora is derived, and stands in the sheet if its check passed. */
import { readFileSync } from "node:fs";
import { answer, elaborate, toLatex } from "gradus";
import type { Plugin } from "vite";
import { kindOf, leftSide } from "../src/answer/said.ts";
import type { Formula } from "../src/sheet/formula.ts";
import { sections } from "../src/sheet/topics.ts";
import { fragmentOf } from "../src/state/fragment.ts";
import { blank, type Question, structureNames } from "../src/state/question.ts";

interface Case {
  readonly kind: string;
  readonly topic: string;
  readonly source: string;
  readonly declare: Readonly<Record<string, string>>;
  readonly expression: string;
  readonly wrt?: string;
  readonly layout?: string;
  readonly expected: string;
  readonly require?: readonly string[];
  readonly convention?: string;
}

const files = ["notes", "cookbook", "models"];
/** Beyond this a formula does not fit a sheet. */
const longest = 420;

const latexOf = (expression: string, declare: Readonly<Record<string, string>>): string | undefined => {
  const e = elaborate({ expression, declare }).expression;
  return e && toLatex(e);
};

/** The shapes that a reader would not guess, small letters being scalars and vectors, capitals matrices, of any size: `A row(n)`, `A matrix(2, 2)`. */
function unusual(declare: Readonly<Record<string, string>>): string[] {
  const shape = (type: string) => /^\w+(?:\([^)]*\))?/.exec(type)?.[0] ?? type;
  return Object.entries(declare).flatMap(([name, type]) => {
    const isUsual = /^[A-Z]/.test(name) ? /^matrix/.test(type) : /^(?:scalar|vector)/.test(type);
    return (isUsual && !/\d/.test(shape(type))) || !/^\w+$/.test(name) ? [] : [`${name} ${shape(type)}`];
  });
}

/** A case as the sheet shows it; undefined where the engine has no checked answer. */
function formulaOf(c: Case): Formula | undefined {
  const section = sections.findIndex((s) => s.topics.includes(c.topic));
  if (section < 0) return undefined;
  const conditions = c.require ?? [];
  const declarations = [...Object.entries(c.declare).map(([n, t]) => `${n}: ${t}`), ...conditions];
  const common = { declare: c.declare, ...(conditions.length && { conditions }) };
  const made = (latex: string, question: Partial<Question>, used: readonly string[]): Formula | undefined =>
    latex.length > longest
      ? undefined
      : {
          section,
          used: [...new Set([...unusual(c.declare), ...used])],
          ...(question.layout && question.layout !== "mixed" && { layout: question.layout }),
          latex,
          link: fragmentOf({ ...blank, ...question }),
          source: c.source.replace(/^lecture notes: /, ""),
          text: [c.expression, c.topic, c.source, c.wrt ?? ""].join(" ").toLowerCase(),
        };
  if (c.kind === "identity") {
    const r = answer({ task: "check", left: c.expression, right: c.expected, ...common });
    if (!r.ok || !("verdict" in r) || r.verdict !== "correct") return undefined;
    const sides = [c.expression, c.expected].map((e) => latexOf(e, r.declared));
    return made(sides.join(" = "), { text: [...declarations, `${c.expression} = ${c.expected}`].join("\n") }, r.used);
  }
  if (!["derivative", "hessian", "structured"].includes(c.kind) || !c.wrt) return undefined;
  const order = c.kind === "hessian" ? 2 : 1;
  const structured = c.kind === "structured" ? (structureNames.find((s) => s !== "" && s === (c.convention ?? "entries")) ?? "entries") : "";
  const wanted = c.kind === "derivative" && (c.layout === "numerator" || c.layout === "denominator") ? c.layout : "mixed";
  const asked = { expression: c.expression, wrt: c.wrt, order, ...common, ...(structured && { structured }) } as const;
  const r = answer({ ...asked, layout: wanted });
  const usual = answer(asked);
  const layout = usual.ok && r.ok && usual.derivative === r.derivative ? "mixed" : wanted;
  if (!r.ok || !("derivative" in r) || r.where?.length) return undefined;
  const [f, x] = [latexOf(c.expression, r.declared), latexOf(c.wrt, r.declared)];
  if (f === undefined || x === undefined) return undefined;
  const named = f.length < 90 && !/[+=]|\\frac/.test(f) ? f : `\\left(${f}\\right)`;
  const left = leftSide({ form: "matrix", order }, x, "", kindOf(r.declared, c.wrt));
  return made(`${left}\\,${named} = ${r.latex}`, { text: [...declarations, c.expression].join("\n"), by: c.wrt, order, layout, structured }, r.used);
}

function sheet(): Formula[] {
  const seen = new Set<string>();
  const formulas: Formula[] = [];
  for (const file of files) {
    const { cases } = JSON.parse(readFileSync(new URL(`../../../corpus/${file}.json`, import.meta.url), "utf8")) as { cases: Case[] };
    for (const c of cases) {
      const f = formulaOf(c);
      if (!f || seen.has(f.latex)) continue;
      seen.add(f.latex);
      formulas.push(f);
    }
  }
  return formulas.sort((a, b) => a.section - b.section || a.latex.length - b.latex.length);
}

const id = "virtual:sheet";

export function sheetPlugin(): Plugin {
  let made: string | undefined;
  return {
    name: "formula-sheet",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? (made ??= `export default JSON.parse(${JSON.stringify(JSON.stringify(sheet()))})`) : undefined),
  };
}
