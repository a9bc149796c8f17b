import type { CheckAnswer, CheckLink } from "gradus";
import { markOf } from "../answer/marks.ts";
import { MathTex } from "../answer/math.tsx";
import type { Claimed } from "../engine/messages.ts";
import { w } from "../words/words.ts";
import { short } from "./numbers.tsx";

type Rows = readonly (readonly number[])[];

const printed = (rows: Rows): string =>
  rows.length === 1 && rows[0]?.length === 1 ? short(rows[0][0] as number) : `[${rows.map((r) => r.map(short).join(", ")).join("; ")}]`;

const wordFor = (verdict: string): string => (w().verdicts as Readonly<Record<string, string>>)[verdict] ?? verdict;

/** A derivation, a mark beside each step. */
function Links({ links }: { readonly links: readonly CheckLink[] }) {
  return (
    <ol class="links">
      {links.map((l) => {
        const repaired = l.repaired ?? l.diagnosis?.repaired;
        const told = l.diagnosis?.message ?? l.reason;
        return (
          <li key={l.index} class={l.verdict}>
            <span class="mark" aria-hidden="true">
              {markOf(l.verdict)}
            </span>
            <span>
              <code>
                {l.left} = {l.right}
              </code>{" "}
              <span class="word">{wordFor(l.verdict)}</span>
              {told && <span class="reason">{told}</span>}
              {repaired && (
                <span class="reason">
                  → <code>{repaired}</code>
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Counterexample({ at }: { readonly at: NonNullable<CheckAnswer["counterexample"]> }) {
  const words = w().claim;
  const rows: [string, Rows | undefined][] = [...Object.entries(at.values), [words.yours, at.left], [words.right, at.right]];
  return (
    <div class="counter">
      <p class="soft">{words.counterexample}</p>
      <dl class="facts">
        {rows.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <code>{printed(value)}</code>
                </dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}

/** A verdict with all that comes with it: the layout, the mistake, what it rests on, the right answer, a point where the claim fails. */
export function Judged({ found }: { readonly found: Claimed }) {
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
  const { links, diagnosis, verdict } = r;
  const told = diagnosis?.message ?? r.reason;
  const repaired = diagnosis?.repaired;
  return (
    <>
      <p class={`verdict ${verdict}`}>
        <span aria-hidden="true">{markOf(verdict)} </span>
        {wordFor(verdict)}
        {r.assumptions.length > 0 && (
          <span class="under">
            {r.assumptions.map((a) => (
              <code key={a}>{a}</code>
            ))}
          </span>
        )}
        {told && <span class="reason">{told}</span>}
        {repaired && (
          <span class="reason">
            → <code>{repaired}</code>
          </span>
        )}
      </p>
      {links && <Links links={links} />}
      {found.right && verdict === "wrong" && (
        <p class="row">
          <span class="soft">{words.rightOne}</span> <MathTex tex={found.right} />
        </p>
      )}
      {r.counterexample && <Counterexample at={r.counterexample} />}
    </>
  );
}
