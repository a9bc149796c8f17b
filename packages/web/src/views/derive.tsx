import { useMemo, useRef } from "preact/hooks";
import { Hero } from "../answer/hero.tsx";
import { Notes } from "../answer/notes.tsx";
import { partAt } from "../answer/parts.ts";
import { isDerived, shapeText } from "../answer/said.ts";
import { ShapedText } from "../answer/shapedtext.tsx";
import { Diagnostics, failureOf, marksOf } from "../editor/diagnostics.tsx";
import { Editor } from "../editor/editor.tsx";
import { pasteLatex } from "../editor/paste.ts";
import { formNames, layoutNames, structureNames, taskNames, usualName } from "../state/question.ts";
import { answered, badLink, busy, change, current, outcome, question } from "../state/state.ts";
import { lang, w } from "../words/words.ts";
import { Chips } from "./chips.tsx";
import { Choice, Picker } from "./choice.tsx";
import { Palette } from "./palette.tsx";
import { Share } from "./share.tsx";
import { Tabs } from "./tabs.tsx";

const structured = /symmetric|skew|diagonal|lower|upper|toeplitz|posdef|psd|orthogonal/;

/** The shape of the part of the text at a place, where the answer is to that text. */
function shapeAt(at: number): { from: number; to: number; text: string } | undefined {
  const now = outcome.peek();
  const start = now?.reading.starts.expression;
  if (!now?.result || start === undefined || now.question.text !== question.peek().text) return undefined;
  const part = partAt(now.result.parts.asked, at - start);
  return part && { from: start + part.span[0], to: start + part.span[1], text: shapeText(part.shape) };
}

/** The question: text, variable, and how the answer is wanted. */
function Input() {
  const q = question.value;
  const marks = useMemo(() => marksOf(outcome.value), [outcome.value]);
  const insert = useRef<(text: string) => void>(() => undefined);
  const names = answered.value?.result?.response.ok ? Object.keys(answered.value.result.response.declared) : [];
  const { reading } = current.value;
  const isClaim = reading.claim !== undefined || reading.by !== undefined;
  return (
    <section class="input" aria-label={w().expression}>
      <div class="fields">
        <Editor
          id="expression"
          value={q.text}
          read={() => question.peek().text}
          label={w().expression}
          placeholder={w().placeholder}
          marks={marks}
          onChange={(text) => change({ text })}
          grip={(f) => {
            insert.current = f;
          }}
          hover={shapeAt}
          pasted={pasteLatex}
        />
        {!isClaim && q.task !== "simplify" && (
          <label class="by">
            <span aria-hidden="true">{w().by}</span>
            <input
              aria-label={w().byLabel}
              value={q.by}
              size={Math.min(24, Math.max(6, q.by.length + 1))}
              placeholder={usualName(current.value.reading)}
              list="names"
              spellcheck={false}
              autocapitalize="off"
              autocomplete="off"
              aria-invalid={failureOf(outcome.value)?.in === "wrt"}
              onInput={(e) => change({ by: e.currentTarget.value })}
            />
            <datalist id="names">
              {names.map((n) => (
                <option key={n} value={n} />
              ))}
            </datalist>
          </label>
        )}
      </div>
      <Diagnostics at={outcome.value} />
      <Chips />
      <Palette insert={(text) => insert.current(text)} />
    </section>
  );
}

function Options() {
  const q = question.value;
  if (current.value.request.task === "check") return null;
  const response = answered.value?.result?.response;
  const by = response && isDerived(response) ? Object.keys(answered.value?.result?.names ?? {})[0] : undefined;
  const hasStructure = q.structured !== "" || (by !== undefined && response?.ok && structured.test(response.declared[by] ?? ""));
  const derive = q.task === "derive";
  return (
    <div class="options">
      <Picker label={w().task} value={q.task} among={taskNames} words={w().tasks} onChoose={(task) => change({ task })} />
      {derive && <Choice name="layout" label={w().layout} value={q.layout} among={layoutNames} words={w().layouts} onChoose={(layout) => change({ layout })} />}
      {derive && <Choice name="order" label={w().order} value={q.order} among={[1, 2]} words={w().orders} onChoose={(order) => change({ order })} />}
      {derive && <Picker label={w().form} value={q.form} among={formNames} words={w().forms} onChoose={(form) => change({ form })} />}
      {derive && hasStructure && (
        <Picker label={w().structured} value={q.structured} among={structureNames} words={w().structures} onChoose={(s) => change({ structured: s })} />
      )}
    </div>
  );
}

/** The page of one question. */
export function Derive() {
  const q = question.value;
  const last = answered.value;
  const stale = last !== undefined && outcome.value !== last;
  const response = last?.result?.response;
  return (
    <>
      <h1 class="sr">Gradus: {w().tagline}</h1>
      {badLink.value && (
        <p class="mistake banner" role="alert">
          {w().link[badLink.value]}
        </p>
      )}
      <Input />
      <section class="answer" id="answer" tabIndex={-1} aria-label={w().answer} aria-busy={busy.value}>
        <Options />
        {last ? <Hero at={last} stale={stale} /> : <p class="hero empty">{q.text.trim() ? "" : w().empty}</p>}
        <p class="sr" aria-live="polite">
          {!stale && last?.result?.spoken?.[lang.value]}
        </p>
        {last?.result?.text && !stale && <ShapedText text={last.result.text} parts={last.result.parts.answer} />}
        {response?.ok && !stale && <Notes response={response} />}
        {response?.ok && !stale && last && <Share at={last} />}
      </section>
      {last && <Tabs at={last} stale={stale} />}
    </>
  );
}
