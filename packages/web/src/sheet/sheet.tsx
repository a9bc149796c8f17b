import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { loaded, setTex } from "../answer/katex.ts";
import { questionIn } from "../state/fragment.ts";
import { change } from "../state/state.ts";
import { lang, w } from "../words/words.ts";
import { type Formula, lengthSeen } from "./formula.ts";
import { now, whenNear } from "./later.ts";
import { sections } from "./topics.ts";

/** The longest formula that stands in a column. */
const widest = 64;

/** A formula, set when it comes near. */
function Typeset({ tex }: { readonly tex: string }) {
  const at = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = at.current;
    return element ? whenNear(element, () => setTex(tex, element)) : undefined;
  }, [tex]);
  return <span class="math" ref={at} />;
}

function Entry({ formula, hidden }: { readonly formula: Formula; readonly hidden: boolean }) {
  const open = () => {
    const q = questionIn(formula.link);
    if (typeof q !== "string") change(q);
    scrollTo(0, 0);
  };
  return (
    <li class={lengthSeen(formula.latex) > widest ? "wide" : ""} hidden={hidden}>
      <a
        href={`#${formula.link}`}
        title={formula.source}
        onClick={(e) => {
          if (e.metaKey || e.ctrlKey) return;
          e.preventDefault();
          open();
        }}
      >
        <Typeset tex={formula.latex} />
        {(formula.layout || formula.used.length > 0) && (
          <span class="aside">
            {[...formula.used, ...(formula.layout ? [w().sheetView.inLayout(w().layouts[formula.layout])] : [])].join(lang.value === "zh" ? "，" : ", ")}
          </span>
        )}
      </a>
    </li>
  );
}

/** Every formula of the corpora that the engine derived, by topic. */
export function Sheet() {
  const [formulas, setFormulas] = useState<readonly Formula[]>();
  const [sought, seek] = useState("");
  useEffect(() => {
    Promise.all([import("virtual:sheet"), loaded]).then(([m]) => setFormulas(m.default));
    addEventListener("beforeprint", now);
    return () => removeEventListener("beforeprint", now);
  }, []);
  const found = useMemo(() => {
    const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
    const name = (f: Formula) =>
      Object.values(sections[f.section]?.name ?? {})
        .join(" ")
        .toLowerCase();
    return formulas && new Set(formulas.filter((f) => words.every((s) => f.text.includes(s) || name(f).includes(s))));
  }, [formulas, sought]);
  const words = w().sheetView;
  // what is not sought is hidden and stays: to set it anew would take long
  const shown = sections.map((s, k) => {
    const all = formulas?.filter((f) => f.section === k) ?? [];
    return { name: s.name, all, count: all.filter((f) => found?.has(f)).length };
  });
  return (
    <div class="sheet">
      <div class="sheet-head">
        <h1>{w().sheet}</h1>
        <p class="soft">{formulas ? words.about(formulas.length) : words.loading}</p>
        <div class="row tools-row">
          <input type="search" aria-label={words.search} placeholder={words.search} value={sought} onInput={(e) => seek(e.currentTarget.value)} />
          <button type="button" class="plain" onClick={() => print()}>
            {words.print}
          </button>
        </div>
      </div>
      {found && found.size > 0 && (
        <nav class="topics" aria-label={words.topics}>
          {shown.map(
            (s, k) =>
              s.count > 0 && (
                <button type="button" key={s.name.en} onClick={() => document.getElementById(`topic-${k}`)?.scrollIntoView({ block: "start" })}>
                  {s.name[lang.value]}
                </button>
              ),
          )}
        </nav>
      )}
      {found && !found.size && <p class="soft">{words.none}</p>}
      {shown.map((s, k) => (
        <section key={s.name.en} hidden={!s.count}>
          <h2 id={`topic-${k}`}>
            {s.name[lang.value]} <span class="count">{s.count}</span>
          </h2>
          <ul>
            {s.all.map((f) => (
              <Entry key={f.link} formula={f} hidden={!found?.has(f)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
