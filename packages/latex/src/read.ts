import { paired } from "./brackets.ts";
import { macrosByRule } from "./byrule.ts";
import { Choices, readings } from "./choices.ts";
import { type Context, Cursor } from "./cursor.ts";
import { expand, expansion } from "./expand.ts";
import { readAll } from "./expression.ts";
import { declaredName, type Known, knownFrom } from "./known.ts";
import { macroTable } from "./macros.ts";
import { partsOfKey, plainName } from "./names.ts";
import { type RawStatement, statementsOf } from "./statements.ts";
import { type Token, tokensOf } from "./syntax.ts";
import { type Tree, walk } from "./tree.ts";
import type { LatexDiagnostic, LatexSymbol, Reading, ReadOptions, Span, Statement, StatementReading } from "./types.ts";
import { Writing, writeSide } from "./write.ts";

const mostReadings = 24;
const mostDiagnostics = 50;
/** Tokens of one side, and tokens read in all the readings of a statement. */
const longestSide = 1500;
const mostWork = 30_000;

/**
 * Reads mathematics written in LaTeX: formulas as they stand between dollars, whole `align` environments, rows, words between.
 * Never throws; nothing is executed, and no file is looked at.
 */
export function readLatex(text: string, options: ReadOptions = {}): Reading {
  try {
    return read(text, options);
  } catch {
    // a fault of ours, or a stack that ran out: the caller's document goes on
    const diagnostic = { severity: "error", code: "syntax", message: "the formula cannot be read", span: [0, text.length] } as const;
    return { statements: [], symbols: [], macros: {}, diagnostics: [diagnostic] };
  }
}

function read(text: string, options: ReadOptions): Reading {
  const diagnostics: LatexDiagnostic[] = [];
  const complain = (d: LatexDiagnostic): void => {
    if (diagnostics.length < mostDiagnostics && !diagnostics.some((o) => o.message === d.message && o.span[0] === d.span[0])) diagnostics.push(d);
  };
  const { table, texts } = macroTable(options.macros);
  for (const [name, body] of Object.entries(macrosByRule(text, table.keys()))) table.set(name, { arity: 0, body: tokensOf(body, () => {}) });
  const tokens = paired(expand(tokensOf(text, complain), expansion(text, table, texts, complain)), complain);
  const raw = statementsOf(tokens);
  const reader = new Reader(text, options, complain);
  const known = reader.look(raw);
  const statements = raw.map((s) => reader.statement(s, known));
  const { symbols, nameOf } = reader.symbols(known);
  const names = symbols.map((s) => s.name);
  return {
    statements: statements.map((s) => write(s, nameOf, known, names)),
    symbols,
    macros: Object.fromEntries(texts),
    diagnostics: diagnostics.sort((a, b) => a.span[0] - b.span[0]),
  };
}

/** A statement whose sides are trees, in each of its readings. */
interface Read {
  readonly raw: RawStatement;
  readonly span: Span;
  readonly spans: readonly Span[];
  readonly condition?: readonly Read[];
  readonly readings: readonly { readonly result: readonly Tree[]; readonly choices: StatementReading["choices"] }[];
}

class Reader {
  private readonly found = new Map<string, { span: Span; use: LatexSymbol["use"] }>();
  private readonly source: string;
  private readonly options: ReadOptions;
  private readonly complain: (d: LatexDiagnostic) => void;
  constructor(source: string, options: ReadOptions, complain: (d: LatexDiagnostic) => void) {
    this.source = source;
    this.options = options;
    this.complain = complain;
  }

  /** A first look at all statements, for the symbols they hold. */
  look(raw: readonly RawStatement[]): Known {
    const { declare, names, applied } = this.options;
    const known = knownFrom(declare, names, undefined, applied);
    const seen = new Set<string>();
    const look = (s: RawStatement): void => {
      for (const side of s.sides)
        walk(
          this.side(side, new Choices(), known, () => {}),
          (t) => {
            if (t.kind === "name") seen.add(t.key);
          },
        );
      s.condition?.forEach(look);
    };
    raw.forEach(look);
    return knownFrom(declare, names, seen, applied);
  }

  private side(tokens: readonly Token[], choices: Choices, known: Known, complain: (d: LatexDiagnostic) => void): Tree {
    if (tokens.length > longestSide) {
      const span: Span = [tokens[0]?.span[0] ?? 0, tokens.at(-1)?.span[1] ?? 0];
      complain({ severity: "error", code: "length", message: "the formula is too long to be read", span });
      return { kind: "part", part: "other", what: "too long", of: [], span };
    }
    const context: Context = { source: this.source, choices, known, complain, depth: 0, bars: [] };
    return readAll(new Cursor(tokens, context));
  }

