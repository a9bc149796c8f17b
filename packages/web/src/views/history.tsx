import { useEffect, useRef, useState } from "preact/hooks";
import { questionIn } from "../state/fragment.ts";
import { clearHistory, kept } from "../state/history.ts";
import { canRedo, canUndo, change, redo, undo } from "../state/state.ts";
import { w } from "../words/words.ts";

/** Undo and redo, and the questions asked before. */
export function HistoryTools() {
  const [open, setOpen] = useState(false);
  const words = w().history;
  return (
    <>
      <button type="button" class="icon" aria-label={words.undo} title={words.undo} disabled={!canUndo.value} onClick={undo}>
        ↶
      </button>
      <button type="button" class="icon" aria-label={words.redo} title={words.redo} disabled={!canRedo.value} onClick={redo}>
        ↷
      </button>
      <div class="holder">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {words.title}
        </button>
        {open && <Panel onClose={() => setOpen(false)} />}
      </div>
    </>
  );
}

function Panel({ onClose }: { readonly onClose: () => void }) {
  const at = useRef<HTMLDivElement>(null);
  const [bringBack, setBringBack] = useState<() => void>();
  const words = w().history;
  useEffect(() => {
    at.current?.querySelector<HTMLElement>("button")?.focus();
    const leave = (e: PointerEvent) => {
      if (e.target instanceof Node && !at.current?.parentElement?.contains(e.target)) onClose();
    };
    addEventListener("pointerdown", leave);
    return () => removeEventListener("pointerdown", leave);
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere within
    <div class="popover history" ref={at} onKeyDown={(e) => e.key === "Escape" && onClose()}>
      {kept.value.length === 0 && !bringBack && <p class="soft">{words.empty}</p>}
      <ul>
        {kept.value.map((fragment) => {
          const q = questionIn(fragment);
          if (typeof q === "string") return null;
          return (
            <li key={fragment}>
              <button
                type="button"
                onClick={() => {
                  change(q);
                  onClose();
                }}
              >
                <code>{q.text.replace(/\n/g, "; ")}</code>
                {q.by && <span class="soft"> {`${w().by} ${q.by}`}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      <p class="row">
        {kept.value.length > 0 && (
          <button type="button" class="act" onClick={() => setBringBack(() => clearHistory())}>
            {words.clear}
          </button>
        )}
        {bringBack && (
          <>
            <span class="soft" role="status">
              {words.cleared}
            </span>
            <button
              type="button"
              class="act"
              onClick={() => {
                bringBack();
                setBringBack(undefined);
              }}
            >
              {words.restore}
            </button>
          </>
        )}
        <button type="button" class="act" onClick={onClose}>
          {words.close}
        </button>
      </p>
    </div>
  );
}
