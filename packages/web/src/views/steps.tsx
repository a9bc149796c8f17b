import type { DeriveRequest } from "gradus";
import { useState } from "preact/hooks";
import { MathTex } from "../answer/math.tsx";
import { ShapedText } from "../answer/shapedtext.tsx";
import type { ShownStep } from "../engine/messages.ts";
import type { Outcome } from "../state/state.ts";
import { accentDigits } from "../state/theme.ts";
import { lang, w } from "../words/words.ts";
import { scientific } from "./check.tsx";
import { Choice } from "./choice.tsx";
import { CopyButton } from "./copy.tsx";
import { useStudy } from "./study.ts";

const methods = ["differential", "chain", "components", "definition"] as const;
const levels = ["brief", "normal", "full"] as const;

/** The line with a part of it in the accent. */
function marked(tex: string, part: string | undefined): string {
  if (!part) return tex;
  const at = tex.indexOf(part);
  // the letters of a command are no part of the formula
  if (at < 0 || /\\[A-Za-z]*$/.test(tex.slice(0, at))) return tex;
  return `${tex.slice(0, at)}\\textcolor{${accentDigits()}}{${part}}${tex.slice(at + part.length)}`;
}

/** One line of a derivation; open, it tells the rule, its source and what it rests on. */
function Line({ step, mark, onPoint }: { readonly step: ShownStep; readonly mark: string | undefined; readonly onPoint: (on: boolean) => void }) {
  const words = w().derivation;
  const details = [step.source, step.used.length ? `${w().used}: ${step.used.join(", ")}` : undefined].filter((d) => d !== undefined);
  return (
    <li
      class={step.kind}
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
      onFocusIn={() => onPoint(true)}
      onFocusOut={() => onPoint(false)}
    >
      <details>
        <summary>
          <span class="equation">
            <MathTex tex={`${step.leftLatex} = ${marked(step.latex, mark)}`} />
          </span>
          <span class="reason">{step.text[lang.value]}</span>
        </summary>
        <ShapedText text={step.after} parts={step.parts} />
        <p class="soft">
          <code>{step.rule}</code>
          {details.map((d) => (
            <span key={d}> · {d}</span>
          ))}
          {step.verified.status === "passed" && (
            <span>
              {" "}
              · {words.checked} {scientific(step.verified.maxError ?? 0)}
            </span>
          )}
        </p>
      </details>
    </li>
  );
}

/** What a step makes: a part of its line, or all of it. */
const came = (s: ShownStep): string | undefined => (s.kind === "rewrite" ? (s.changedLatex ?? s.latex) : undefined);

/** What a step touches in the line before it; of what is read off, where it stands there. */
const touched = (s: ShownStep, line: ShownStep): string | undefined =>
  s.kind === "read-off" ? s.latex : s.kind === "rewrite" ? (s.touchedLatex ?? line.latex) : undefined;

function Lines({ steps }: { readonly steps: readonly ShownStep[] }) {
  const [pointed, point] = useState<number>();
  const shown = steps.filter((s, k) => !(k && s.kind === "question" && s.left === "df"));
  return (
    <ol class="derivation">
      {shown.map((s, k) => (
        <Line
          key={`${s.rule} ${s.before} ${s.after}`}
          step={s}
          mark={pointed === k ? came(s) : pointed === k + 1 ? touched(shown[k + 1] as ShownStep, s) : undefined}
          onPoint={(on) => point(on ? k : undefined)}
        />
      ))}
    </ol>
  );
}

/** How the answer comes about: by a method, as detailed as wanted. */
export function StepsTab({ at }: { readonly at: Outcome }) {
  const [method, setMethod] = useState<(typeof methods)[number]>("differential");
  const [level, setLevel] = useState<(typeof levels)[number]>("normal");
  const found = useStudy("steps", { ...(at.request as DeriveRequest), steps: { method, detail: level } });
  const words = w().derivation;
  return (
    <div class="steps">
      <div class="row">
        <Choice name="method" label={words.method} value={method} among={methods} words={words.methods} onChoose={setMethod} />
        <Choice name="level" label={words.level} value={level} among={levels} words={words.levels} onChoose={setLevel} />
        {found?.ok && <CopyButton text={found.latex} label={words.copy} />}
      </div>
      {!found ? <p class="soft">{w().thinking}</p> : found.ok ? <Lines steps={found.steps} /> : <Refused error={found.error} />}
    </div>
  );
}

function Refused({ error }: { readonly error: { readonly code: string; readonly message: string; readonly hint?: string } }) {
  return (
    <p class="refusal">
      {error.message}
      {error.hint && `: ${error.hint}`}
    </p>
  );
}
