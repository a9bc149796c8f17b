import type { DeriveAnswer, DeriveRequest } from "../contract.ts";
import { type Apply, type Expression, isScalar } from "../expression/node.ts";
import { parse } from "../language/parser.ts";
import { print } from "../language/print.ts";
import { type Tree, walk } from "../language/tree.ts";
import { toLatex } from "../latex/print.ts";
import { NoExpectation } from "../normal/isserlis.ts";
import { derive } from "./derive.ts";
import { type Settled, settle } from "./settle.ts";
import { simplify } from "./simplify.ts";
import { readWrt } from "./wrt.ts";

type Answered = Omit<DeriveAnswer, "id" | "ms">;

/** A derivative; of an expectation without closed form over a density that does not depend on wrt it is the expectation of the derivative. Throws `Refusal`, and `NoExpectation` elsewhere. */
export function deriveOrInterchange(request: DeriveRequest): Answered {
  try {
    return derive(request);
  } catch (e) {
    const inside = e instanceof NoExpectation ? interchanged(request) : undefined;
    if (!inside) throw e;
    return inside;
  }
}

interface Draw {
  readonly name: string;
  readonly distribution: string;
}

/** The body of an expectation that is the whole expression, with what is drawn, the first outside. */
function opened(text: string): { body: string; draws: Draw[]; names: Set<string> } | undefined {
  const draws: Draw[] = [];
  const names = new Set<string>();
  let tree: Tree = parse(text).tree;
  while (tree.kind === "expectation") {
    draws.push({ name: tree.variable, distribution: text.slice(...tree.distribution.span) });
    walk(tree.distribution, (t) => void (t.kind === "name" && names.add(t.name)));
    tree = tree.body;
  }
  return draws.length ? { body: text.slice(...tree.span), draws, names } : undefined;
}

function interchanged(request: DeriveRequest): Answered | undefined {
  const found = opened(request.expression);
  const wrt = readWrt(request.wrt);
  if (!found || (request.form ?? "matrix") !== "matrix") return undefined;
  const settled = settle(request, wrt.names);
  const { body, draws, names } = found;
  const moves = [...wrt.names, ...(wrt.second ? [wrt.second] : [])];
  // a distribution that moves, or is drawn anew, does not stay outside
  if ([...moves, ...settled.definitions.map((d) => d.name), ...draws.map((d) => d.name)].some((n) => names.has(n))) return undefined;
  const declare = { ...settled.declared, ...drawnTypes(settled, draws) };
  const inner = derive({ ...request, declare, expression: body });
  if (inner.where) return undefined;
  const expression = draws.reduceRight((e, d) => `E(${e}, ${d.name} ~ ${d.distribution})`, inner.derivative);
  const whole = settle({ ...request, declare, expression }, []).expression;
  const closed = closedForm({ ...request, task: "simplify", declare, expression });
  const isDrawn = (text: string) => draws.some((d) => text.split(" ")[0] === d.name);
  return {
    ...inner,
    derivative: closed?.expression ?? print(whole),
    latex: closed?.latex ?? toLatex(whole),
    declared: settled.declared,
    used: [...new Set([...inner.used, ...(closed?.used ?? [])])].filter((u) => !isDrawn(u)),
    conditions: [...new Set([...settled.conditionTexts, ...inner.conditions])],
    notes: [...settled.notes, ...inner.notes.filter((n) => n.code !== "undeclared"), interchange],
  };
}

const interchange = {
  code: "interchange",
  message: "differentiated inside the expectation: its density does not depend on wrt, and the expectation of the derivative must exist",
};

/** The declarations of what is drawn: each has the shape of its mean. */
function drawnTypes(settled: Settled, draws: readonly Draw[]): Record<string, string> {
  const types: Record<string, string> = {};
  let e: Expression = settled.expression;
  for (const d of draws) {
    const [x, , , inner] = (e as Apply).args as [Expression, Expression, Expression, Expression];
    types[d.name] = isScalar(x) ? "scalar" : `vector(${x.rows.text})`;
    e = inner;
  }
  return types;
}

function closedForm(request: Parameters<typeof simplify>[0]): ReturnType<typeof simplify> | undefined {
  try {
    return simplify(request);
  } catch (e) {
    if (e instanceof NoExpectation) return undefined;
    throw e;
  }
}
