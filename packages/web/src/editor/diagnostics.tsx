import type { Failure } from "gradus";
import type { Fix } from "../engine/messages.ts";
import { type Problem, placeInText, type Reading } from "../state/document.ts";
import { change, type Outcome } from "../state/state.ts";
import { w } from "../words/words.ts";
import type { Mark } from "./editor.tsx";

/** The mistake that a response reports. */
export const failureOf = (at: Outcome | undefined): Failure | undefined => (at?.result && !at.result.response.ok ? at.result.response.error : undefined);

const problemText = (p: Problem): string => w().problems[p.code](p.name);

/** What is underlined in the text. */
export function marksOf(at: Outcome | undefined): Mark[] {
  if (!at) return [];
  const marks = at.reading.problems.map(({ span: [from, to] }) => ({ from, to }));
  const failure = failureOf(at);
  const place = failure && placeInText(at.reading, failure.in, failure.span);
  if (place && place[1] > place[0]) marks.unshift({ from: place[0], to: place[1] });
  return marks;
}

function apply(at: Outcome, fix: Fix): void {
  const place = fix.span && placeInText(at.reading, fix.in, fix.span);
  if (!fix.span) change({ text: `${fix.text}\n${at.question.text}` });
  else if (place) change({ text: at.question.text.slice(0, place[0]) + fix.text + at.question.text.slice(place[1]) });
  else if (fix.in === "wrt") change({ by: fix.text });
}

function quoteAt(reading: Reading, text: string, failure: Failure): string {
  const place = placeInText(reading, failure.in, failure.span);
  const quote = place ? text.slice(...place).trim() : "";
  return quote.length > 40 ? `${quote.slice(0, 39)}…` : quote;
}

/** What is wrong, under the text, with what to write instead one click away. */
export function Diagnostics({ at }: { readonly at: Outcome | undefined }) {
  const failure = failureOf(at);
  const problems = at?.reading.problems ?? [];
  const waiting = at?.failure;
  const isBlank = failure?.code === "empty" && !at?.reading.expression;
  return (
    <div class="diagnostics" aria-live="polite">
      {waiting && <p class="mistake">{w()[waiting]}</p>}
      {at && failure && !isBlank && (
        <div class="mistake">
          <p>
            {quoteAt(at.reading, at.question.text, failure) && <code>{quoteAt(at.reading, at.question.text, failure)}</code>}
            <span>{failure.message}</span>
            {failure.hint && !at.result?.fixes.length && <span class="hint">{failure.hint}</span>}
          </p>
          {at.result && at.result.fixes.length > 0 && (
            <p class="fixes">
              {at.result.fixes.map((fix) => (
                <button type="button" key={fix.label} onClick={() => apply(at, fix)}>
                  {fix.span ? w().replaceBy : w().addDeclaration} <code>{fix.label}</code>
                </button>
              ))}
            </p>
          )}
        </div>
      )}
      {problems.map((p) => (
        <p class="mistake mild" key={`${p.code}${p.span[0]}`}>
          {problemText(p)}
        </p>
      ))}
    </div>
  );
}
