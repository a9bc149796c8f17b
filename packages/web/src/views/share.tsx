import { useEffect, useState } from "preact/hooks";
import { latexOf } from "../answer/said.ts";
import { fragmentOf } from "../state/fragment.ts";
import type { Outcome } from "../state/state.ts";
import { w } from "../words/words.ts";

const actions = ["link", "text", "latex", "markdown", "svg", "png"] as const;
type Action = (typeof actions)[number];

/** The derivatives of a list and what they share, a line each. */
function listed(at: Outcome): string | undefined {
  const r = at.result?.response;
  if (!r?.ok || !("derivatives" in r)) return undefined;
  return [...(r.where ?? []).map((p) => `${p.name} = ${p.expression}`), ...r.derivatives.map((d) => `d/d(${d.wrt}) = ${d.derivative}`)].join("\n");
}

/** What each copies; pictures are drawn by a part that is loaded when first asked for. */
async function carryOut(action: Action, at: Outcome): Promise<"copied" | "saved"> {
  const tex = at.result && latexOf(at.question, at.result);
  const text = at.result?.text ?? listed(at) ?? tex ?? "";
  const texts: Readonly<Record<string, () => string>> = {
    link: () => `${location.href.split("#")[0]}#${fragmentOf(at.question)}`,
    text: () => text,
    latex: () => tex ?? text,
    markdown: () => (tex ? `$$\n${tex}\n$$` : `\`${text}\``),
  };
  const write = texts[action];
  if (write) {
    await navigator.clipboard.writeText(write());
    return "copied";
  }
  const { drawSvg, rasterize } = await import("../answer/drawing.ts");
  const svg = drawSvg(tex ?? text);
  const blob = action === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await rasterize(svg);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `gradus.${action}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return "saved";
}

/** Copies of the answer. */
export function Share({ at }: { readonly at: Outcome }) {
  const [done, setDone] = useState<{ action: Action; what: "copied" | "saved" | "refused" }>();
  const words = w().share;
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(undefined), 2500);
    return () => clearTimeout(timer);
  }, [done]);
  const hasTex = at.result && latexOf(at.question, at.result) !== undefined;
  return (
    <div class="share">
      <span class="soft">{words.copy}</span>
      {actions
        .filter((a) => hasTex || a === "link")
        .map((action) => (
          <button
            type="button"
            class="plain"
            key={action}
            onClick={() =>
              carryOut(action, at).then(
                (what) => setDone({ action, what }),
                () => setDone({ action, what: "refused" }),
              )
            }
          >
            {words[action]}
          </button>
        ))}
      <span class="soft" role="status">
        {done && `${words[done.action]}: ${words[done.what]}`}
      </span>
    </div>
  );
}
