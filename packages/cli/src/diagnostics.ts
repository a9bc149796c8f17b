import type { Failure, Request, Span } from "gradus";
import type { Colours } from "./colour.ts";
import { saying, translated } from "./messages.ts";

const widest = 100;

/** The part of the request that a span counts in: `expression`, `wrt`, `declare.A`, `conditions.0`. */
function textOf(request: Request, path: string): string | undefined {
  let value: unknown = request;
  for (const key of path.split("."))
    value = typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Columns that a text takes on a terminal. */
export function columns(text: string): number {
  let width = 0;
  for (const c of text) {
    const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(c);
    width += /\p{M}/u.test(c) ? 0 : wide ? 2 : 1;
  }
  return width;
}

/** What cannot be shown in a line is shown as a space or a mark of its own. */
function visible(text: string): string {
  return text.replace(/\t/g, " ").replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\ufffd");
}

/** The line of the text that holds the start of the span, cut to a window where it is long, and the carets under it. */
export function underlined(text: string, span: Span): readonly [line: string, carets: string] {
  const start = Math.max(0, Math.min(span[0], text.length));
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start);
  const to = lineEnd < 0 ? text.length : lineEnd;
  const end = Math.max(start, Math.min(span[1], to));
  const left = start - from > widest / 2 ? start - Math.floor(widest / 2) : from;
  const right = Math.min(to, left + widest);
  const before = (left > from ? "… " : "") + visible(text.slice(left, start));
  const marked = visible(text.slice(start, Math.min(end, right)));
  const after = visible(text.slice(Math.min(end, right), right)) + (right < to ? " …" : "");
  return [before + marked + after, " ".repeat(columns(before)) + "^".repeat(Math.max(1, columns(marked)))];
}

interface Place {
  readonly line: string;
  readonly carets: string;
}

/** A place as it is shown: where it is said that it is not in the expression, its line and its carets; none where the request lacks that part. */
function placeOf(request: Request, span: Span, path = "expression"): Place | undefined {
  const text = textOf(request, path);
  if (!text) return undefined;
  const [line, carets] = underlined(text, span);
  const prefix = path === "expression" ? "" : `${path}: `;
  return { line: `  ${prefix}${line}`, carets: `  ${" ".repeat(columns(prefix))}${carets}` };
}

/** A diagnostic for a person to read: what is wrong, the line with carets under the place, the places that are part of it, and what to do. */
export function diagnostic(request: Request, error: Failure, colours: Colours): string {
  const say = saying(request.lang);
  const told = (text: string) => visible(translated(text, request.lang));
  const lines = [`${colours.red(colours.bold(say("error")))}: ${colours.bold(told(error.message))} ${colours.dim(`[${error.code}]`)}`];
  const at = placeOf(request, error.span, error.in);
  if (at) lines.push(at.line, colours.red(at.carets));
  let last = at?.line;
  for (const related of error.related ?? []) {
    const place = placeOf(request, related.span, related.in ?? error.in);
    if (place && place.line !== last) lines.push(place.line);
    last = place?.line ?? last;
    lines.push(`${place ? colours.cyan(place.carets) : " "} ${told(related.message)}`);
  }
  if (error.hint) lines.push(`${colours.cyan(say("hint"))}: ${told(error.hint)}`);
  if (error.candidate) lines.push(say(`not verified: ${visible(error.candidate)}`));
  return `${lines.join("\n")}\n`;
}

/** What is said where we, not the user, are at fault. */
export function internalFailure(cause: unknown): Failure {
  const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return { code: "internal", message: `internal error (${what.split("\n")[0]?.slice(0, 200)}); please report the request`, span: [0, 0] };
}
