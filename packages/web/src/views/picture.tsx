import type { DeriveRequest, NetworkTerm } from "gradus";
import { sizeText } from "../answer/said.ts";
import type { Outcome } from "../state/state.ts";
import { w } from "../words/words.ts";
import { drawTerm, radius, shortened } from "./network.ts";
import { useStudy } from "./study.ts";

const most = 6;

/** One term: tensors and the indices that join them. */
function Term({ term, sign }: { readonly term: NetworkTerm; readonly sign: boolean }) {
  const d = drawTerm(term);
  const isMinus = term.coefficient.startsWith("-");
  const size = isMinus ? term.coefficient.slice(1) : term.coefficient;
  const front = `${isMinus ? "− " : sign ? "+ " : ""}${size === "1" ? "" : size}`;
  const shift = front ? front.length * 9 + 14 : 0;
  const names = term.nodes.map((n) => n.label).join(", ");
  return (
    <svg
      class="network"
      role="img"
      aria-label={w().picture.alt(names)}
      width={d.width + shift}
      height={d.bottom - d.top}
      viewBox={`${-shift} ${d.top} ${d.width + shift} ${d.bottom - d.top}`}
    >
      <title>{w().picture.alt(names)}</title>
      {front && (
        <text x={-shift + 4} y={6} class="sign">
          {front}
        </text>
      )}
      {d.wires.map((wire) => (
        <g key={wire.path}>
          <path d={wire.path} class={wire.end ? "wire loose" : "wire"} />
          {wire.end && <circle cx={wire.end[0]} cy={wire.end[1]} r={3} class="end" />}
          {wire.label && (
            <text x={wire.at[0]} y={wire.at[1]} class="index">
              {sizeText(wire.label)}
            </text>
          )}
        </g>
      ))}
      {d.spots.map((s, k) =>
        s.label === undefined ? (
          <circle key={k} cx={s.x} cy={0} r={3.5} class="dot" />
        ) : (
          <g key={k} class={s.variable ? `tensor ${s.variable}` : "tensor"}>
            <rect x={s.x - s.width / 2} y={-radius} width={s.width} height={2 * radius} rx={radius} />
            {s.variable === "is" && <rect class="ring" x={s.x - s.width / 2 - 4} y={-radius - 4} width={s.width + 8} height={2 * radius + 8} rx={radius + 4} />}
            <text x={s.x} y={5}>
              {shortened(s.label)}
            </text>
          </g>
        ),
      )}
    </svg>
  );
}

function Sum({ title, terms }: { readonly title: string; readonly terms: readonly NetworkTerm[] }) {
  return (
    <figure class="networks">
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide picture scrolls, and keys must reach it */}
      <div class="scroll" tabIndex={0}>
        {terms.slice(0, most).map((t, k) => (
          <Term key={k} term={t} sign={k > 0} />
        ))}
      </div>
      {terms.length > most && <p class="soft">{w().picture.terms(terms.length - most)}</p>}
    </figure>
  );
}

/** The tensor networks of f and of its derivative. */
export function PictureTab({ at }: { readonly at: Outcome }) {
  const found = useStudy("networks", at.request as DeriveRequest);
  if (!found) return <p class="soft">{w().thinking}</p>;
  if (!found.ok) return <p class="soft">{found.error.message}</p>;
  return (
    <div class="picture">
      <p class="soft">{w().picture.about}</p>
      <Sum title={w().picture.of} terms={found.of} />
      <Sum title={w().picture.derivative} terms={found.derivative} />
    </div>
  );
}
