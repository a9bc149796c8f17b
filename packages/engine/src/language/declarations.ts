import { type Dimension, dimension } from "../expression/dimension.ts";
import { type Diagnostic, nearest } from "./diagnostics.ts";
import { dimensionOfTree } from "./formula.ts";
import { parse } from "./parser.ts";
import { properties } from "./properties.ts";
import { type Tree, walk } from "./tree.ts";

/** What a declaration says of a name. */
export interface Declaration {
  readonly name: string;
  readonly rows: Dimension;
  readonly cols: Dimension;
  readonly properties: readonly string[];
  /** The part of the request it stands in, and where there. */
  readonly in: string;
  readonly span: readonly [number, number];
  /** A construct that is understood but not supported here, in words. */
  readonly unsupported?: string;
}

/** One part of a text that was split at `;` and new lines, without comments. */
export interface Part {
  readonly text: string;
  readonly at: number;
}

/** Splits at `;` and new lines; `#` starts a comment. */
export function splitParts(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  const push = (to: number) => {
    const raw = text.slice(from, to).replace(/#.*$/, "");
    const lead = raw.length - raw.trimStart().length;
    if (raw.trim()) parts.push({ text: raw.trim(), at: from + lead });
    from = to + 1;
  };
  let comment = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === "#") comment = true;
    if (c === "\n" || (!comment && (c === ";" || c === "；"))) {
      push(i);
      comment = false;
    }
  }
  push(text.length);
  return parts;
}

const kinds: Readonly<Record<string, readonly number[]>> = { scalar: [0], vector: [1], row: [1], matrix: [1, 2], elementwise: [0] };
const form = /^([\p{L}_][\p{L}\p{N}_]*)\s*(\([^)]*\))?\s*[:：]\s*(.*)$/su;
const typeForm = /^([\p{L}_]+)\s*(?:\(([^)]*)\))?\s*(\[[^\]]*\])?\s*(.*)$/su;
const nameForm = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Reads declarations from a string or from a record of name to type. */
export function readDeclarations(declare: string | Readonly<Record<string, unknown>> | undefined, diagnostics: Diagnostic[]): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  const add = (name: string, parameters: boolean, type: string, at: number, source: string) => {
    const d = readType(name, parameters, type, at, source, diagnostics);
    if (!d) return;
    const old = found.get(name);
    if (old) diagnostics.push({ code: "declaration", message: `${name} is declared twice`, span: d.span, in: source, related: [{ span: old.span, message: "declared here before", in: old.in }] });
    else found.set(name, d);
  };
  if (typeof declare === "string") {
    for (const p of splitParts(declare)) {
      const m = form.exec(p.text);
      if (!m) diagnostics.push({ code: "declaration", message: "a declaration is a name, a colon and a type", span: [p.at, p.at + p.text.length], in: "declare", hint: "A: matrix(m, n)" });
      else add((m[1] as string).normalize("NFC"), m[2] !== undefined, m[3] as string, p.at + p.text.length - (m[3] as string).length, "declare");
    }
  } else if (declare) {
    for (const [key, type] of Object.entries(declare)) {
      const source = `declare.${key}`;
      const m = /^([\p{L}_][\p{L}\p{N}_]*)\s*(\([^)]*\))?$/u.exec(key.trim());
      if (!m) diagnostics.push({ code: "declaration", message: `"${key.slice(0, 40)}" is no name`, span: [0, 0], in: source });
      else if (typeof type !== "string") diagnostics.push({ code: "declaration", message: `the type of ${key} is a text`, span: [0, 0], in: source, hint: "matrix(m, n)" });
      else add((m[1] as string).normalize("NFC"), m[2] !== undefined, type, 0, source);
    }
  }
  return found;
}

function readType(name: string, parameters: boolean, type: string, at: number, source: string, diagnostics: Diagnostic[]): Declaration | undefined {
  const span: [number, number] = [at, at + type.length];
  const complain = (message: string, hint?: string, code = "declaration"): undefined => {
    diagnostics.push({ code, message, span, in: source, ...(hint && { hint }) });
    return undefined;
  };
  const m = typeForm.exec(type.trim());
  const kind = m?.[1] ?? "";
  const counts = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!m || !counts) {
    const near = nearest(kind, Object.keys(kinds));
    return complain(`"${type.trim().slice(0, 40)}" is no type`, near ? `did you mean ${near}?` : "scalar, vector(n), row(n) or matrix(m, n)");
  }
  const inner = (m[2] ?? "").trim();
  const texts = inner ? inner.split(",").map((s) => s.trim()) : [];
  if (!counts.includes(texts.length)) return complain(`${kind} takes ${counts.join(" or ")} dimension${counts[counts.length - 1] === 1 ? "" : "s"}, here are ${texts.length}`, { scalar: "c: scalar", vector: "x: vector(n)", row: "r: row(n)", matrix: "A: matrix(m, n)" }[kind]);
  const dims = texts.map((t) => (parse(t).diagnostics.length ? undefined : dimensionOfTree(parse(t).tree, dimension)));
  const bad = dims.findIndex((d) => !d || (d.constant !== undefined && (d.constant < 1 || d.constant > 1e6)));
  if (bad >= 0) return complain(`"${texts[bad]}" is no dimension`, "a name (n), a positive number, or a product of them (m*n)");
  const one = dimensionOfTree({ kind: "number", text: "1", span }, dimension) as Dimension;
  const [a = one, b = kind === "matrix" ? a : one] = dims as Dimension[];
  const [rows, cols] = kind === "row" ? [one, a] : kind === "matrix" ? [a, b] : [a, one];
  const words = (m[4] as string).split(/[\s,]+/).filter(Boolean);
  for (const w of words) {
    const p = Object.hasOwn(properties, w) ? properties[w] : undefined;
    const near = p ? undefined : nearest(w, Object.keys(properties));
    if (!p) return complain(`"${w}" is no property`, near ? `did you mean ${near}?` : Object.keys(properties).join(", "), "property");
    if (p.shape === "square" && rows !== cols) return complain(`${w} needs a square matrix, ${name} is ${rows} x ${cols}`, undefined, "property");
    if (p.shape === "scalar" && !(rows === one && cols === one)) return complain(`${w} is a property of scalars, ${name} is ${rows} x ${cols}`, undefined, "property");
    if (p.shape === "matrix" && rows === one && cols === one) return complain(`${w} is a property of matrices, ${name} is a scalar`, undefined, "property");
  }
  const unsupported = m[3] ? `a family (${kind}${m[2] ? `(${inner})` : ""}${m[3]})` : kind === "elementwise" ? "a function declared elementwise" : parameters ? "an unknown function" : undefined;
  return { name, rows, cols, properties: words, in: source, span, ...(unsupported && { unsupported }) };
}

