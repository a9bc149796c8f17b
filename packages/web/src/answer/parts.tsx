import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Part } from "../engine/messages.ts";
import { w } from "../words/words.ts";
import { shapeText } from "./said.ts";

interface Nest {
  readonly part: Part;
  readonly inner: Nest[];
}

/** Spans as a tree: each holds those within it. */
export function nested(parts: readonly Part[]): Nest[] {
  const sorted = [...parts].sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1]);
  const roots: Nest[] = [];
  const stack: Nest[] = [];
  for (const part of sorted) {
    while (stack.length && (stack.at(-1) as Nest).part.span[1] < part.span[1]) stack.pop();
    const holder = stack.at(-1);
    if (holder && holder.part.span[0] === part.span[0] && holder.part.span[1] === part.span[1]) continue;
    const nest: Nest = { part, inner: [] };
    (holder?.inner ?? roots).push(nest);
    stack.push(nest);
  }
  return roots;
}

/** The smallest part that holds a place. */
export function partAt(parts: readonly Part[], at: number): Part | undefined {
  let best: Part | undefined;
  for (const p of parts) if (p.span[0] <= at && at < p.span[1] && (!best || p.span[1] - p.span[0] < best.span[1] - best.span[0])) best = p;
  return best;
}

/** A text whose parts tell their shape: under the pointer, or by the arrow keys. */
export function ShapedText({ text, parts }: { readonly text: string; readonly parts: readonly Part[] }) {
  const [chosen, choose] = useState<Part>();
  const known = chosen && parts.includes(chosen) ? chosen : undefined;
  const order = [...parts].sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  const show = (nests: readonly Nest[], from: number, to: number): ComponentChildren[] => {
    const out: ComponentChildren[] = [];
    let at = from;
    for (const { part, inner } of nests) {
      const [start, end] = part.span;
      if (start < at) continue;
      out.push(text.slice(at, start));
      out.push(
        <span
          key={`${start}-${end}`}
          class={part === known ? "part chosen" : "part"}
          onPointerOver={(e) => {
            e.stopPropagation();
            choose(part);
          }}
        >
          {show(inner, start, end)}
        </span>,
      );
      at = end;
    }
    out.push(text.slice(at, to));
    return out;
  };
  return (
    <p class="as-text">
      <code
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go through the parts
        tabIndex={0}
        onPointerLeave={() => choose(undefined)}
        onBlur={() => choose(undefined)}
        onKeyDown={(e) => {
          const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
          if (!step || !order.length) return;
          e.preventDefault();
          const k = known ? order.indexOf(known) : step > 0 ? -1 : 0;
          choose(order[(k + step + order.length) % order.length]);
        }}
      >
        {show(nested(parts), 0, text.length)}
      </code>
      <span class="tells" aria-live="polite">
        {known ? `${text.slice(...known.span)}: ${shapeText(known.shape)}` : <span class="quiet">{w().hover}</span>}
      </span>
    </p>
  );
}
