import { useEffect, useRef, useState } from "preact/hooks";
import { piecesOf, withDeclaration } from "../state/document.ts";
import { namesBy } from "../state/question.ts";
import { answered, change, question, vocabulary } from "../state/state.ts";
import { w } from "../words/words.ts";
import { fits, partsOf, type TypeParts, typeOf } from "./type.ts";

const kinds = ["scalar", "vector", "row", "matrix"] as const;

/** The variables found, each with its type; a click changes it. */
export function Chips() {
  const [open, setOpen] = useState<string>();
  const declared = answered.value?.result?.response.ok ? answered.value.result.response.declared : {};
  const typed = new Set(piecesOf(question.value.text).flatMap((p) => (p.kind === "declaration" ? [p.text.split(/[:：]/)[0]?.trim()] : [])));
  const names = Object.keys(declared);
  if (!names.length) return null;
  return (
    <ul class="chips" aria-label={w().declared}>
      {names.map((name) => (
        <li key={name}>
          <button
            type="button"
            class={typed.has(name) ? "chip typed" : "chip"}
            aria-expanded={open === name}
            aria-label={w().chip.open(name, declared[name] as string)}
            title={typed.has(name) ? w().typed : w().inferred}
            onClick={() => setOpen(open === name ? undefined : name)}
          >
            <b>{name}</b> {declared[name]}
          </button>
          {open === name && <ChipEditor name={name} type={declared[name] as string} typed={typed.has(name)} onClose={() => setOpen(undefined)} />}
        </li>
      ))}
    </ul>
  );
}

function ChipEditor({ name, type, typed, onClose }: { readonly name: string; readonly type: string; readonly typed: boolean; readonly onClose: () => void }) {
  const at = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState(type);
  useEffect(() => setDraft(type), [type]);
  const t = partsOf(draft);
  useEffect(() => {
    at.current?.querySelector<HTMLElement>("select, button, input")?.focus();
    const leave = (e: PointerEvent) => {
      if (e.target instanceof Node && !at.current?.parentElement?.contains(e.target)) onClose();
    };
    addEventListener("pointerdown", leave);
    return () => removeEventListener("pointerdown", leave);
  }, []);
  const declare = (next: Partial<TypeParts>) => {
    const now = typeOf({ ...t, ...next });
    setDraft(now);
    change({ text: withDeclaration(question.peek().text, name, now) });
  };
  const words = w().chip;
  const dimension = (k: number, label: string) => (
    <label class="picker">
      <span>{label}</span>
      <input
        value={t.dimensions[k] ?? t.dimensions[0] ?? ""}
        size={4}
        maxLength={40}
        spellcheck={false}
        onChange={(e) => {
          const value = e.currentTarget.value.trim();
          if (!/^[\p{L}\p{Nd}_*+\- ^]+$/u.test(value)) return;
          const dims = [...t.dimensions];
          if (dims.length === 1 && t.kind === "matrix") dims.push(dims[0] as string);
          dims[k] = value;
          declare({ dimensions: dims });
        }}
      />
    </label>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere within
    <div class="popover" ref={at} onKeyDown={(e) => e.key === "Escape" && onClose()}>
      {t.kind !== "other" && (
        <div class="row">
          <label class="picker">
            <span>{words.kind}</span>
            <select
              value={t.kind}
              onChange={(e) => {
                const kind = e.currentTarget.value as (typeof kinds)[number];
                const kept = t.properties.filter((p) => {
                  const shape = vocabulary.value?.properties.find((q) => q.name === p)?.shape;
                  return shape && fits(shape, { ...t, kind });
                });
                declare({ kind, properties: kept });
              }}
            >
              {kinds.map((k) => (
                <option key={k} value={k}>
                  {words.kinds[k]}
                </option>
              ))}
            </select>
          </label>
          {t.kind === "matrix" && dimension(0, words.rows)}
          {t.kind === "matrix" && dimension(1, words.cols)}
          {(t.kind === "vector" || t.kind === "row") && dimension(0, words.size)}
        </div>
      )}
      {t.kind !== "other" && (
        <fieldset>
          <legend>{words.properties}</legend>
          <div class="properties">
            {vocabulary.value?.properties
              .filter((p) => fits(p.shape, t) || t.properties.includes(p.name))
              .map((p) => (
                <label key={p.name} title={p.meaning}>
                  <input
                    type="checkbox"
                    checked={t.properties.includes(p.name)}
                    onChange={(e) => declare({ properties: e.currentTarget.checked ? [...t.properties, p.name] : t.properties.filter((q) => q !== p.name) })}
                  />
                  {p.name}
                </label>
              ))}
          </div>
        </fieldset>
      )}
      <div class="row">
        {!namesBy(question.value.by).includes(name) && (
          <button
            type="button"
            onClick={() => {
              change({ by: name });
              onClose();
            }}
          >
            {words.differentiate}
          </button>
        )}
        {typed && (
          <button
            type="button"
            onClick={() => {
              change({ text: withDeclaration(question.peek().text, name, undefined) });
              onClose();
            }}
          >
            {words.infer}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </div>
  );
}
