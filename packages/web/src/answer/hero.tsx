import type { Response } from "gradus";
import type { Outcome } from "../state/state.ts";
import { before } from "../state/state.ts";
import { w } from "../words/words.ts";
import { MathTex } from "./math.tsx";
import { isDerived, isMatrix, leftSide, nameOf, shapeText } from "./said.ts";

const sizeOf = (tex: string): string => (tex.length > 400 ? "long" : tex.length > 140 ? "middling" : "short");

/** One equation of an answer, large, with its shape. */
function Line({ tex, shape }: { readonly tex: string; readonly shape?: readonly [string, string] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide formula scrolls, and keys must reach it
    <div class={`line ${sizeOf(tex)}`} tabIndex={0}>
      <MathTex tex={tex} display />
      {shape && <span class="shape">{shapeText(shape)}</span>}
    </div>
  );
}

function Lines({ at }: { readonly at: Outcome }) {
  const shown = at.result as NonNullable<Outcome["result"]>;
  const r = shown.response as Extract<Response, { ok: true }>;
  const f = nameOf(shown.asked);
  if ("derivatives" in r)
    return (
      <>
        {r.derivatives.map((d) => (
          <Line
            key={d.wrt}
            tex={`${leftSide(
              { form: r.form, order: 1 },
              shown.names[d.wrt] ??
                d.wrt
                  .split(",")
                  .map((n) => shown.names[n] ?? n)
                  .join("\\,\\partial "),
              "f",
              false,
            )} = ${d.latex}`}
            shape={d.shape}
          />
        ))}
      </>
    );
  if (isDerived(r)) {
    const [[name, x]] = Object.entries(shown.names) as [[string, string]];
    return (
      <Line
        tex={`${leftSide(at.question, x, at.question.form === "newton" ? "f" : f === shown.asked ? f : "f", isMatrix(r, name))} = ${r.latex}`}
        shape={r.shape}
      />
    );
  }
  if ("sense" in r) {
    const [x] = Object.values(shown.names);
    return (
      <>
        <Line tex={`${x} = ${r.latex}`} shape={r.shape} />
        <p class="verdict">
          {w().senses[r.sense]}
          <span class="reason">{r.reason}</span>
        </p>
      </>
    );
  }
  if ("by" in r)
    return (
      <p class={`verdict big ${r.verdict}`}>
        {w().verdicts[r.verdict]}
        {r.reason && <span class="reason">{r.reason}</span>}
      </p>
    );
  if ("verdict" in r)
    return (
      <>
        <p class={`verdict big ${r.verdict}`}>
          {w().convexities[r.verdict]}
          <span class="reason">{r.reason}</span>
        </p>
        {r.latex && <Line tex={`\\nabla^2 f = ${r.latex}`} />}
      </>
    );
  return <Line tex={`${f === shown.asked ? f : "f"} = ${r.latex}`} shape={r.shape} />;
}

/** What another layout changed, against the answer before, where the question is the same but for it. */
function layoutChange(now: Outcome, last: Outcome | undefined): string | undefined {
  const [a, b] = [last?.result?.response, now.result?.response];
  if (!last || !a || !b || !isDerived(a) || !isDerived(b) || a.layout === b.layout) return undefined;
  const but = ({ layout: _layout, tab: _tab, claim: _claim, ...rest }: Outcome["question"]) => JSON.stringify(rest);
  if (but(last.question) !== but(now.question)) return undefined;
  const from = w().layouts[a.layout];
  if (a.derivative === b.derivative) return w().layoutSame(from);
  const [was, is] = [shapeText(a.shape), shapeText(b.shape)];
  if (a.shape[0] === b.shape[1] && a.shape[1] === b.shape[0]) return w().layoutTurned(from, was, is);
  return w().layoutChanged(from, was, is);
}

/** The answer, large: the middle of the page. */
export function Hero({ at, stale }: { readonly at: Outcome; readonly stale: boolean }) {
  const shown = at.result as NonNullable<Outcome["result"]>;
  const r = shown.response;
  if (!r.ok) return null;
  const isAbbreviated = shown.asked && (nameOf(shown.asked) !== shown.asked || "derivatives" in r || "sense" in r || ("verdict" in r && !("by" in r)));
  const tooLong = shown.asked && shown.asked.length > 3000;
  return (
    <div class={stale ? "hero stale" : "hero"} aria-hidden={stale}>
      {shown.asked && (isAbbreviated || "by" in r) && !tooLong && (
        <p class="asked">
          <MathTex tex={"by" in r ? shown.asked : `f = ${shown.asked}`} />
        </p>
      )}
      <Lines at={at} />
      {shown.where.length > 0 && (
        <ul class="where">
          {shown.where.map((p, k) => (
            <li key={p.name}>
              {k === 0 && <span class="word">{w().where}</span>}
              <MathTex tex={p.latex} />
              <span class="shape">{r.where?.[k] && shapeText(r.where[k].shape)}</span>
            </li>
          ))}
        </ul>
      )}
      {isDerived(r) && <p class="layout-line">{layoutChange(at, before.value) ?? w().layoutSays[r.layout]}</p>}
    </div>
  );
}
