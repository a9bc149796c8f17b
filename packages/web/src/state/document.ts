/** What is typed into the editor: declarations, conditions, definitions and one question, apart by line or `;`. Splits, never judges: the engine does. */

/** A piece of the text, without the white space around it. */
export interface Piece {
  readonly kind: "declaration" | "definition" | "claim" | "expression";
  readonly text: string;
  readonly at: number;
  /** Of a definition: its name, and where its expression starts. Of a claim: where its right side starts. */
  readonly name?: string;
  readonly bodyAt?: number;
}

/** Something the page itself has to say of the text. */
export interface Problem {
  readonly code: "twice" | "several";
  readonly name: string;
  readonly span: readonly [number, number];
}

/** The fields of a request, with what it takes to find a place in them in the text again. */
export interface Reading {
  /** The declarations where they stand; all else is white space, so that places in it are places in the text. */
  readonly declare: string;
  readonly define: Readonly<Record<string, string>>;
  readonly expression: string;
  /** Where the question is written `d(f)/d(x)`: x, and what it is said to be. */
  readonly by?: string;
  readonly stated?: string;
  /** Both sides, where the question is whether they are equal. */
  readonly claim?: readonly [left: string, right: string];
  readonly problems: readonly Problem[];
  /** Where each field's text starts: `expression`, `define.a`, `declare`, `left`, `right`. */
  readonly starts: Readonly<Record<string, number>>;
}

const opening = "([{";
const closing = ")]}";

/** Where pieces end: at `;` and at the end of a line, outside brackets and not behind an operator that wants more. */
function cut(text: string): { text: string; at: number }[] {
  const out: { text: string; at: number }[] = [];
  const clean = text.replace(/#[^\n]*/g, (c) => " ".repeat(c.length));
  let depth = 0;
  let from = 0;
  const close = (to: number) => {
    const raw = clean.slice(from, to);
    const trimmed = raw.trim();
    if (trimmed) out.push({ text: trimmed, at: from + raw.indexOf(trimmed) });
    from = to + 1;
  };
  for (let k = 0; k < clean.length; k++) {
    const c = clean[k] as string;
    if (opening.includes(c)) depth++;
    else if (closing.includes(c)) depth = Math.max(0, depth - 1);
    else if (c === ";" || c === "；") {
      close(k);
      depth = 0;
    } else if (c === "\n" && depth === 0 && !/[-+*/\\=,]\s*$/.test(clean.slice(from, k)) && !/^\s*(?:\.?[*/^]|\+|\\|⊙|⊗|∘)/.test(clean.slice(k + 1))) close(k);
  }
  close(clean.length);
  return out;
}

/** The place of a sign outside brackets, or -1. */
function outside(text: string, sign: RegExp): number {
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    const c = text[k] as string;
    if (opening.includes(c)) depth++;
    else if (closing.includes(c)) depth--;
    else if (depth === 0 && sign.test(c) && !/[<>=]/.test(text[k - 1] ?? "") && text[k + 1] !== "=") return k;
  }
  return -1;
}

const nameOnly = /^[\p{L}_][\p{L}\p{M}\p{Nd}_₀-₉]*$/u;

