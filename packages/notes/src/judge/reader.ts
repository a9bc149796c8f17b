import { type Choice, readLatex, type Statement } from "gradus-latex";
import type { Macro } from "../document/source.ts";
import { nodeOf } from "./convert.ts";
import { mapParts } from "./entries.ts";
import type { Look } from "./letters.ts";
import { type Node, walk } from "./node.ts";

/** One way to read a side. */
export interface SideReading {
  readonly node: Node;
  /** In the language, where that has words for it. */
  readonly text: string;
  readonly choices: readonly Choice[];
}

interface Raw {
  readonly statement: Statement | undefined;
  /** The key of each name. */
  readonly keys: ReadonlyMap<string, string>;
  /** How each key is written. */
  readonly sources: ReadonlyMap<string, string>;
  readonly repaired: readonly string[];
  readonly failed: string | undefined;
}

const unread: Raw = { statement: undefined, keys: new Map(), sources: new Map(), repaired: [], failed: "the time for this document is spent" };
const most = 16;
/** `[a]_\times`. */
const crossMatrix = /\]\s*_\s*\{?\s*\\times/;
/** A side that is one letter applied to another: `R(\theta)`, `\mathbf{h}(\mathbf{x})`. */
const appliedLetter =
  /^(\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:\\left\s*)?\(\s*(?:\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})(?:\s*_\s*\{?\w\}?)?\s*(?:\\right\s*)?\)$/;
/** Names of functions, which are no letters. */
const noLetters = /^(?:\\(?:exp|log|ln|det|tr|sin|cos|tanh?|max|min|Tr|trace|diag|vec|rank|dim|lambda)|[A-Za-z]{2,})$/;
/** Choices that are no matter of typography, and that the reader's first pick settles. */
const settled = new Set(["d is a name", "the numeral is an index", "the subscript is part of the name", "the numeral is part of the name"]);

/** Reads the formulas of one document, so that a letter has one name throughout. */
export class Reader {
  private readonly macros: Readonly<Record<string, string>>;
  private readonly given: NonNullable<Parameters<typeof readLatex>[1]>["macros"];
  private readonly raw = new Map<string, Raw>();
  private readonly cooked = new Map<string, readonly SideReading[]>();
  private readonly names = new Map<string, string>();
  private readonly looks = new Map<string, Look>();
  /** How the document writes each letter. */
  private readonly written = new Map<string, string>();
  /** Are vectors set in bold, so that a plain letter is a number? */
  boldVectors = false;
  /** Are samples told by superscripts, `x^{(i)}`, so that `x_j^{(i)}` is an entry of one? */
  membersAbove = false;
  /** Is `'` a part of names, as transposes are written otherwise? */
  private primesName = false;
  /** Does the text speak of commutation matrices, so that `K_{mn}` is one? */
  private readonly commutation: boolean;
  /** Is e a letter of the document, so that `e^2` is its square? */
  private squaresError = false;
  /** Keys of letters that stand before the sign of equality with an argument, `R(\theta) = …`. */
  private applied: readonly string[] = [];
  /** Nothing more is read: the time is spent. */
  private closed = false;

  constructor(macros: ReadonlyMap<string, Macro>, prose = "") {
    this.commutation = /commutation matri|vec-permutation matri|交换矩阵/i.test(prose);
    this.macros = Object.fromEntries([...macros].map(([name, m]) => [name, m.body]));
    this.given = Object.fromEntries([...macros].map(([name, { body, optional }]) => [name, optional === undefined ? body : { body, optional }]));
  }

