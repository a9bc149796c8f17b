/** Brackets, bars, norms and inner products. */
import type { Cursor } from "./cursor.ts";
import { closesBar, readAll, readSum } from "./expression.ts";
import { guess } from "./guess.ts";
import { raised } from "./powers.ts";
import { binary, call, number, type Tree, transpose, walk } from "./tree.ts";
import type { Span } from "./types.ts";

/** A bracket as an atom: its inside, a list of entries, an inner product. */
export function readBracket(c: Cursor): Tree {
  const from = c.at;
  const sign = c.peek()?.text as string;
  const inner = c.inside();
  const span = c.since(from);
  if (
    (sign === "{" || sign === "(") &&
    c.isChar("_") &&
    c
      .from(c.at + 1)
      .argument()
      .text()
      .includes("=")
  ) {
    while (c.isChar("_") || c.isChar("^")) {
      c.at++;
      c.argument();
    }
    return { kind: "part", part: "other", what: "family", of: [readAll(inner)], span: c.since(from) };
  }
  if (inner.done) {
    c.complain("the bracket is empty", span);
    return number("0", span);
  }
  const rows = inner.split(";", "\\\\");
  const pieces = rows.length === 1 ? inner.split(",") : [];
  if (sign === "⟨") {
    if (pieces.length === 2)
      return {
        ...call(
          "dot",
          pieces.map((p) => readAll(p)),
          span,
        ),
      };
    const bars = inner.split("|");
    return bars.length === 2
      ? call(
          "dot",
          bars.map((p) => readAll(p)),
          span,
        )
      : { kind: "part", part: "expectation", of: readAll(inner), span };
  }
  if (rows.length > 1) return { kind: "part", part: "matrix", rows: rows.map((r) => r.split(",").map((p) => readAll(p))), span };
  if (pieces.length === 2 && sign === "(") {
    const options = ["the bracket is a list", "the bracket is an inner product"];
    if (c.context.choices.choose("call", span, options, `pair ${from}`) === 1)
      return call(
        "dot",
        pieces.map((p) => readAll(p)),
        span,
      );
  }
  if (pieces.length > 1) {
    if (sign === "[" || sign === "(") return { kind: "part", part: "matrix", rows: [pieces.map((p) => readAll(p))], span };
    return { kind: "part", part: "other", what: "set", of: pieces.map((p) => readAll(p)), span };
  }
  const [left, ...others] = inner.split("=");
  if (others.length > 0) c.complain("an equation stands in brackets", span, "repair");
  const of = widened(readAll(left as Cursor), span);
  const sized =
    c.isChar("_") &&
    /times/.test(
      c
        .from(c.at + 1)
        .argument()
        .text(),
    );
  return freeIndices(of) === 2 && (sized || (sign === "[" && !c.isChar("_"))) ? { kind: "part", part: "other", what: "entries", of: [of], span } : of;
}

/** How many letters stand as indices and are bound by no sum. */
function freeIndices(t: Tree): number {
  const free = new Set<string>();
  const bound = new Set<string>();
  walk(t, (x) => {
    if (x.kind === "binder") bound.add(x.index.key);
    if (x.kind === "index") for (const i of x.indices) if (i.kind === "name" && /^[i-l]$/.test(i.key)) free.add(i.key);
  });
  for (const b of bound) free.delete(b);
  return free.size;
}

/** The tree with the place of its brackets. */
const widened = (t: Tree, span: Tree["span"]): Tree => ({ ...t, span });

interface Given {
  readonly inner: Cursor;
  readonly from: number;
}

/** `|X|`, `\|x\|_2`, from the first bar to behind the second and its subscript; or what a macro gives as the inside. */
export function readBars(c: Cursor, given?: Given): Tree {
  const from = given?.from ?? c.at;
  const double = given !== undefined || c.peek()?.text.startsWith("‖") || (c.isChar("|") && c.isChar("|", 1));
  let of: Tree;
  if (given) of = readAll(given.inner);
  else {
    const sign = (c.peek()?.text ?? "|").replace(/[<>]/g, "");
    const two = sign === "|" && double;
    c.at += two ? 2 : 1;
    c.context.bars.push(two ? "||" : sign);
    of = readSum(c);
    if (closesBar(c)) c.at += two && c.isChar("|") ? 2 : 1;
    else c.complain(`"${two ? "||" : sign}" is never closed`, c.since(from), "repair", "brackets");
    c.context.bars.pop();
  }
  return double ? readNorm(c, of, from) : readAbsolute(c, of, from);
}

function readAbsolute(c: Cursor, of: Tree, from: number): Tree {
  const span = c.since(from);
  const shape = guess(of, c.context.known);
  const options = ["the bars are a determinant", "the bars are an absolute value"];
  const ordered = shape === "matrix" ? options : options.toReversed();
  const settled = (of.kind === "call" && of.name === "det") || of.kind === "number";
  const determinant = !settled && ordered[c.context.choices.choose("bars", span, ordered, `bars ${shape}`)] === options[0];
  return { kind: "call", name: determinant ? "det" : "abs", primes: 0, args: [of], span, bars: true };
}

const norms: Readonly<Record<string, string>> = {
  "2": "norm2",
  F: "normF",
  Fro: "normF",
  "1": "norm1",
  infty: "norminf",
  max: "norminf",
  "*": "nuclear",
  tr: "nuclear",
};

function readNorm(c: Cursor, of: Tree, from: number): Tree {
  const { norm, power } = normOf(c, of, from);
  return power ? raised(c, norm, power, c.since(from)) : norm;
}

/** The norm with its subscript; and a power that is written before that. */
function normOf(c: Cursor, of: Tree, from: number): { readonly norm: Tree; readonly power?: Cursor } {
  let weight: Tree | undefined;
  let name: string | undefined;
  let power: Cursor | undefined;
  if (c.isChar("^")) {
    // `\|x\|^2_2`
    const probe = c.from(c.at + 1);
    const script = probe.argument();
    if (probe.isChar("_")) {
      power = script;
      c.at = probe.at;
    }
  }
  if (c.isChar("_")) {
    c.at++;
    const index = c.argument();
    const text = index.text().replace(/^(mathrm|text|rm|operatorname)\{?|[{}]/g, "");
    name = norms[text];
    if (!name && !index.done) weight = readAll(index);
  }
  const span = c.since(from);
  return { norm: normNamed(c, of, name, weight, span), power };
}

/** The norm of a name; weighted by a matrix; the one that fits where no name is written. */
function normNamed(c: Cursor, of: Tree, name: string | undefined, weight: Tree | undefined, span: Span): Tree {
  const { known, choices } = c.context;
  if (weight && guess(weight, known) !== "matrix") return { kind: "part", part: "other", what: "norm", of: [of, weight], span };
  if (weight) return call("sqrt", [binary("*", binary("*", transpose(of, of.span), weight), of)], span);
  if (name) return call(name, [of], span);
  const options = ["the norm is Frobenius", "the norm is Euclidean"];
  const ordered = guess(of, known) === "matrix" ? options : options.toReversed();
  return call(ordered[choices.choose("norm", span, ordered, `norm ${guess(of, known)}`)] === options[0] ? "normF" : "norm2", [of], span);
}
