import type { Response } from "gradus";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Outcome } from "../state/state.ts";
import { before } from "../state/state.ts";
import { w } from "../words/words.ts";
import { markOf } from "./marks.ts";
import { MathTex } from "./math.tsx";
import { type Equation, equationsOf, isDerived, nameOf, shapeText } from "./said.ts";

/** How far a formula may shrink to fit before it scrolls. */
const least = 0.62;

/** One equation of an answer, large, with its shape. */
function Line({ tex, shape, compact }: Equation & { readonly compact: boolean }) {
  const at = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const line = at.current;
    const math = line?.querySelector<HTMLElement>(".math");
    if (!line || !math) return;
    const fit = () => {
      math.style.fontSize = "";
      line.classList.remove("stacked");
      const beside = getComputedStyle(line).flexDirection === "row" ? ((line.querySelector(".shape") as HTMLElement | null)?.offsetWidth ?? 0) + 40 : 0;
      const width = math.querySelector(".katex")?.scrollWidth ?? 1;
      const fits = (0.99 * (line.clientWidth - beside)) / width;
      if (fits < least) line.classList.add("stacked");
      const share = fits < least ? (0.99 * line.clientWidth) / width : fits;
      if (share < 1) math.style.fontSize = `${Math.max(least, share) * Number.parseFloat(getComputedStyle(math).fontSize)}px`;
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(line);
    // letters have their width when their font is there
    document.fonts.addEventListener("loadingdone", fit);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener("loadingdone", fit);
    };
  }, [tex]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide formula scrolls, and keys must reach it
    <div class={`line ${compact || tex.length > 300 ? "middling" : "short"}`} tabIndex={0} ref={at}>
      <MathTex tex={tex} display />
      {shape && <span class="shape">{shapeText(shape)}</span>}
    </div>
  );
}

/** A verdict in words, with its reason. */
function Verdict({ word, reason, tone, big = false }: { readonly word: string; readonly reason?: string; readonly tone?: string; readonly big?: boolean }) {
  return (
    <p class={`verdict${big ? " big" : ""} ${tone ?? ""}`}>
      {tone && <span aria-hidden="true">{markOf(tone)} </span>}
      {word}
      {reason && <span class="reason">{reason}</span>}
    </p>
  );
}

function Lines({ at }: { readonly at: Outcome }) {
  const shown = at.result as NonNullable<Outcome["result"]>;
  const r = shown.response as Extract<Response, { ok: true }>;
  const equations = equationsOf(at.question, shown);
  const verdicts: Readonly<Record<string, string>> = w().verdicts;
  return (
    <>
      {"by" in r && <Verdict word={verdicts[r.verdict] ?? r.verdict} reason={r.diagnosis?.message ?? r.reason} tone={r.verdict} big />}
      {"verdict" in r && !("by" in r) && <Verdict word={w().convexities[r.verdict]} reason={r.reason} big />}
      {equations.map((e) => (
        <Line key={e.by ?? ""} {...e} compact={equations.length > 2} />
      ))}
      {"sense" in r && <Verdict word={w().senses[r.sense]} reason={r.reason} />}
    </>
  );
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
    <div class={stale ? "hero stale" : "hero"} inert={stale}>
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