  /** The sides of a statement; what is said to be in R, or R^n, is in the space of that name. */
  private sides(raw: RawStatement, choices: Choices, known: Known, complain: (d: LatexDiagnostic) => void): Tree[] {
    return raw.sides.map((tokens, k) => {
      const tree = this.side(tokens, choices, known, complain);
      const sign = raw.relations[raw.continues ? k : k - 1]?.sign;
      if (sign !== "in" && sign !== "->" && sign !== "|->") return tree;
      const base = tree.kind === "binary" && tree.operator === "^" ? tree.left : tree;
      if (base.kind !== "name" || base.key !== "R" || known.declared.has("R")) return tree;
      return { kind: "part", part: "set", set: "R", dimensions: tree.kind === "binary" ? [tree.right] : [], span: tree.span };
    });
  }

  statement(raw: RawStatement, known: Known): Read {
    const spans = raw.sides.map((side): Span => [side[0]?.span[0] ?? 0, side.at(-1)?.span[1] ?? 0]);
    const plain = new Writing((key) => key.replace(/ /g, "_"), known, []);
    let first = true;
    const read = (choices: Choices): readonly Tree[] => {
      const complain = first ? this.complain : () => {};
      first = false;
      return this.sides(raw, choices, known, complain);
    };
    const textOf = (trees: readonly Tree[]) =>
      trees
        .map((t) => writeSide(t, plain, t.span))
        .map((s) => JSON.stringify([s.text, s.parts.map(({ span, ...p }) => p)]))
        .join("=");
    const most = Math.max(1, Math.min(this.options.readings ?? mostReadings, mostReadings));
    const work = raw.sides.reduce((sum, side) => sum + side.length, 1);
    const all = readings(read, textOf, most, Math.max(1, Math.floor(mostWork / work)));
    for (const { result } of all) for (const t of result) this.collect(t);
    const condition = raw.condition?.map((s) => this.statement(s, known));
    const signs = raw.relations.map((r) => r.span);
    const [from, to] = [Math.min(...[...spans, ...signs].map((s) => s[0])), Math.max(...[...spans, ...signs].map((s) => s[1]))];
    return { raw, span: [from, to], spans, ...(condition?.length && { condition }), readings: all };
  }

  private collect(tree: Tree): void {
    const indices = new Set<string>();
    walk(tree, (t) => {
      if (t.kind === "binder") indices.add(t.index.key);
      const key = t.kind === "name" || t.kind === "call" ? t.key : undefined;
      if (key !== undefined && !this.found.has(key)) this.found.set(key, { span: t.span, use: t.kind === "call" ? "function" : "variable" });
    });
    for (const i of indices) if (this.found.has(i)) (this.found.get(i) as { use: LatexSymbol["use"] }).use = "index";
  }

  /** The symbols found, each with its name: its letter where that is free, else with its font behind. */
  symbols(known: Known): { symbols: LatexSymbol[]; nameOf: (key: string) => string } {
    const names = new Map<string, string>();
    const keys = [...this.found.keys()].sort((a, b) => Number(partsOfKey(a).font !== undefined) - Number(partsOfKey(b).font !== undefined));
    const taken = new Set(known.names.values());
    for (const key of keys) {
      const given = known.names.get(key);
      const wanted = given ?? declaredName(known, key) ?? plainName(key);
      const name = given !== undefined || !taken.has(wanted) ? wanted : `${wanted}_${partsOfKey(key).font ?? "other"}`;
      taken.add(name);
      names.set(key, name);
    }
    const symbols = [...this.found].map(([key, { span, use }]): LatexSymbol => {
      const { font } = partsOfKey(key);
      return { key, name: names.get(key) as string, ...(font && { font }), span, use };
    });
    return { symbols, nameOf: (key) => names.get(key) ?? plainName(key) };
  }
}

function write(s: Read, nameOf: (key: string) => string, known: Known, names: readonly string[]): Statement {
  const { raw } = s;
  const kind = raw.relations.length === 0 ? "expression" : raw.relations.every((r) => r.sign === "=") ? "equation" : "relation";
  return {
    kind,
    span: s.span,
    ...(raw.after && { after: raw.after }),
    ...(raw.words && { words: raw.words }),
    ...(s.condition && { condition: s.condition.map((c) => write(c, nameOf, known, names)) }),
    ...(raw.continues && { continues: true }),
    ...(raw.label !== undefined && { label: raw.label }),
    ...(raw.tag !== undefined && { tag: raw.tag }),
    relations: raw.relations,
    readings: s.readings.map(({ result, choices }) => {
      const writing = new Writing(nameOf, known, names);
      return { sides: result.map((t, k) => writeSide(t, writing, s.spans[k] as Span)), choices };
    }),
  };
}
