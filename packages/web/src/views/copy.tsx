import { useState } from "preact/hooks";
import { w } from "../words/words.ts";

/** How long it says that it was copied. */
const said = 2000;

/** A button that copies a text, and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [done, setDone] = useState<"copied" | "refused">();
  const say = (what: "copied" | "refused") => {
    setDone(what);
    setTimeout(() => setDone(undefined), said);
  };
  return (
    <button
      type="button"
      class="plain"
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => say("copied"),
          () => say("refused"),
        )
      }
    >
      {done ? w().share[done] : label}
    </button>
  );
}
