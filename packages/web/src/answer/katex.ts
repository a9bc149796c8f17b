/** KaTeX, which comes while the page already stands: until then an answer is there as text. */
import { signal } from "@preact/signals";
import type { KatexOptions } from "katex";

type Render = (tex: string, element: HTMLElement, options: KatexOptions) => void;

export const render = signal<Render | undefined>(undefined);

/** Settled once formulas can be set. */
export const loaded: Promise<void> = import("katex").then((m) => {
  render.value = m.default.render;
});

/** Whatever is written, KaTeX makes no links, loads nothing and runs nothing. */
const options = { trust: false, throwOnError: false, strict: "ignore", maxExpand: 1000, maxSize: 40, output: "htmlAndMathml" } as const;

/** Longer than this it would take long to set, and nobody would read it. */
const longest = 6000;

/** Sets LaTeX in an element. */
export function setTex(tex: string, element: HTMLElement, display = false): void {
  if (tex.length > longest) element.textContent = `${tex.slice(0, longest)}…`;
  else render.peek()?.(tex, element, { ...options, displayMode: display });
}
