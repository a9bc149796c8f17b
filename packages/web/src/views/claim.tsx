import type { CheckRequest, DeriveRequest } from "gradus";
import { Editor } from "../editor/editor.tsx";
import { change, type Outcome, question } from "../state/state.ts";
import { w } from "../words/words.ts";
import { Judged } from "./judged.tsx";
import { useStudy } from "./study.ts";

const marks: readonly { from: number; to: number }[] = [];

/** The request that checks a claim: one line is a derivative, several a derivation. */
function claimRequest(request: DeriveRequest, text: string): CheckRequest | undefined {
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
          <Editor
            id="claim"
            value={claim}
            read={() => question.peek().claim}
            label={words.label}
            placeholder={words.label}
            marks={marks}
            onChange={(text) => change({ claim: text })}
          />
        </div>
      </div>
      {request && (
        <div class="judged" aria-live="polite">
          {found ? <Judged found={found} /> : <p class="soft">{w().thinking}</p>}
        </div>
      )}
    </div>
  );
}
