import type { DerivativesAnswer, DeriveAnswer, DeriveRequest, Step } from "../contract.ts";
import { deriveList } from "./list.ts";
import { withoutSteps } from "./steps.ts";

/**
 * The answer to a list of names with the derivation of each, one after the other; what was derived before is not said again. Names that the list
 * shares are left out where the derivations do without. Throws `Refusal`.
 */
export function listWithSteps(
  request: DeriveRequest,
  derive: (request: DeriveRequest) => Omit<DeriveAnswer, "id" | "ms">,
): Omit<DerivativesAnswer, "id" | "ms"> {
  const { where, ...whole } = deriveList(request);
  const { explain: _, ...own } = request;
  const each = whole.derivatives.map(({ wrt }) => derive({ ...own, wrt }));
  const same = each.every((one, k) => one.derivative === whole.derivatives[k]?.derivative);
  if (!same && each.some((one) => one.where)) withoutSteps(request, "a list of names", "ask for each name by itself");
  const told = new Set<string>();
  const steps = each.flatMap((one, k) => {
    const all = one.steps ?? [];
    const left = chainsOf(all).filter((chain, i, { length }) => {
      const text = JSON.stringify(chain.map(({ left, after }) => [left, after]));
      const again = told.has(text);
      told.add(text);
      // the last one is the answer
      return !again || i === length - 1;
    });
    const lines = left.flat();
    const first = lines.findIndex((s) => s.of === undefined);
    return lines.map((s, i) => (i === first ? named(s, (whole.derivatives[k] as { wrt: string }).wrt) : s));
  });
  if (same) return { ...whole, ...(where && { where }), steps };
  const derivatives = whole.derivatives.map((d, k) => {
    const { derivative, latex, verified } = each[k] as DeriveAnswer;
    return { ...d, derivative, latex, verified };
  });
  return { ...whole, derivatives, steps };
}

/** The chains of a derivation, each from a question to what is read off. */
function chainsOf(steps: readonly Step[]): Step[][] {
  const out: Step[][] = [];
  for (const s of steps) {
    if (s.kind === "question") out.push([]);
    out[out.length - 1]?.push(s);
  }
  return out;
}

/** The first line of each says by which name it is. */
const named = (s: Step, wrt: string): Step => ({ ...s, by: wrt, text: { en: `By ${wrt}: ${s.text.en}`, zh: `对 ${wrt}：${s.text.zh}` } });