export function piecesOf(text: string): Piece[] {
  return cut(text).map(({ text: piece, at }): Piece => {
    if (outside(piece, /[:：]/) > 0) return { kind: "declaration", text: piece, at };
    if (/[<>]/.test(piece) || /^commute\s*\(/.test(piece)) return { kind: "declaration", text: piece, at };
    const equals = outside(piece, /=/);
    if (equals < 0) return { kind: "expression", text: piece, at };
    const left = piece.slice(0, equals).trim();
    const body = piece.slice(equals + 1);
    const bodyAt = at + equals + 1 + (body.length - body.trimStart().length);
    return nameOnly.test(left) ? { kind: "definition", text: piece, at, name: left, bodyAt } : { kind: "claim", text: piece, at, bodyAt };
  });
}

/** Reads the text. Without an expression the last definition is what is asked about. */
export function readDocument(text: string): Reading {
  const pieces = piecesOf(text);
  const problems: Problem[] = [];
  const starts: Record<string, number> = { declare: 0 };
  const define: Record<string, string> = Object.create(null) as Record<string, string>;
  let declare = text.replace(/[^\n]/g, " ");
  const questions = pieces.filter((p) => p.kind === "expression" || p.kind === "claim");
  const asked = questions.at(-1) ?? pieces.filter((p) => p.kind === "definition").at(-1);
  for (const p of questions) if (p !== asked) problems.push({ code: "several", name: p.text.slice(0, 40), span: [p.at, p.at + p.text.length] });
  for (const p of pieces) {
    if (p.kind === "declaration") declare = `${declare.slice(0, p.at)}${p.text.replace(/\n/g, " ")}${declare.slice(p.at + p.text.length)}`;
    if (p.kind !== "definition" || p === asked || p.name === undefined) continue;
    if (Object.hasOwn(define, p.name)) problems.push({ code: "twice", name: p.name, span: [p.at, p.at + p.text.length] });
    define[p.name] = textFrom(p, p.bodyAt as number);
    starts[`define.${p.name}`] = p.bodyAt as number;
  }
  // declarations on one line keep apart
  for (let k = 0, before = -1; k < pieces.length; k++) {
    const p = pieces[k] as Piece;
    if (p.kind !== "declaration") continue;
    if (before >= 0 && !declare.slice(before, p.at).includes("\n")) declare = `${declare.slice(0, before)};${declare.slice(before + 1)}`;
    before = p.at + p.text.length;
  }
  const common = { declare: declare.trim() ? declare.trimEnd() : "", define, problems, starts };
  if (!asked) return { ...common, expression: "" };
  if (asked.kind === "claim") {
    const equals = outside(asked.text, /=/);
    const written = derivativeIn(asked.text.slice(0, equals).trimEnd());
    if (written) {
      starts.expression = asked.at + 2;
      starts.claim = asked.bodyAt as number;
      return { ...common, ...written, stated: textFrom(asked, asked.bodyAt as number) };
    }
    starts.left = asked.at;
    starts.right = asked.bodyAt as number;
    return { ...common, expression: "", claim: [asked.text.slice(0, equals).trimEnd(), textFrom(asked, asked.bodyAt as number)] };
  }
  starts.expression = asked.kind === "definition" ? (asked.bodyAt as number) : asked.at;
  const written = asked.kind === "expression" ? derivativeIn(asked.text) : undefined;
  if (written) {
    starts.expression = asked.at + 2;
    return { ...common, ...written };
  }
  return { ...common, expression: textFrom(asked, starts.expression) };
}

/** `d(f)/d(x)` apart; undefined where the text is none. */
function derivativeIn(text: string): { expression: string; by: string } | undefined {
  if (!text.startsWith("d(")) return undefined;
  let depth = 0;
  for (let k = 1; k < text.length; k++) {
    if (opening.includes(text[k] as string)) depth++;
    else if (closing.includes(text[k] as string) && --depth === 0) {
      const by = /^\s*\/\s*d\(([^()]+)\)$/.exec(text.slice(k + 1))?.[1];
      return by === undefined ? undefined : { expression: text.slice(2, k), by: by.trim() };
    }
  }
  return undefined;
}

const textFrom = (p: Piece, at: number): string => p.text.slice(at - p.at);

/** Where a span of a field lies in the text; undefined where the field is not in it. */
export function placeInText(reading: Reading, field: string | undefined, span: readonly [number, number]): [number, number] | undefined {
  const start = reading.starts[field ?? "expression"];
  return start === undefined ? undefined : [start + span[0], start + span[1]];
}

/** The text with a name declared anew: its declaration is changed where it stands, or a new first line. No type takes the declaration away. */
export function withDeclaration(text: string, name: string, type: string | undefined): string {
  const old = piecesOf(text).find((p) => p.kind === "declaration" && p.text.split(/[:：]/)[0]?.trim() === name);
  if (old) {
    const end = old.at + old.text.length;
    if (type !== undefined) return `${text.slice(0, old.at)}${name}: ${type}${text.slice(end)}`;
    const after = /^[ \t]*[;；]?[ \t]*\n?/.exec(text.slice(end))?.[0].length ?? 0;
    return text.slice(0, old.at) + text.slice(end + after);
  }
  return type === undefined ? text : `${name}: ${type}\n${text}`;
}
