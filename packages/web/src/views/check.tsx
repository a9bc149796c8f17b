import type { DeriveRequest } from "gradus";
import { useEffect, useRef } from "preact/hooks";
import type { Outcome } from "../state/state.ts";
import { w } from "../words/words.ts";
import { useStudy } from "./study.ts";

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (text: string): string => text.replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : (raised[Number(c)] as string)));

/** `1.2e-13` as it is printed. */
export const scientific = (value: number): string =>
  value === 0
    ? "0"
    : value.toExponential(1).replace(/e([+-])(\d+)$/, (_all, sign: string, digits: string) => ` · 10${superscript((sign === "-" ? "-" : "") + digits)}`);

type Curve = readonly (readonly [h: number, error: number])[];

/** The curve, by Observable Plot, loaded when it is first drawn. */
function Plot({ curve }: { readonly curve: Curve }) {
  const at = useRef<HTMLDivElement>(null);
  const words = w().checked;
  useEffect(() => {
    let gone = false;
    import("./plot.ts").then(({ drawCurve }) => {
      if (!gone && at.current)
        at.current.replaceChildren(drawCurve(curve, { x: words.step, y: words.errorAxis, width: Math.min(620, at.current.clientWidth || 620) }));
    });
    return () => {
      gone = true;
    };
  }, [curve, words]);
  return (
    <figure class="curve">
      <div ref={at} aria-hidden="true" class="plot" />
      <figcaption class="soft">{words.curve}</figcaption>
      <details class="soft">
        <summary>{words.table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.step}</th>
              <th scope="col">{words.errorAxis}</th>
            </tr>
          </thead>
          <tbody>
            {curve.map(([h, error]) => (
              <tr key={h}>
                <td>{scientific(h)}</td>
                <td>{scientific(error)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** How the answer was compared: sizes, points, the greatest error, and the error against the step. */
export function CheckTab({ at }: { readonly at: Outcome }) {
  const r = at.result?.response;
  const isDerive = (at.request.task ?? "derive") === "derive";
  const explained = useStudy("respond", isDerive ? ({ ...at.request, explain: ["check"] } as DeriveRequest) : undefined);
  if (!r?.ok) return null;
  const verified = explained?.ok ? explained.verified : r.verified;
  const words = w().checked;
  if (verified.status !== "passed") return <p>{words.skipped}</p>;
  const { sizes, curve } = verified;
  return (
    <div class="check">
      <p>{(words[at.request.task ?? "derive"] ?? words.derive)(verified.trials ?? 0)}</p>
      <dl class="facts">
        <div>
          <dt>{words.error}</dt>
          <dd>{scientific(verified.maxError ?? 0)}</dd>
        </div>
        <div>
          <dt>{words.points}</dt>
          <dd>{verified.trials}</dd>
        </div>
        <div>
          <dt>{words.seed}</dt>
          <dd>{verified.seed}</dd>
        </div>
        {sizes?.some((s) => Object.keys(s).length > 0) && (
          <div>
            <dt>{words.sizes}</dt>
            <dd>
              {sizes.map((s, k) => (
                <code key={k}>
                  {Object.entries(s)
                    .map(([n, v]) => `${n}=${v}`)
                    .join(" ")}
                </code>
              ))}
            </dd>
          </div>
        )}
      </dl>
      {curve && curve.length > 1 && <Plot curve={curve} />}
    </div>
  );
}
