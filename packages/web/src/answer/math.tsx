import { useLayoutEffect, useRef } from "preact/hooks";
import { render, setTex } from "./katex.ts";

/** LaTeX, as KaTeX shows it, with MathML for those who listen. */
export function MathTex({ tex, display = false }: { readonly tex: string; readonly display?: boolean }) {
  const at = useRef<HTMLSpanElement>(null);
  const ready = render.value !== undefined;
  useLayoutEffect(() => {
    if (at.current && ready) setTex(tex, at.current, display);
  }, [tex, display, ready]);
  return <span class={display ? "math display" : "math"} ref={at} />;
}