  /** Reads all sides of a document once, and gives its letters their names; `heads` are the left sides of definitions. */
  prepare(sources: Iterable<string>, late: () => boolean, heads: readonly string[] = []): void {
    const keys = new Map<string, string>();
    const turned = new Set<string>();
    const spelled = new Map<string, string>();
    const all = [...sources];
    this.squaresError = all.some((s) => /^\s*e\s*$/.test(s));
    this.primesName = all.some((s) => /\^\s*\{?\s*(?:T\b|\\top|\\mathsf|\\intercal)/.test(s));
    this.membersAbove = all.some((s) => /[a-z}]\s*(?:_\s*(?:\{[^{}]*\}|\w)\s*)?\^\s*\{\s*\(\s*[a-z]\s*\)/.test(s));
    this.findApplied(heads);
    for (const source of all) {
      if (late()) this.closed = true;
      const raw = this.read(source);
      for (const [key, own] of raw.sources) if (!spelled.has(key)) spelled.set(key, own);
      for (const [name, key] of raw.keys) {
        keys.set(key, name);
      }
      const first = raw.statement?.readings[0]?.sides[0];
      if (first?.text.includes("'"))
        walk(nodeOf(first), (n) => {
          const key = n.kind === "transpose" && n.of.kind === "name" ? raw.keys.get(n.of.name) : undefined;
          if (key !== undefined) turned.add(key);
        });
    }
    const bold = [...keys.keys()].filter((k) => /^bold [a-z]$/.test(k));
    this.boldVectors = bold.length >= 2 && !bold.some((k) => turned.has(k.slice(5)));
    for (const [key, name] of keys) {
      const isBold = key.includes("bold ");
      const base = name.replace(/_(?:bold|plain)$/, "");
      // plain and bold are two letters only where vectors are bold throughout
      const hasBoldTwin = !isBold && [...keys.keys()].some((k) => k !== key && k.replace("bold ", "") === key);
      const own = hasBoldTwin && this.boldVectors ? `${base}_` : base;
      this.names.set(key, own);
      const letter = spelled.get(key);
      if (letter && !this.written.has(own)) this.written.set(own, letter);
      const word = key.split(" ").find((w) => !accents.has(w)) ?? name;
      this.looks.set(own, { letter: word, bold: isBold && this.boldVectors, suffixed: /\d/.test(key) });
    }
  }

  /** Finds the letters that a definition applies to a letter. */
  private findApplied(heads: readonly string[]): void {
    const applied = new Set<string>();
    for (const source of heads) {
      const head = appliedLetter.exec(source.trim());
      const key = head && !noLetters.test(head[1] as string) && readLatex(head[1] as string, { macros: this.given }).symbols[0]?.key;
      if (key) applied.add(key);
    }
    this.applied = [...applied];
  }

  look(name: string): Look {
    return this.looks.get(name) ?? { letter: name, bold: false, suffixed: false };
  }

  /** A letter as the document writes it. */
  source(name: string): string {
    return this.written.get(name) ?? (name.length === 1 ? name : `\\mathrm{${name.replace(/_/g, "\\_")}}`);
  }

  rememberLook(name: string, look: Look): void {
    this.looks.set(name, look);
  }

  /** The ways a side can be read, the likeliest first; none where it cannot be. */
  sides(source: string): readonly SideReading[] {
    const known = this.cooked.get(source);
    if (known) return known;
    const raw = this.read(source);
    const found: SideReading[] = [];
    const later: SideReading[] = [];
    for (const r of raw.statement?.readings ?? []) {
      const side = r.sides[0];
      if (!side || r.choices.some((c) => settled.has(c.chosen))) continue;
      const node = this.renamed(nodeOf(side), raw.keys);
      for (const alternative of regrouped(node, source))
        later.push({
          node: alternative,
          text: side.text,
          choices: [...r.choices, { kind: "product sign", span: side.span, chosen: "the entry-wise product binds first" }],
        });
      found.push({ node, text: side.parts.length === 0 ? side.text : readable(side.text, side.parts), choices: r.choices });
    }
    const all = [...found, ...later].slice(0, 2 * most);
    this.cooked.set(source, all);
    return all;
  }

  /** Why a side cannot be read; undefined where it can. */
  failure(source: string): string | undefined {
    return this.read(source).failed;
  }

  /** What was repaired on the way. */
  repairs(source: string): readonly string[] {
    return this.read(source).repaired;
  }

  /** The name of a letter as it stands in the document, `\mathbf{X}`. */
  nameOf(source: string): string | undefined {
    const node = this.sides(source)[0]?.node;
    // a letter with a label, `R_s`
    const [label] = node?.kind === "index" && node.indices.length === 1 ? node.indices : [];
    if (node?.kind === "index" && node.of.kind === "name" && label?.kind === "name" && /^[A-Z]$/.test(this.look(node.of.name).letter))
      return `${node.of.name}_${label.name}`;
    return node?.kind === "name" ? node.name : node?.kind === "call" ? node.name : undefined;
  }

  private read(source: string): Raw {
    const text = source.trim();
    const known = this.raw.get(text);
    if (known) return known;
    if (this.closed) return unread;
    const sized = this.commutation ? text.replace(commutation, "$1_{$2,$3}") : text;
    // `11^T` is no eleven
    const spaced = sized.replace(/(?<![\d.])11(?=\s*(?:\^\s*\{?\s*(?:T\b|\\top|\\mathsf|\\intercal|\\rm|\\mathrm)|'))/g, "1 1");
    const primed = this.primesName ? spaced.replace(primedLetter, "$1_{\\prime}") : spaced;
    const whole = closed(repaired(this.squaresError ? primed.replace(squaredE, "(e \\cdot e)") : primed));
    const reading = readLatex(whole, { macros: this.given, readings: most, applied: this.applied });
    const statement = reading.statements.length === 1 ? reading.statements[0] : undefined;
    const errors = reading.diagnostics.filter((d) => d.severity === "error");
    const failed = crossMatrix.test(text)
      ? "the matrix of a cross product"
      : text === ""
        ? "nothing stands here"
        : (errors[0]?.message ?? (statement && statement.readings[0]?.sides.length === 1 ? undefined : "it is no single expression"));
    const raw: Raw = {
      statement: failed ? undefined : statement,
      keys: new Map(reading.symbols.map((s) => [s.name, s.key])),
      sources: new Map(
        reading.symbols.map((s) => [
          s.key,
          this.letterAt(whole, s.span)
            .replace(/\s*(?:\\left\s*)?\([\s\S]*$/, "")
            .trim(),
        ]),
      ),
      repaired: reading.diagnostics.filter((d) => d.severity === "repair" && d.code === "brackets").map((d) => d.message),
      failed,
    };
    this.raw.set(text, raw);
    return raw;
  }

  /** A letter as it stands, with the groups that its macro takes. */
  private letterAt(whole: string, [start, end]: readonly [number, number]): string {
    const text = whole.slice(start, end).trim();
    const body = /^\\[A-Za-z]+$/.test(text) ? this.macros[text.slice(1)] : undefined;
    const group = body?.includes("#1") || fontCommand.test(text) ? /^\s*\{[^{}]*\}/.exec(whole.slice(end)) : null;
    return group ? text + group[0] : text;
  }

  private renamed(n: Node, keys: ReadonlyMap<string, string>): Node {
    const to = (name: string) => {
      const key = keys.get(name);
      return (key !== undefined && this.names.get(key)) || name;
    };
    return mapNames(n, to);
  }
}

const functionWord = /(?<![A-Za-z\\])(tr|det|diag|vec|rank|exp|log|ln|softmax|Tr)(?:\s*(?=\\\{|\\left|\(|\[)|\s+(?=[A-Za-z\\|]))/g;
/** A sum that leaves one value of its index out: `\\sum_{i \\ne k}`. */
const sumWithout = /(\\sum)(?:\\limits|\\nolimits)?\s*_\s*\{\s*([a-z])\s*\\neq?\s*([a-z])\s*\}/g;
/** `\\ell` as an index is the letter l. */
const ellIndex = /_\s*(?:\{[^{}]*\\ell(?![A-Za-z])[^{}]*\}|\\ell(?![A-Za-z]))/g;

/** `1\\{i = j\\}`, `\\mathbb{1}[i = j]`: the sign of Kronecker. */
const indicator =
  /(?:(?<![\d.])1|\\math(?:bf|bb|bbm|ds)\s*\{?\s*[1I]\s*\}?|\\(?:mathbbm|mathds)\s*\{1\})\s*(?:_\s*)?(?:\\left\s*)?(?:\\\{|\{|\(|\[)\s*([a-z])\s*=\s*([a-z])\s*(?:\\right\s*)?(?:\\\}|\}|\)|\])/g;

const cases = /\\begin\{cases\}\s*([^&]*?)\s*,?\s*&\s*([a-z])\s*=\s*([a-z])\s*,?\s*\\\\\s*0\s*,?\s*&?[\s\S]*?\\end\{cases\}/g;

/** What writing and scanning leave behind: a stop at the end, names of functions in italics, `<x, y>`, a subscript in brackets that is another letter. */
function repaired(text: string): string {
  return text
    .replace(/[\s.。,，;；]+$/, "")
    .replace(/\\$/, "")
    .replace(/[\s.。,，;；]+$/, "")
    .replace(indicator, "\\delta_{$1$2}")
    .replace(cases, "($1)\\delta_{$2$3}")
    .replace(/\\vec\s*(?:\{\s*([01])\s*\}|([01])(?!\d))/g, "\\mathbf{$1$2}")
    .replace(/(?:\\times|\\cdot)\s*1(?![\d.])/g, " ")
    .replace(sumWithout, "$1_{$2} (1 - \\delta_{$2$3})")
    .replace(ellIndex, (all) => all.replace(/\\ell(?![A-Za-z])\s?/g, "l").replace(/^_\s*l$/, "_{l}"))
    .replace(boldGroup, (_all, font: string, letters: string) => letters.replace(/\s/g, "").replace(/[A-Za-z]/g, `\\${font}{$&}`))
    .replace(functionWord, "\\operatorname{$1}")
    .replace(/<([^<>=]*,[^<>=]*)>/g, "\\langle $1 \\rangle")
    .replace(/([A-Za-z])_\{\s*\(([^(){}]*)\)\s*\}/g, "\\breve{$1}_{$2}")
    .replace(traceWord, (all, word: string, at: number, whole: string) => traceOfProduct(whole, at, word) ?? all);
}

/** Closes at the end of the term what `traceOfProduct` opened. */
function closed(text: string): string {
  let out = text;
  for (let at = out.indexOf("\u0001"); at >= 0; at = out.indexOf("\u0001")) {
    let depth = 0;
    let end = at + 1;
    for (; end < out.length; end++) {
      const c = out[end] as string;
      if ("([{".includes(c)) depth++;
      else if (")]}".includes(c) && --depth < 0) break;
      else if (depth === 0 && (c === "+" || c === "-")) break;
    }
    out = `${out.slice(0, at)}\\{${out.slice(at + 1, end)}\\}${out.slice(end)}`;
  }
  return out;
}

const traceWord = /((?:\\operatorname\{tr\}|\\(?:text|mathrm)\{tr\}|\\tr)\s*(?:\\left\s*)?[([])/g;

/** `tr[A]^T [B]`: the transpose of a number says nothing, so the trace is of the whole product. The text up to the bracket, with one more. */
function traceOfProduct(whole: string, at: number, word: string): string | undefined {
  const open = at + word.length - 1;
  let depth = 0;
  for (let k = open; k < whole.length; k++) {
    const c = whole[k] as string;
    if ("([".includes(c)) depth++;
    else if (")]".includes(c) && --depth === 0) {
      const rest = whole.slice(k + 1);
      return /^\s*(?:\^\s*(?:T|\{T\}|\\top|\{\\top\})|')\s*(?:\\left\s*)?(?:[([]|[A-Za-z])/.test(rest)
        ? `${word.slice(0, -1).replace(/\\left\s*$/, "")}\u0001${word.slice(-1)}`
        : undefined;
    }
  }
  return undefined;
}

const squaredE = /(?<![A-Za-z\\])e\s*\^\s*(?:2(?!\d)|\{\s*2\s*\})/g;
const primedLetter = /(\\(?:mathbf|boldsymbol|bm|pmb|vec)\s*\{[^{}]*\})\s*'+(?!\s*\()/g;
const commutation = /((?<![A-Za-z\\])K|\\(?:mathbf|boldsymbol|bm)\s*\{\s*K\s*\})\s*_\s*\{\s*([mnpqrs])\s*([mnpqrs])\s*\}/g;
const fontCommand = /^\\(?:mathbf|boldsymbol|bm|pmb|mathrm|mathcal|mathbb|mathsf|vec|hat|bar|tilde|overline|textbf)$/;
const boldGroup = /\\(mathbf|boldsymbol|bm|pmb)\s*\{\s*([A-Za-z](?:\s*[A-Za-z])+)\s*\}/g;

const accents = new Set(["hat", "tilde", "bar", "dot", "ddot", "check", "breve", "bold", "blackboard", "calligraphic"]);

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The text with its parts spelled: derivatives as `d(f)/d(x)`, differentials as `d(X*Y)`. */
function readable(text: string, parts: readonly { readonly name: string }[]): string {
  let out = text;
  for (const p of [...parts].reverse() as {
    readonly name: string;
    readonly kind?: string;
    readonly of?: unknown;
    readonly wrt?: readonly { readonly text: string; readonly transposed?: boolean }[];
  }[]) {
    const of = typeof p.of === "string" ? p.of : "";
    const by = (p.wrt ?? []).map((w) => `d(${w.text}${w.transposed ? "'" : ""})`).join("*");
    const spelled = p.kind === "derivative" ? `(d(${of})/${by})` : p.kind === "differential" ? `d(${of})` : p.kind === "expectation" ? `E(${of})` : undefined;
    if (spelled !== undefined) out = out.replace(new RegExp(`(?<![\\w.])${escaped(p.name)}(?!\\w)`, "g"), spelled.replace(/\$/g, "$$$$"));
  }
  return out;
}

const entrywiseSign = /\\(?:odot|otimes|circ)(?![A-Za-z])/g;

/** `A B \\odot C` as `A (B \\odot C)`, `A \\odot B C` as `(A \\odot B) C`, where no bracket says which. */
function regrouped(n: Node, source: string): Node[] {
  const signs = [...source.matchAll(entrywiseSign)];
  if (signs.length === 0) return [];
  const before = signs.every((m) => !closesGroup(source, m.index));
  const behind = signs.every((m) => !/^\s*(?:\\left\s*)?[([{]/.test(source.slice(m.index + m[0].length)));
  const out: Node[] = [];
  const change = (test: (x: Node & { readonly kind: "binary" }) => Node | undefined) => {
    let changed = false;
    const visit = (x: Node): Node => {
      const inner = mapParts(x, visit);
      const made = inner.kind === "binary" && inner.operator === ".*" ? test(inner) : undefined;
      if (made) changed = true;
      return made ?? inner;
    };
    const result = visit(n);
    if (changed) out.push(result);
  };
  if (before)
    change((x) =>
      x.left.kind === "binary" && x.left.operator === "*" && x.left.left.kind !== "number" ? { ...x.left, right: { ...x, left: x.left.right } } : undefined,
    );
  if (behind)
    change((x) => {
      const factors: Node[] = [];
      let rest: Node = x.right;
      for (; rest.kind === "binary" && rest.operator === "*"; rest = rest.left) factors.unshift(rest.right);
      return factors.length === 0 ? undefined : factors.reduce<Node>((left, right) => ({ kind: "binary", operator: "*", left, right }), { ...x, right: rest });
    });
  return out;
}

/** Does a bracket that groups, not that of a function, close just before a place? */
function closesGroup(source: string, at: number): boolean {
  let k = at - 1;
  while (k >= 0 && /\s/.test(source[k] as string)) k--;
  if (!/[)\]]/.test(source[k] ?? "")) return false;
  let depth = 0;
  for (; k >= 0; k--) {
    if (/[)\]]/.test(source[k] as string)) depth++;
    else if (/[([]/.test(source[k] as string) && --depth === 0) break;
  }
  return !/[A-Za-z'}]\s*(?:\\left\s*)?$/.test(source.slice(0, k).replace(/\\left\s*$/, ""));
}

/** The tree with its names changed; bound indices too. */
function mapNames(n: Node, to: (name: string) => string): Node {
  return JSON.parse(JSON.stringify(n), function (this: unknown, key, v) {
    if (key === "name" && typeof v === "string" && typeof this === "object") return to(v);
    if (key === "index" && typeof v === "string") return to(v);
    return v;
  }) as Node;
}
