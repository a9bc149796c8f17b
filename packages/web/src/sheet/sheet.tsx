import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { loaded, setTex } from "../answer/katex.ts";
import { questionIn } from "../state/fragment.ts";
import { change } from "../state/state.ts";
import { lang, w } from "../words/words.ts";
import type { Formula } from "./formula.ts";
import { now, whenNear } from "./later.ts";
import { sections } from "./topics.ts";

/** A formula, set when it comes near. */
function Typeset({ tex }: { readonly tex: string }) {
  const at = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = at.current;
    return element ? whenNear(element, () => setTex(tex, element)) : undefined;
  }, [tex]);
  return <span class="math" ref={at} />;
}

function Entry({ formula }: { readonly formula: Formula }) {
  const open = () => {
    const q = questionIn(formula.link);
    if (typeof q !== "string") change(q);
    scrollTo(0, 0);
  };
  return (
    <li>
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
    return formulas?.filter((f) => words.every((s) => f.text.includes(s) || name(f).includes(s)));
  }, [formulas, sought]);
  const words = w().sheetView;
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
      {found && found.length > 0 && (
        <nav class="topics" aria-label={words.topics}>
          {sections.map(
            (s, k) =>
              found.some((f) => f.section === k) && (
                <button type="button" key={s.name.en} onClick={() => document.getElementById(`topic-${k}`)?.scrollIntoView({ block: "start" })}>
                  {s.name[lang.value]}
                </button>
              ),
          )}
        </nav>
      )}
      {found && !found.length && <p class="soft">{words.none}</p>}
      {found &&
        sections.map((s, k) => {
          const here = found.filter((f) => f.section === k);
          if (!here.length) return null;
          return (
            <section key={s.name.en}>
              <h2 id={`topic-${k}`}>
                {s.name[lang.value]} <span class="count">{here.length}</span>
              </h2>
              <ul>
                {here.map((f) => (
                  <Entry key={f.link} formula={f} />
                ))}
              </ul>
            </section>
          );
        })}
    </div>
  );
}
