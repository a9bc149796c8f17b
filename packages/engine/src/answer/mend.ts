import { messageOf } from "../claims/messages.ts";
import type { Kind } from "../claims/mistakes.ts";
import { agrees, type Sample, samplesOf } from "../claims/samples.ts";
import type { CheckDiagnosis, CheckRequest } from "../contract.ts";
import type { Apply, Expression } from "../expression/node.ts";
import { parse } from "../language/parser.ts";
import { isBracketed, type Tree, walk } from "../language/tree.ts";
import { groundOf, Refusal, type Settled, seedOf, settle } from "./settle.ts";
import { textOf } from "./sides.ts";

interface Change {
  readonly kind: Kind;
  readonly span: readonly [number, number];
  readonly text: string;
}

/** The most changed texts that are read. */
const patience = 80;

/** Changes of one part that alter shapes: a transpose, the order of two factors, the kind of product, `diag`. */
function changesOf(text: string): Change[] {
  const out: Change[] = [];
  const of = (t: Tree) => textOf(t, text);
  const held = (t: Tree) => (t.kind === "name" || t.kind === "call" || t.kind === "transpose" ? of(t) : `(${of(t)})`);
  walk(parse(text).tree, (t) => {
    if (t.kind === "number" || t.kind === "error") return;
    const { span } = t;
    if (t.kind === "transpose") out.push({ kind: "transpose", span, text: held(t.operand) });
    else out.push({ kind: "transpose", span, text: `${held(t)}'` });
    if (t.kind === "binary" && (t.operator === "*" || t.operator === ".*")) {
      const last = t.left.kind === "binary" && t.left.operator === "*" && !isBracketed(t.left) ? t.left : undefined;
      if (t.operator === "*" && last) out.push({ kind: "factor-order", span, text: `${of(last.left)}*${held(t.right)}*${held(last.right)}` });
      if (t.operator === "*") out.push({ kind: "factor-order", span, text: `${held(t.right)}*${held(t.left)}` });
      out.push({ kind: "elementwise", span, text: `${held(t.left)}${t.operator === "*" ? ".*" : "*"}${held(t.right)}` });
    }
    out.push({ kind: "diag", span, text: `diag(${of(t)})` });
  });
  const order: readonly Kind[] = ["transpose", "factor-order", "elementwise", "diag"];
  const size = (c: Change) => c.span[1] - c.span[0];
  return out.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || size(a) - size(b)).slice(0, patience);
}

/** The one change of a claim whose shapes cannot agree that makes it equal to one of the right formulas; undefined where there is none. All names are declared. */
export function mendShapes(text: string, truths: readonly string[], request: CheckRequest): CheckDiagnosis | undefined {
  const known = new Map<Expression, readonly Sample[]>();
  const holds = (candidate: string, truth: string): boolean => {
    let settled: Settled;
    try {
      settled = settle({ ...request, expression: `dot((${candidate}), (${truth}))` }, []);
    } catch (e) {
      if (e instanceof Refusal) return false;
      throw e;
    }
    const [claim, right] = (settled.expression as Apply).args as [Expression, Expression];
    let samples = known.get(right);
    if (!samples) known.set(right, (samples = samplesOf(right, groundOf(settled, seedOf(request)), 3, [claim])));
    return samples.length > 0 && samples.every((s) => agrees(claim, s) === true);
  };
  for (const c of changesOf(text)) {
    const repaired = text.slice(0, c.span[0]) + c.text + text.slice(c.span[1]);
    if (truths.some((t) => holds(repaired, t)))
      return { kind: c.kind, message: messageOf(c.kind, text.slice(c.span[0], c.span[1]), c.text, request.lang === "zh" ? "zh" : "en"), repaired };
  }
  return undefined;
}
