import katex from "katex";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Whatever is written, KaTeX makes no links, loads nothing and runs nothing. */
export const mathOptions = { trust: false, throwOnError: false, strict: "ignore", maxExpand: 1000, maxSize: 40, output: "htmlAndMathml" } as const;

/** Longer than this it would take long to set, and nobody would read it. */
const longest = 6000;

/** LaTeX, as KaTeX shows it, with MathML for those who listen. */
export function MathTex({ tex, display = false }: { readonly tex: string; readonly display?: boolean }) {
  const at = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (at.current && tex.length > longest) at.current.textContent = `${tex.slice(0, longest)}…`;
    else if (at.current) katex.render(tex, at.current, { ...mathOptions, displayMode: display });
  }, [tex, display]);
  return <span class={display ? "math display" : "math"} ref={at} />;
}
