import type { CodeAnswer, CodeCost, CodeRequest, DeriveRequest } from "gradus";
import { useState } from "preact/hooks";
import { sizeText } from "../answer/said.ts";
import type { Outcome } from "../state/state.ts";
import { recall, remember } from "../state/storage.ts";
import { w } from "../words/words.ts";
import { Choice, Tick } from "./choice.tsx";
import { CopyButton } from "./copy.tsx";
import { useStudy } from "./study.ts";
import { type TargetName, targetNames, targets } from "./targets.ts";

interface Wanted {
  readonly target: TargetName;
  readonly hessian: boolean;
  readonly hvp: boolean;
  readonly withCheck: boolean;
}

/** The request for code that goes with a derivative: forms are ways to write an answer, of which code has those of matrices and along a direction. */
function codeRequest(at: Outcome, { target, hessian, hvp, withCheck }: Wanted): CodeRequest {
  const { task: _task, form: _form, order: _order, ...question } = at.request as DeriveRequest;
  return { ...question, task: "code", emit: [target], ...(hessian && { order: 2 }), ...(hvp && { hvp }), ...(withCheck && { withCheck }) };
}

/** What each function costs; open, what each of its lines does. */
function Costs({ costs }: { readonly costs: Readonly<Record<string, CodeCost>> }) {
  const words = w().code;
  const functions: Readonly<Record<string, string>> = words.functions;
  const row = (name: string, c: { readonly flops: string; readonly memory: string }, of = "") => (
    <tr key={`${of} ${name}`} class={of ? "detail" : ""}>
      <th scope="row">{of ? <code>{name}</code> : (functions[name] ?? name)}</th>
      <td>{sizeText(c.flops)}</td>
      <td>{sizeText(c.memory)}</td>
    </tr>
  );
  const table = (rows: preact.JSX.Element[]) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and keys must reach it
    <div class="scroll" tabIndex={0}>
      <table class="costs">
        <thead>
          <tr>
            <th scope="col">{words.of}</th>
            <th scope="col">{words.flops}</th>
            <th scope="col">{words.memory}</th>
          </tr>
        </thead>
        <tbody>{rows}</tbody>
      </table>
    </div>
  );
  const all = Object.entries(costs);
  return (
    <section aria-label={words.cost}>
      {table(all.map(([name, c]) => row(name, c)))}
      <details class="soft">
        <summary>{words.lines}</summary>
        {table(all.flatMap(([name, c]) => [row(name, c), ...c.lines.map((l) => row(l.name, l, name))]))}
      </details>
    </section>
  );
}

/** A function of value and derivative in another language, with what it costs. */
export function CodeTab({ at }: { readonly at: Outcome }) {
  const [wanted, setWanted] = useState<Wanted>(() => ({
    target: targetNames.find((t) => t === recall("target")) ?? "numpy",
    hessian: at.question.order === 2,
    hvp: at.question.form === "hvp",
    withCheck: false,
  }));
  const request = codeRequest(at, wanted);
  const found = useStudy("code", request);
  const [last, setLast] = useState<{ of: string; code: CodeAnswer }>();
  const words = w().code;
  // another language or option keeps what stands in sight until the new text is there; another question does not
  const of = JSON.stringify(at.request);
  if (found?.ok && found !== last?.code) setLast({ of, code: found });
  const code = found?.ok ? found : !found && last?.of === of ? last.code : undefined;
  const text = code && Object.values(code.code)[0];
  const option = (name: "hessian" | "hvp" | "withCheck") => (
    <Tick label={words[name]} on={wanted[name]} onChange={(on) => setWanted({ ...wanted, [name]: on })} />
  );
  return (
    <div class="code">
      <Choice
        name="target"
        label={words.target}
        value={wanted.target}
        among={targetNames}
        words={targets}
        onChoose={(target) => {
          remember("target", target);
          setWanted({ ...wanted, target });
        }}
      />
      <div class="row ticks">
        {option("hessian")}
        {option("hvp")}
        {option("withCheck")}
        {found?.ok && text && <CopyButton text={text} label={words.copy} />}
      </div>
      {text && (
        <div class={found ? "" : "stale"} aria-busy={!found}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, and keys must reach them */}
          <pre tabIndex={0}>
            <code>{text}</code>
          </pre>
          <Costs costs={code.costs} />
        </div>
      )}
      {!text && !found && <p class="soft">{w().thinking}</p>}
      {found && !found.ok && (
        <p class="refusal" role="status">
          {found.error.message}
          {found.error.hint && <span class="soft"> {found.error.hint}</span>}
        </p>
      )}
    </div>
  );
}
