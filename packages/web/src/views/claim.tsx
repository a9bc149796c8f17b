import type { CheckRequest, DeriveRequest } from "gradus";
import { MathTex } from "../answer/math.tsx";
import { Editor } from "../editor/editor.tsx";
import type { Claimed } from "../engine/messages.ts";
import { change, type Outcome, question } from "../state/state.ts";
import { w } from "../words/words.ts";
import { short } from "./numbers.tsx";
import { useStudy } from "./study.ts";

type Rows = readonly (readonly number[])[];
const marks: readonly { from: number; to: number }[] = [];

const printed = (rows: Rows): string =>
  rows.length === 1 && rows[0]?.length === 1 ? short(rows[0][0] as number) : `[${rows.map((r) => r.map(short).join(", ")).join("; ")}]`;

/** The request that checks a claim: one line is a derivative, several a derivation. */
export function claimRequest(request: DeriveRequest, text: string): CheckRequest | undefined {
  const lines = text
    .split("\n")
    .map((l) => l.trim())
    .filter(Boolean);
  if (!lines.length) return undefined;
  const { declare, define, expression, wrt, order, layout, lang } = request;
  const common = {
    task: "check" as const,
    ...(declare && { declare }),
    ...(define && { define }),
    expression,
    wrt,
    ...(order && { order }),
    ...(layout && { layout }),
    ...(lang && { lang }),
  };
  return lines.length === 1 ? { ...common, claim: lines[0] as string } : { ...common, lines };
}

/** A second input: what the person got, and whether it is right. */
export function ClaimTab({ at }: { readonly at: Outcome }) {
  const { claim } = question.value;
  const request = claimRequest(at.request as DeriveRequest, claim);
  const found = useStudy("claim", request);
  const words = w().claim;
  return (
    <div class="claim">
      <p class="soft">{words.about}</p>
      <div class="input">
        <div class="fields">
          <Editor id="claim" value={claim} label={words.label} placeholder={words.label} marks={marks} onChange={(text) => change({ claim: text })} />
        </div>
      </div>
      {request && (
        <div class="judged" aria-live="polite">
          {found ? <Judged found={found} layout={request.layout} /> : <p class="soft">{w().thinking}</p>}
        </div>
      )}
    </div>
  );
}

/** What is said of one line of a derivation. */
interface Link {
  readonly index: number;
  readonly verdict: string;
  readonly diagnosis?: string;
  readonly repaired?: string;
}

function Links({ links }: { readonly links: readonly Link[] }) {
  const verdicts: Readonly<Record<string, string>> = w().verdicts;
  return (
    <ol class="links">
      {links.map((l) => (
        <li key={l.index} class={l.verdict}>
          <span aria-hidden="true">{l.verdict === "correct" ? "✓" : l.verdict === "wrong" ? "✗" : "?"}</span> {w().claim.line(l.index + 1)}:{" "}
          {verdicts[l.verdict] ?? l.verdict}
          {l.diagnosis && <span class="reason"> {l.diagnosis}</span>}
          {l.repaired && <code> {l.repaired}</code>}
        </li>
      ))}
    </ol>
  );
}

function Judged({ found, layout }: { readonly found: Claimed; readonly layout: CheckRequest["layout"] }) {
  const r = found.response;
  const words = w().claim;
  if (!r.ok)
    return (
      <p class="mistake">
        {r.error.message}
        {r.error.hint && <span class="hint"> {r.error.hint}</span>}
      </p>
    );
  if (!("by" in r)) return null;
  const inOther = r.verdict !== "wrong" && r.layout && r.layout !== layout ? words.inLayout(w().layouts[r.layout]) : undefined;
  const verdicts: Readonly<Record<string, string>> = w().verdicts;
  const { links } = r as { links?: readonly Link[] };
  return (
    <>
      <p class={`verdict ${r.verdict}`}>
        {(r.verdict === "correct" && inOther) || (verdicts[r.verdict] ?? r.verdict)}
        {(r.diagnosis ?? r.reason) && <span class="reason">{r.diagnosis ?? r.reason}</span>}
      </p>
      {links && <Links links={links} />}
      {r.assumptions.length > 0 && (
        <p class="soft">
          {words.assumptions}:{" "}
          {r.assumptions.map((a) => (
            <code key={a}>{a} </code>
          ))}
        </p>
      )}
      {found.right && r.verdict === "wrong" && (
        <p class="row">
          <span class="soft">{words.rightOne}</span> <MathTex tex={found.right} />
        </p>
      )}
      {r.counterexample && (
        <div class="counter">
          <p class="soft">{words.counterexample}</p>
          <dl class="facts">
            {Object.entries(r.counterexample.values).map(([name, rows]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <code>{printed(rows)}</code>
                </dd>
              </div>
            ))}
            <div>
              <dt>{words.yours}</dt>
              <dd>
                <code>{printed(r.counterexample.left)}</code>
              </dd>
            </div>
            {r.counterexample.right && (
              <div>
                <dt>{words.right}</dt>
                <dd>
                  <code>{printed(r.counterexample.right)}</code>
                </dd>
              </div>
            )}
          </dl>
        </div>
      )}
    </>
  );
}
