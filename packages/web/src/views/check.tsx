import type { Outcome } from "../state/state.ts";
import { w } from "../words/words.ts";

export const scientific = (value: number): string =>
  value === 0 ? "0" : value.toExponential(1).replace(/e([+-])(\d+)$/, (_a, s: string, d: string) => ` · 10${superscript((s === "-" ? "-" : "") + d)}`);

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (text: string): string => text.replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : (raised[Number(c)] as string)));

/** How the answer was compared. */
export function CheckTab({ at }: { readonly at: Outcome }) {
  const r = at.result?.response;
  if (!r?.ok) return null;
  const { verified } = r;
  if (verified.status !== "passed") return <p>{w().checked.skipped}</p>;
  return (
    <div class="check">
      <p>{w().checked.passed(verified.trials ?? 0)}</p>
      <dl class="facts">
        <div>
          <dt>{w().checked.error}</dt>
          <dd>{scientific(verified.maxError ?? 0)}</dd>
        </div>
        <div>
          <dt>{w().checked.points}</dt>
          <dd>{verified.trials}</dd>
        </div>
        <div>
          <dt>{w().checked.seed}</dt>
          <dd>{verified.seed}</dd>
        </div>
      </dl>
    </div>
  );
}
