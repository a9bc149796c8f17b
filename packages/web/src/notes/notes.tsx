import type { FileReport } from "gradus-notes";
import { useEffect, useState } from "preact/hooks";
import { Lane, Unanswered } from "../engine/client.ts";
import { lang, w } from "../words/words.ts";
import { dropped, over } from "./dropped.ts";

const reader = new Lane();

/** The longest file that is read. */
const longest = 2_000_000;
/** How long it may take, in milliseconds. */
const budget = 120_000;

type State =
  | { readonly kind: "none" }
  | { readonly kind: "busy"; readonly file: string }
  | { readonly kind: "failed"; readonly why: "slow" | "failed" | "large" }
  | { readonly kind: "done"; readonly file: string; readonly text: string; readonly report: FileReport };

const marks: Readonly<Record<string, string>> = { correct: "✓", wrong: "✗", undecided: "?", "other-layout": "≈", "under-assumption": "≈" };

/** Lecture notes: a file dropped here is checked, and shown with what was found in its place. */
export function Notes() {
  const [state, setState] = useState<State>({ kind: "none" });
  const words = w().notesView;
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > longest) return setState({ kind: "failed", why: "large" });
    setState({ kind: "busy", file: file.name });
    const text = await file.text();
    try {
      setState({ kind: "done", file: file.name, text, report: await reader.ask("notes", { text, file: file.name, lang: lang.peek() }, budget) });
    } catch (e) {
      if (e instanceof Unanswered && e.reason !== "superseded") setState({ kind: "failed", why: e.reason });
    }
  };
  useEffect(() => {
    const file = dropped.value;
    dropped.value = undefined;
    read(file);
  }, [dropped.value]);
  return (
    <div class="notes-page">
      <h1>{w().notes}</h1>
      <p class="soft">{words.about}</p>
      <label class={over.value ? "drop over" : "drop"}>
        <span>{words.drop}</span>
        <input class="sr" type="file" accept=".md,.tex,.ipynb,.txt" onChange={(e) => read(e.currentTarget.files?.[0])} />
        <span class="plain" aria-hidden="true">
          {words.choose}
        </span>
        {"file" in state && <span class="soft">{state.file}</span>}
      </label>
      <div aria-live="polite">
        {state.kind === "busy" && <p class="soft">{`${state.file}: ${w().thinking}`}</p>}
        {state.kind === "failed" && <p class="mistake">{words[state.why]}</p>}
        {state.kind === "done" && <Found text={state.text} report={state.report} />}
      </div>
    </div>
  );
}

/** The document by lines, findings under the line they are in. */
function Found({ text, report }: { readonly text: string; readonly report: FileReport }) {
  const s = report.summary;
  const verdicts: Readonly<Record<string, string>> = w().verdicts;
  const told = new Map<number, FileReport["equalities"][number][]>();
  for (const e of report.equalities) if (e.verdict) told.set(e.line, [...(told.get(e.line) ?? []), e]);
  return (
    <>
      <p>{w().notesView.summary(s.claims, s.correct + s["other-layout"] + s["under-assumption"], s.wrong, s.undecided)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long document scrolls, and keys must reach it */}
      <ol class="document" tabIndex={0}>
        {text.split("\n").map((line, k) => {
          const here = told.get(k + 1);
          return (
            <li key={`${k} ${line}`} class={here ? "told" : ""}>
              <code>{line || " "}</code>
              {here?.map((e) => (
                <p key={`${e.col} ${e.source}`} class={`finding ${e.verdict}`}>
                  <span aria-hidden="true">{marks[e.verdict as string]} </span>
                  {verdicts[e.verdict as string]}
                  {e.diagnosis && `: ${e.diagnosis.message}`}
                  {e.assumptions?.length ? ` (${e.assumptions.join(", ")})` : ""}
                  {e.derivative && (
                    <>
                      {" "}
                      → <code>{e.suggestion ?? e.derivative}</code>
                    </>
                  )}
                </p>
              ))}
            </li>
          );
        })}
      </ol>
    </>
  );
}
