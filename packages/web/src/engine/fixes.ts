import { answer, parse } from "gradus";
import type { Asked, Fix } from "./messages.ts";

const prose = /\s(?:for|to|as|of|where|the|in|by)\s.*$/s;
const most = 4;

/** The alternatives that a hint names: `write det(A), abs(A) or norm2(A)`, `did you mean tr?`. */
export function offersIn(hint: string): string[] {
  const said = /(?:^|; )(?:write|did you mean) (.+?)(?:\?|; |$)/s.exec(hint)?.[1];
  if (!said) return [];
  return splitOutside(said)
    .map((s) => s.replace(prose, "").trim())
    .filter((s) => s && !s.includes("…"));
}

/** Declarations that a hint offers: `declare k: scalar integer`, `one of these would do: q: scalar; w: scalar`. */
export function declarationsIn(hint: string): string[] {
  const said = /one of these would do: (.+)$/s.exec(hint)?.[1] ?? /(?:^|\bor )declare (\S+: .+)$/s.exec(hint)?.[1];
  return said ? said.split("; ").filter((d) => /^\S+: \S/.test(d) && !d.includes("…")) : [];
}

/** At `, ` and ` or ` outside brackets. */
function splitOutside(text: string): string[] {
  const out = [""];
  let depth = 0;
  for (const part of text.split(/(, or |, | or |[()[\]])/)) {
    if (part === "(" || part === "[") depth++;
    if (part === ")" || part === "]") depth--;
    if (depth === 0 && /^(?:, or |, | or )$/.test(part)) out.push("");
    else out[out.length - 1] += part;
  }
  return out;
}

/** The places to try: what is marked, then what holds it in the tree. */
function placesOf(text: string, span: readonly [number, number]): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [span];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const at = (node as { span?: readonly [number, number] }).span;
    if (at && at[0] <= span[0] && at[1] >= span[1] && (at[0] !== span[0] || at[1] !== span[1])) found.splice(1, 0, at);
    for (const part of Array.isArray(node) ? node : Object.values(node)) visit(part);
  };
  if (text.length < 2000) visit(parse(text).tree);
  return found.slice(0, 3);
}

type Put = (text: string) => Asked;

/** Reads and replaces the text of a field of the request. */
function field(request: Asked, name: string): { text: string; put: Put } | undefined {
  const record = request as unknown as Record<string, unknown>;
  const [outer, inner] = name.split(/\.(.*)/s) as [string, string | undefined];
  const value = Object.hasOwn(record, outer) ? record[outer] : undefined;
  if (inner === undefined) return typeof value === "string" ? { text: value, put: (text) => ({ ...request, [outer]: text }) as Asked } : undefined;
  const part = typeof value === "object" && value !== null && Object.hasOwn(value, inner) ? (value as Record<string, unknown>)[inner] : undefined;
  return typeof part === "string" ? { text: part, put: (text) => ({ ...request, [outer]: { ...(value as object), [inner]: text } }) as Asked } : undefined;
}

/** What to write instead of a mistake, each tried: the mistake is gone with it. */
export function fixesOf(asked: Asked): Fix[] {
  // hints are read in English
  const request: Asked = { ...asked, lang: "en" };
  const failed = answer({ ...request, verify: false });
  if (failed.ok || !failed.error.hint) return [];
  const { error } = failed;
  const where = error.in ?? "expression";
  const fixes: Fix[] = [];
  const helps = (changed: Asked, beyond: number): boolean => {
    const now = answer({ ...changed, verify: false });
    if (now.ok) return true;
    if (now.error.code === "unsupported" || now.error.code === "budget") return true;
    return (now.error.in ?? "expression") === where && now.error.span[0] >= beyond && now.error.span[0] > error.span[0];
  };
  const f = field(request, where);
  if (f)
    for (const text of offersIn(error.hint as string).slice(0, most)) {
      for (const [from, to] of placesOf(f.text, error.span)) {
        if (!helps(f.put(f.text.slice(0, from) + text + f.text.slice(to)), from + text.length)) continue;
        fixes.push({ label: text, in: where, span: [from, to], text });
        break;
      }
    }
  for (const d of declarationsIn(error.hint as string).slice(0, most)) {
    const declare = `${typeof request.declare === "string" ? `${request.declare}\n` : ""}${d}`;
    if (answer({ ...request, declare, verify: false }).ok) fixes.push({ label: d, text: d });
  }
  return fixes;
}
