/** The editor: loaded once the page stands. */
import { autocompletion, type CompletionContext, type CompletionResult, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, hoverTooltip, keymap, MatchDecorator, placeholder, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Vocabulary } from "../engine/messages.ts";

export interface Surface {
  readonly set: (text: string) => void;
  readonly mark: (marks: readonly { from: number; to: number }[]) => void;
  readonly insert: (text: string) => void;
  readonly rename: (label: string) => void;
  readonly focus: (at: number) => void;
  readonly close: () => void;
}

/** Where something is pasted: in the place of all there is, or of a part. */
export interface Place {
  readonly whole: boolean;
  readonly insert: (text: string) => void;
}

interface Options {
  readonly text: string;
  readonly label: string;
  readonly placeholder: string;
  readonly onChange: (text: string) => void;
  readonly words: () => Vocabulary | undefined;
  /** Takes a pasted text; true where it is read elsewhere. */
  readonly pasted: (text: string, place: Place) => boolean;
  readonly hover: (at: number) => { from: number; to: number; text: string } | undefined;
}

const types = ["scalar", "vector", "row", "matrix", "elementwise"];

const name = String.raw`[\p{L}_][\p{L}\p{M}\p{Nd}_₀-₉]*`;
const token = new RegExp(
  String.raw`(?<comment>#.*)|(?<type>(?<=[:：]\s*)(?:${types.join("|")})\b)|(?<call>${name})(?='*\()|(?<variable>${name})|(?<number>\d+(?:\.\d+)?)|(?<operator>[-+*/\\^.'⊗⊙∘=:;~]+)`,
  "gu",
);

const highlighter = new MatchDecorator({
  regexp: token,
  decoration: (match) => Decoration.mark({ class: `tok-${Object.keys(match.groups ?? {}).find((k) => match.groups?.[k] !== undefined)}` }),
});

const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = highlighter.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = highlighter.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const setMarks = StateEffect.define<readonly { from: number; to: number }[]>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, transaction) {
    let now = old.map(transaction.changes);
    for (const e of transaction.effects)
      if (e.is(setMarks)) {
        const length = transaction.newDoc.length;
        const ranges = e.value.map(({ from, to }) => ({ from: Math.min(from, Math.max(0, length - 1)), to: Math.min(Math.max(to, from + 1), length) }));
        now = Decoration.set(
          ranges.filter((r) => r.to > r.from).map((r) => Decoration.mark({ class: "tok-mistake" }).range(r.from, r.to)),
          true,
        );
      }
    return now;
  },
  provide: (f) => EditorView.decorations.from(f),
});

function complete(context: CompletionContext, words: Vocabulary | undefined): CompletionResult | null {
  const word = context.matchBefore(/[\p{L}_][\p{L}\p{Nd}_]*/u);
  if (!word || (word.to - word.from < 2 && !context.explicit)) return null;
  const line = context.state.doc.lineAt(word.from);
  const declaring = /[:：][^;；]*$/.test(line.text.slice(0, word.from - line.from));
  if (declaring)
    return {
      from: word.from,
      options: [...types.map((label) => ({ label, type: "type" })), ...(words?.properties.map((p) => ({ label: p.name, detail: p.meaning })) ?? [])],
    };
  return {
    from: word.from,
    options: (words?.functions ?? []).map((f) => ({
      label: f.name,
      detail: f.example,
      apply: (view: EditorView, _c: unknown, from: number, to: number) => {
        const open = view.state.sliceDoc(to, to + 1) === "(";
        view.dispatch({ changes: { from, to, insert: open ? f.name : `${f.name}()` }, selection: { anchor: from + f.name.length + 1 } });
      },
    })),
  };
}

/** Opens the editor in an element. */
export function openSurface(parent: HTMLElement, options: Options): Surface {
  const naming = new Compartment();
  const named = (label: string) => EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" });
  let silent = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        history(),
        autocompletion({ override: [(c) => complete(c, options.words())], icons: false, closeOnBlur: true }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        highlighting,
        EditorView.domEventHandlers({
          paste: (event, at) => {
            const { from, to } = at.state.selection.main;
            return options.pasted(event.clipboardData?.getData("text/plain") ?? "", {
              whole: from === 0 && to === at.state.doc.length,
              insert: (text) => at.dispatch(at.state.replaceSelection(text), { userEvent: "input.paste" }),
            });
          },
        }),
        marks,
        EditorView.lineWrapping,
        placeholder(options.placeholder),
        naming.of(named(options.label)),
        hoverTooltip((_view, at) => {
          const found = options.hover(at);
          if (!found) return null;
          const dom = document.createElement("div");
          dom.className = "shape-tip";
          dom.textContent = found.text;
          return { pos: found.from, end: found.to, create: () => ({ dom }) };
        }),
        EditorView.updateListener.of((u) => {
          if (u.docChanged && !silent) options.onChange(u.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    set(text) {
      const now = view.state.doc.toString();
      if (now === text) return;
      silent = true;
      view.dispatch({ changes: { from: 0, to: now.length, insert: text }, selection: { anchor: Math.min(view.state.selection.main.anchor, text.length) } });
      silent = false;
    },
    mark: (list) => view.dispatch({ effects: setMarks.of(list) }),
    insert(text) {
      const { from, to } = view.state.selection.main;
      const chosen = view.state.sliceDoc(from, to);
      const put = text.replace("~", chosen);
      const at = from + (text.includes("~") ? text.indexOf("~") + chosen.length : put.length);
      view.dispatch({ changes: { from, to, insert: put }, selection: { anchor: at } });
      view.focus();
    },
    rename: (label) => view.dispatch({ effects: naming.reconfigure(named(label)) }),
    focus(at) {
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } });
    },
    close: () => view.destroy(),
  };
}
