import type { DeriveRequest, NumbersRequest } from "gradus";
import { useState } from "preact/hooks";
import type { Outcome } from "../state/state.ts";
import { w } from "../words/words.ts";
import { scientific } from "./check.tsx";
import { useStudy } from "./study.ts";

type Rows = readonly (readonly number[])[];

/** Three digits that matter. */
export const short = (v: number): string => {
  if (v === 0 || Math.abs(v) < 1e-12) return "0";
  const size = Math.abs(v);
  return (
    size >= 1e4 || size < 1e-3
      ? v.toExponential(1)
      : v
          .toPrecision(3)
          .replace(/(\.\d*?)0+$/, "$1")
          .replace(/\.$/, "")
  ).replace("-", "−");
};

const most = 400;

/** The colour of an entry: how large it is among all, blue above zero and ochre below; both are light enough for the digits. */
function tone(v: number, top: number): string {
  const share = top > 0 ? Math.min(1, Math.abs(v) / top) : 0;
  return `color-mix(in oklab, var(${v >= 0 ? "--above" : "--below"}) ${Math.round(share * 100)}%, var(--card))`;
}

/** A matrix as a heat map, with its numbers; with `onChange` each can be changed. */
function Heat({
  title,
  rows,
  top,
  onChange,
}: {
  readonly title: string;
  readonly rows: Rows;
  readonly top?: number;
  readonly onChange?: (rows: Rows) => void;
}) {
  const greatest = top ?? Math.max(...rows.flat().map(Math.abs), 0);
  const large = rows.length * (rows[0]?.length ?? 0) > most;
  return (
    <figure class="heat">
      <figcaption>
        {title} <span class="shape">{`${rows.length} × ${rows[0]?.length ?? 0}`}</span>
      </figcaption>
      {large ? (
        <p class="soft">{w().numbers.large}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide matrix scrolls, and keys must reach it
        <div class="scroll" tabIndex={0}>
          <table aria-label={title}>
            <tbody>
              {rows.map((row, i) => (
                <tr key={i}>
                  {row.map((v, j) => (
                    <td key={j} style={{ background: tone(v, greatest) }}>
                      {onChange ? (
                        <input
                          aria-label={`${title}[${i + 1},${j + 1}]`}
                          inputMode="decimal"
                          value={short(v)}
                          onChange={(e) => {
                            const next = Number(e.currentTarget.value.replace("−", "-").trim());
                            if (!e.currentTarget.value.trim() || !Number.isFinite(next)) e.currentTarget.value = short(v);
                            else onChange(rows.map((r, k) => (k === i ? r.map((x, l) => (l === j ? next : x)) : r)));
                          }}
                        />
                      ) : (
                        short(v)
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}

const largestSize = 8;

/** f and its derivative at numbers that can be changed, beside differences of f. */
export function NumbersTab({ at }: { readonly at: Outcome }) {
  const [draw, setDraw] = useState(0);
  const [sizes, setSizes] = useState<Readonly<Record<string, number>>>({});
  const [values, setValues] = useState<Readonly<Record<string, Rows>>>({});
  const [last, setLast] = useState<typeof found>();
  const request = { ...(at.request as DeriveRequest), sizes, values, draw } satisfies NumbersRequest;
  const found = useStudy("numbers", request);
  if (found && found !== last) setLast(found);
  const now = found ?? last;
  const words = w().numbers;
  if (!now) return <p class="soft">{w().thinking}</p>;
  if (!now.ok) return <p class="soft">{now.error.message}</p>;
  const top = Math.max(...now.derivative.flat().map(Math.abs), 0);
  const gap = now.numeric ? Math.max(...now.derivative.flatMap((row, i) => row.map((v, j) => Math.abs(v - (now.numeric?.[i]?.[j] ?? Number.NaN))))) : undefined;
  return (
    <div class="numbers">
      <p class="soft">{words.about}</p>
      <div class="row">
        {Object.entries(now.sizes).map(([name, size]) => (
          <label class="picker" key={name}>
            <span>{name}</span>
            <select
              value={size}
              onChange={(e) => {
                setSizes({ ...now.sizes, [name]: Number(e.currentTarget.value) });
                setValues({});
              }}
            >
              {[...new Set([...Array.from({ length: largestSize }, (_, k) => k + 1), size])].map((k) => (
                <option key={k} value={k}>
                  {k}
                </option>
              ))}
            </select>
          </label>
        ))}
        <button
          type="button"
          class="plain"
          onClick={() => {
            setValues({});
            setDraw(draw + 1);
          }}
        >
          {words.again}
        </button>
      </div>
      <div class="heats">
        {Object.entries(now.values).map(([name, rows]) => (
          <Heat key={name} title={name} rows={rows} onChange={(next) => setValues({ ...now.values, [name]: next })} />
        ))}
      </div>
      <div class="heats results">
        <Heat title={words.f} rows={now.f} />
        <Heat title={words.derivative} rows={now.derivative} top={top} />
        {now.numeric && <Heat title={words.numeric} rows={now.numeric} top={top} />}
      </div>
      {gap !== undefined && (
        <p class="soft">
          {words.gap}: {scientific(gap)}
        </p>
      )}
    </div>
  );
}