/** A condition: a relation between dimensions, or that two matrices commute. */
export interface Conditions {
  readonly dimension: { readonly left: Dimension; readonly op: ">=" | "<=" | ">" | "<" | "=="; readonly right: Dimension; readonly text: string }[];
  readonly commute: (readonly [string, string])[];
}

export function readConditions(conditions: readonly string[] | string | undefined, diagnostics: Diagnostic[]): Conditions {
  const out: Conditions = { dimension: [], commute: [] };
  const list = typeof conditions === "string" ? splitParts(conditions).map((p) => p.text) : Array.isArray(conditions) ? conditions : [];
  list.forEach((text: unknown, k: number) => {
    const source = `conditions.${k}`;
    if (typeof text !== "string") {
      diagnostics.push({ code: "condition", message: "a condition is a text", span: [0, 0], in: source });
      return;
    }
    const pair = /^\s*commute\(\s*([\p{L}_][\p{L}\p{N}_]*)\s*,\s*([\p{L}_][\p{L}\p{N}_]*)\s*\)\s*$/u.exec(text);
    if (pair) {
      out.commute.push([pair[1] as string, pair[2] as string]);
      return;
    }
    const m = /^(.*?)(>=|<=|≥|≤|==|=|>|<)(.*)$/su.exec(text);
    const side = (s: string | undefined) => {
      const { tree, diagnostics: d } = parse(s ?? "");
      return d.length ? undefined : dimensionOfTree(tree, dimension);
    };
    const [left, right] = [side(m?.[1]), side(m?.[3])];
    if (!m || !left || !right) diagnostics.push({ code: "condition", message: "a condition compares two dimensions, or says that two matrices commute", span: [0, text.length], in: source, hint: "m >= n, or commute(A, B)" });
    else out.dimension.push({ left, op: ({ "≥": ">=", "≤": "<=", "=": "==" }[m[2] as string] ?? m[2]) as ">=", right, text: text.trim() });
  });
  return out;
}

/** A definition as it was read: its name and its tree. */
export interface Definition {
  readonly name: string;
  readonly tree: Tree;
  readonly text: string;
  readonly in: string;
}

export function readDefinitions(define: string | Readonly<Record<string, unknown>> | undefined, diagnostics: Diagnostic[]): Definition[] {
  const out: Definition[] = [];
  const add = (name: string, text: string, at: number, source: string) => {
    if (!nameForm.test(name)) {
      diagnostics.push({ code: "definition", message: `"${name.slice(0, 40)}" is no name`, span: [at, at + name.length], in: source });
      return;
    }
    if (out.some((d) => d.name === name)) diagnostics.push({ code: "definition", message: `${name} is defined twice`, span: [at, at + text.length], in: source });
    const read = parse(text);
    const shift = (d: Diagnostic): Diagnostic => ({ ...d, span: [d.span[0] + at, d.span[1] + at], in: source });
    diagnostics.push(...read.diagnostics.map(shift));
    out.push({ name, tree: read.tree, text, in: source });
  };
  if (typeof define === "string") {
    for (const p of splitParts(define)) {
      const k = p.text.indexOf("=");
      if (k < 0) diagnostics.push({ code: "definition", message: 'a definition is a name, "=" and an expression', span: [p.at, p.at + p.text.length], in: "define", hint: "a = W*x + b" });
      else add(p.text.slice(0, k).trim().normalize("NFC"), p.text.slice(k + 1), p.at + k + 1, "define");
    }
  } else if (define)
    for (const [name, text] of Object.entries(define)) {
      if (typeof text !== "string") diagnostics.push({ code: "definition", message: `the definition of ${name} is a text`, span: [0, 0], in: `define.${name}` });
      else add(name.trim().normalize("NFC"), text, 0, `define.${name}`);
    }
  return out;
}

/** The names that occur in a tree, not as functions. */
export function treeNames(t: Tree): Set<string> {
  const names = new Set<string>();
  walk(t, (x) => x.kind === "name" && names.add(x.name));
  return names;
}
