/** A choice among a few, all in sight: radio buttons in one row. */
export function Choice<Value extends string | number>(props: {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly among: readonly Value[];
  readonly words: Readonly<Record<Value, string>>;
  readonly onChoose: (value: Value) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{props.label}</legend>
      {props.among.map((v) => (
        <label key={v}>
          <input type="radio" name={props.name} checked={v === props.value} onChange={() => props.onChoose(v)} />
          <span>{props.words[v]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A choice among many: a list that opens. */
export function Picker<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly among: readonly Value[];
  readonly words: Readonly<Record<Value, string>>;
  readonly onChoose: (value: Value) => void;
}) {
  return (
    <label class="picker">
      <span>{props.label}</span>
      <select value={props.value} onChange={(e) => props.onChoose(e.currentTarget.value as Value)}>
        {props.among.map((v) => (
          <option key={v} value={v}>
            {props.words[v]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Something on or off. */
export function Tick(props: { readonly label: string; readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={props.on} onChange={(e) => props.onChange(e.currentTarget.checked)} />
      <span>{props.label}</span>
    </label>
  );
}
