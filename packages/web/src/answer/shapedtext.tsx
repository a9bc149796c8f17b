import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Part } from "../engine/messages.ts";
import { w } from "../words/words.ts";
import { type Nest, nested } from "./parts.ts";
import { shapeText } from "./said.ts";

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
