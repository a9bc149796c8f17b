import { useEffect, useRef } from "preact/hooks";
import { vocabulary } from "../state/state.ts";
import type { Place, Surface } from "./codemirror.ts";

export interface Mark {
  readonly from: number;
  readonly to: number;
}

interface EditorProps {
  readonly id: string;
  readonly value: string;
  /** The text as it is now: what was typed since the last drawing is in it. */
  readonly read: () => string;
  readonly label: string;
  readonly placeholder?: string;
  readonly marks: readonly Mark[];
  readonly onChange: (text: string) => void;
  /** What is shown where the pointer rests on a place of the text. */
  readonly hover?: (at: number) => { from: number; to: number; text: string } | undefined;
  /** Takes a pasted text; true where it is read elsewhere. */
  readonly pasted?: (text: string, place: Place) => boolean;
  /** Takes the means to insert at the cursor; `~` in the text is where the cursor goes. */
  readonly grip?: (insert: (text: string) => void) => void;
}

/** A text field at once; the editor takes its place when it is loaded. */
export function Editor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const surface = useRef<Surface>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    props.grip?.((text) => (surface.current ? surface.current.insert(text) : insertInto(plain.current, text)));
    let gone = false;
    const load = () =>
      import("./codemirror.ts").then(({ openSurface }) => {
        if (gone || !host.current) return;
        const focused = document.activeElement === plain.current;
        const cursor = plain.current?.selectionStart ?? 0;
        surface.current = openSurface(host.current, {
          text: latest.current.read(),
          label: props.label,
          placeholder: props.placeholder ?? "",
          onChange: (text) => latest.current.onChange(text),
          words: () => vocabulary.peek(),
          pasted: (text, place) => latest.current.pasted?.(text, place) ?? false,
          hover: (at) => latest.current.hover?.(at),
        });
        surface.current.mark(latest.current.marks);
        if (plain.current) plain.current.hidden = true;
        if (focused) surface.current.focus(cursor);
      });
    const idle = setTimeout(load, 200);
    return () => {
      gone = true;
      clearTimeout(idle);
      surface.current?.close();
    };
  }, []);
  useEffect(() => surface.current?.set(props.read()), [props.value]);
  useEffect(() => surface.current?.mark(props.marks), [props.marks]);
  useEffect(() => surface.current?.rename(props.label), [props.label]);

  return (
    <div class="editor" ref={host}>
      <textarea
        id={props.id}
        ref={plain}
        aria-label={props.label}
        placeholder={props.placeholder}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        rows={Math.min(12, props.value.split("\n").length)}
        value={props.value}
        onInput={(e) => props.onChange(e.currentTarget.value)}
      />
    </div>
  );
}

function insertInto(area: HTMLTextAreaElement | null, text: string): void {
  if (!area) return;
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const put = text.includes("~") ? text.replace("~", chosen) : text;
  area.value = value.slice(0, from) + put + value.slice(to);
  const at = from + (text.includes("~") ? text.indexOf("~") + chosen.length : put.length);
  area.setSelectionRange(at, at);
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}
