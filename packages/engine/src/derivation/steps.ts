import type { Shape, Step, Verified } from "../contract.ts";
import { type Apply, type Expression, isApply, isScalar } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { nameLatex } from "../latex/names.ts";
import { toLatex } from "../latex/print.ts";
import { type Convention, conventions, writtenBy } from "./convention.ts";
import type { Derivation } from "./derivation.ts";
import type { Taken } from "./forward.ts";
import { type Detail, layerLines, type Shown, shownAt } from "./levels.ts";
import { isBinder, partAt } from "./notation.ts";
import { sourceOf, textOf, textOfTaken } from "./prose.ts";

/** How the derivation is told. */
export interface Manner {
  readonly detail: Detail;
  /** Whose notation it is in. */
  readonly convention?: string;
}

/** The lines in the words of the contract; `errors` is what the check of each line found, `parts` what that of each part's differential did. */
export function stepsOf(
  derivation: Derivation,
  { detail, convention }: Manner,
  errors?: readonly number[],
  families?: ReadonlySet<string>,
  parts?: ReadonlyMap<Taken, number>,
): Step[] {
  const text = (e: Expression) => print(derivation.fold(e));
  const touchedIn = (part: Expression) => {
    const e = derivation.fold(part);
    return { touched: print(e), touchedLatex: latexOf(e) };
  };
  const lines = derivation.through && detail !== "full" ? layerLines(derivation.lines) : shownAt(derivation.lines, detail, text);
  const by = convention === undefined ? undefined : conventions[convention];
  const increments = [derivation.increment.name, ...(derivation.through?.names ?? []).map((n) => `d${n}`)];
  const write = (e: Expression) => writtenBy(by as Convention, e, increments, families);
  const latexOf = (e: Expression): string => (by ? write(e).latex : toLatex(e, families));
  const single = detail === "full" && !derivation.through ? oneByOne(derivation, parts, families, latexOf, by && { by, write }) : [];
  return [
    ...single,
    ...lines.map((line): Step => {
      const verified: Verified = errors ? { status: "passed", maxError: Math.max(...errors.slice(line.from, line.to + 1)) } : { status: "skipped" };
      const source = sourceOf(line.rule);
      return {
        kind: line.kind,
        rule: line.rule,
        left: derivation.left(line),
        before: text(line.before),
        after: text(line.after),
        latex: toLatex(derivation.fold(line.after), families),
        path: line.path,
        ...(line.kind === "rewrite" && line.path.length && touchedIn(partAt(line.before, line.path))),
        used: line.used,
        ...(source && { source }),
        text: textOf(line, derivation, detail),
        ...(derivation.entry && { indices: derivation.entry.indices.map((i) => [print(i.name), i.range.text] as const) }),
        ...(by && { written: { ...write(derivation.fold(line.after)), ...leftBy(by, derivation, line) } }),
        ...(detail === "full" && { shapes: shapesIn(derivation.fold(line.after), latexOf) }),
        verified,
      };
    }),
  ];
}

/** The left-hand side by the convention: the derivative that is read off, or the differential. */
function leftBy(by: Convention, derivation: Derivation, line: Shown): Pick<NonNullable<Step["written"]>, "left" | "leftLatex"> {
  const left = derivation.left(line);
  const { x, of } = derivation;
  if (line.means && of && !derivation.entry) {
    const [text, latex] = by.derivative(of.name, x.name, of.order);
    return { left: `${text} = ${left}`, leftLatex: `${by.derivative(of.name, nameLatex(x.name), of.order)[1] || latex} = ${nameLatex(left)}` };
  }
  // the answer that is read off has the name of a derivative: `delta_h` is no differential
  const differential = !line.means && /^d(?=\p{L})/u.test(left);
  return differential ? { left: by.d[0] + left.slice(1), leftLatex: `${by.d[1]} ${nameLatex(left.slice(1))}` } : { left, leftLatex: undefined };
}

/** The differentials of the parts of f, one operation at a time from the leaves up: each a chain of its own, from the part to its differential. */
function oneByOne(
  derivation: Derivation,
  errors: ReadonlyMap<Taken, number> | undefined,
  families: ReadonlySet<string> | undefined,
  latex: (e: Expression) => string,
  convention: { readonly by: Convention; readonly write: (e: Expression) => ReturnType<typeof writtenBy> } | undefined,
): Step[] {
  const [letter, letterLatex] = convention?.by.d ?? ["d", "\\mathrm{d}"];
  const told = new Set<string>();
  return derivation.taken.slice(0, -1).flatMap((taken) => {
    const [node, differential] = [taken.node, taken.differential].map((e) => derivation.fold(e)) as [Expression, Expression];
    const [part, after] = [print(node), print(differential)];
    if (told.has(part)) return [];
    told.add(part);
    const error = errors?.get(taken);
    const step = (kind: Step["kind"], from: Expression, to: Expression): Step => ({
      kind,
      rule: kind === "differential-of" ? "differential" : kind,
      of: part,
      left: node.kind === "variable" ? `d${part}` : `d(${part})`,
      ...((node.kind === "apply" || convention) && {
        leftLatex: node.kind === "apply" ? `${letterLatex}\\left(${latex(node)}\\right)` : `${letterLatex} ${latex(node)}`,
      }),
      ...(convention && {
        written: { ...convention.write(to), left: node.kind === "variable" ? `${letter}${part}` : `${letter}(${convention.write(node).text})` },
      }),
      before: print(from),
      after: print(to),
      latex: toLatex(to, families),
      path: [],
      used: [],
      text: textOfTaken(taken, derivation),
      ...(kind === "differential-of" && { shapes: shapesIn(to, latex) }),
      verified: error === undefined ? { status: "skipped" } : { status: "passed", maxError: kind === "differential-of" ? error : 0 },
    });
    return part === after ? [] : [step("question", node, node), step("differential-of", node, differential), step("read-off", differential, differential)];
  });
}

/** The factors of the terms, in order, with their shapes; scalars have none to show. */
function shapesIn(e: Expression, latex: (e: Expression) => string): (readonly [string, Shape, string])[] {
  const factors = (t: Expression): readonly Expression[] =>
    isApply(t, "product") ? t.args.flatMap(factors) : isApply(t, "trace") ? terms(t.args[0] as Expression) : [t];
  const terms = (t: Expression): readonly Expression[] =>
    isApply(t, "add") ? t.args.flatMap(terms) : isBinder(t) ? terms((t as Apply).args[3] as Expression) : factors(t);
  return terms(e).flatMap((a) => (isScalar(a) ? [] : [[print(a), [a.rows.text, a.cols.text], latex(a)] as const]));
}
