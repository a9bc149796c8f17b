import { useLayoutEffect, useRef } from "preact/hooks";
import { change, type Outcome, question } from "../state/state.ts";
import type { Words } from "../words/en.ts";
import { w } from "../words/words.ts";
import { Part, type Source } from "./part.tsx";

/** What can be looked at beside an answer: one row and one file each, loaded when it is first opened. */
interface Tab {
  readonly name: keyof Words["tabs"];
  readonly source: Source<{ readonly at: Outcome }>;
  /** Is there something to show for this answer? */
  readonly fits: (at: Outcome) => boolean;
}

const isDerivation = (at: Outcome): boolean => (at.request.task ?? "derive") === "derive";
const isSingle = (at: Outcome): boolean => isDerivation(at) && !Array.isArray((at.request as { wrt?: unknown }).wrt);
const isPlain = (at: Outcome): boolean => isSingle(at) && at.question.form === "matrix" && !at.question.structured;

const tabs: readonly Tab[] = [
  { name: "check", source: () => import("./check.tsx").then((m) => m.CheckTab), fits: () => true },
  { name: "steps", source: () => import("./steps.tsx").then((m) => m.StepsTab), fits: isSingle },
  { name: "code", source: () => import("./code.tsx").then((m) => m.CodeTab), fits: isDerivation },
  { name: "numbers", source: () => import("./numbers.tsx").then((m) => m.NumbersTab), fits: isPlain },
  { name: "picture", source: () => import("./picture.tsx").then((m) => m.PictureTab), fits: isPlain },
  { name: "claim", source: () => import("./claim.tsx").then((m) => m.ClaimTab), fits: isPlain },
];

/** The tabs under the answer. */
export function Tabs({ at, stale }: { readonly at: Outcome; readonly stale: boolean }) {
  const bar = useRef<HTMLDivElement>(null);
  const fitting = tabs.filter((t) => t.fits(at));
  const open = fitting.find((t) => t.name === question.value.tab) ?? fitting[0];
  useLayoutEffect(() => {
    const [row, chosen] = [bar.current, bar.current?.querySelector<HTMLElement>("[aria-selected=true]")];
    if (row && chosen && chosen.offsetLeft + chosen.offsetWidth > row.scrollLeft + row.clientWidth + row.offsetLeft) row.scrollLeft = row.scrollWidth;
  }, [open?.name]);
  if (!open) return null;
  const go = (step: number) => {
    const k = (fitting.indexOf(open) + step + fitting.length) % fitting.length;
    change({ tab: fitting[k]?.name ?? "check" });
    (bar.current?.children[k] as HTMLElement | undefined)?.focus();
  };
  return (
    <section class={stale ? "beside stale" : "beside"} inert={stale}>
      <div
        class="tabs"
        role="tablist"
        ref={bar}
        onKeyDown={(e) => {
          const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
          if (!step) return;
          e.preventDefault();
          go(step);
        }}
      >
        {fitting.map((t) => (
          <button
            type="button"
            role="tab"
            key={t.name}
            id={`tab-${t.name}`}
            aria-selected={t === open}
            aria-controls="panel"
            tabIndex={t === open ? 0 : -1}
            onClick={() => change({ tab: t.name })}
          >
            {w().tabs[t.name]}
          </button>
        ))}
      </div>
      <div class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${open.name}`} key={open.name}>
        <Part source={open.source} at={at} />
      </div>
    </section>
  );
}
