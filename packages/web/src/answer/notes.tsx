import type { Response } from "gradus";
import { w } from "../words/words.ts";

/** What the answer rests on: properties used, conditions, notes. */
export function Notes({ response }: { readonly response: Extract<Response, { ok: true }> }) {
  const { used, conditions, notes } = response;
  const rows: [string, readonly string[]][] = [
    [w().used, used],
    [w().conditions, conditions],
  ];
  const shown = rows.filter(([, list]) => list.length);
  if (!shown.length && !notes.length) return null;
  return (
    <dl class="notes">
      {shown.map(([title, list]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            {list.map((t) => (
              <code key={t}>{t}</code>
            ))}
          </dd>
        </div>
      ))}
      {notes.length > 0 && (
        <div>
          <dt aria-hidden="true">·</dt>
          <dd>
            {notes.map((n) => (
              <p key={n.code + n.message}>{n.message}</p>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}
