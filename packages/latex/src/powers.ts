/** Superscripts: transposes, inverses, powers, and marks that are part of a name. */
import type { Cursor } from "./cursor.ts";
import { readAll, readSum } from "./expression.ts";
import { guess } from "./guess.ts";
import { declaredName } from "./known.ts";
import { binary, call, isNumber, number, type Tree, transpose } from "./tree.ts";
import type { Span } from "./types.ts";

/** The text of a script without fonts and brackets of its own: `(\mathrm{T})` is `T`. */
const marks: ReadonlyMap<string, "transpose" | "inverse" | "inverse transpose" | "pseudoinverse" | "adjugate" | "name" | "pseudoinverse transpose"> = new Map([
  ...[
    "T",
    "top",
    "⊤",
    "intercal",
    "mathrm{T}",
    "mathsf{T}",
    "text{T}",
    "mathbf{T}",
    "mathtt{T}",
    "mathsf{top}",
    "mathrm{t}",
    "tran",
    "trans",
    "transpose",
    "H",
    "mathrm{H}",
    "mathsf{H}",
    "bold{T}",
    "boldsymbol{T}",
    "mathcal{T}",
    "operatorname{T}",
  ].map((t) => [t, "transpose"] as const),
  ["-1", "inverse"],
  ["(-1)", "inverse"],
  ...["-T", "-top", "-⊤", "-mathrm{T}", "-mathsf{T}", "-1T", "-1top", "T-1", "-intercal", "-text{T}"].map((t) => [t, "inverse transpose"] as const),
  ...["+", "dagger", "dag", "#"].map((t) => [t, "pseudoinverse"] as const),
  ...["+top", "+T", "daggertop"].map((t) => [t, "pseudoinverse transpose"] as const),
  ["*", "adjugate"],
  ["ast", "adjugate"],
  ["star", "name"],
  ["circ", "name"],
]);

/** The base with its superscript. */
export function raised(c: Cursor, base: Tree, script: Cursor, span: Span): Tree {
  const { known } = c.context;
  const text = script.text();
  if (script.done) {
    c.complain("a superscript is empty", span, "repair");
    return base;
  }
  if (base.kind === "part" && base.part === "set") return { ...base, dimensions: dimensions(script), span };
  if (base.kind === "name" && base.key === "R" && !declaredName(known, "R") && script.tokens.slice(script.at, script.end).some((t) => t.text === "times"))
    return { kind: "part", part: "set", set: "R", dimensions: dimensions(script), span };
  const mark = text === "T" && known.declared.has("T") ? undefined : (marks.get(text) ?? misread(c, base, text, span));
  const inverse = () => call("inv", [base], span);
  switch (mark) {
    case "transpose":
      return transpose(base, span);
    case "inverse":
      if (base.kind === "call" && base.key !== undefined) return binary("^", base, number("-1", span));
      return guess(base, known) === "scalar" || isNumber(base, "10") ? powerOf(base, number("-1", script.place()), span) : inverse();
    case "inverse transpose":
      return transpose(inverse(), span);
    case "pseudoinverse":
      return call("pinv", [base], span);
    case "pseudoinverse transpose":
      return transpose(call("pinv", [base], span), span);
    case "adjugate":
      if (base.kind !== "name" || guess(base, known) === "matrix") return call("adj", [base], span);
      return { kind: "name", key: `${base.key} star`, span };
    case "name":
      return base.kind === "name" ? { kind: "name", key: `${base.key} ${text}`, span } : base;
    default:
  }
  if (script.isCommand("odot") || script.isCommand("circ")) {
    script.at++;
    return binary(".^", base, readAll(script));
  }
  if (script.isCommand("otimes")) return call("kron", [base, base], span);
  if (base.kind === "name" && /^(bold )?J$/.test(base.key) && !declaredName(known, base.key) && /^[ijklmnpqrs]{2}$/.test(text))
    return { kind: "part", part: "unit", indices: [0, 1].map((k) => readAll(script.from(script.at + k, script.at + k + 1))), span };
  const member = superIndex(base, script);
  // the sample's entry: x_j^{(i)} stands in row j and column i
  if (member?.kind === "index" && base.kind === "index" && base.of.kind === "name" && base.indices.length === 1)
    return { ...base, indices: [...base.indices, ...member.indices], span };
  if (member) return { ...member, span };
  const exponent = readSum(script);
  if (!script.done) {
    if (base.kind === "name") return { kind: "name", key: `${base.key} ${text.replace(/[^A-Za-z0-9]+/g, " ").trim()}`, span };
    c.complain(`"${script.peek()?.text}" cannot be read in a superscript`, script.peek()?.span);
  }
  if (base.kind === "name" && base.key === "e" && !declaredName(known, "e")) return exponential(c, exponent, span);
  return powerOf(base, exponent, span);

  function powerOf(of: Tree, exponent: Tree, at: Span): Tree {
    const half = exponent.kind === "binary" && exponent.operator === "/" && isNumber(exponent.left, "1") && isNumber(exponent.right, "2");
    const minusHalf =
      exponent.kind === "minus" &&
      exponent.of.kind === "binary" &&
      exponent.of.operator === "/" &&
      isNumber(exponent.of.right, "2") &&
      isNumber(exponent.of.left, "1");
    if ((half || minusHalf) && guess(of, known) === "matrix") {
      const root = call("sqrtm", [of], at);
      return half ? root : call("inv", [root], at);
    }
    return { ...binary("^", of, exponent), span: at };
  }
}

/** `X^{-l}` as scanners read `X^{-1}`. */
function misread(c: Cursor, base: Tree, text: string, span: Span): "inverse" | undefined {
  if (!/^-[lI]$/.test(text) || c.context.known.declared.size > 0 || guess(base, c.context.known) === "scalar") return undefined;
  const options = [`${text} is -1, misread`, `${text} is a power`];
  return c.context.choices.choose("power of a call", span, options, `misread ${text}`) === 0 ? "inverse" : undefined;
}

/** `e^x` is entry by entry, `e^X` of a square matrix: the function of matrices. */
function exponential(c: Cursor, of: Tree, span: Span): Tree {
  const shape = guess(of, c.context.known);
  if (shape === "scalar") return call("exp", [of], span);
  const options = ["e^ is the matrix exponential", "e^ is entry by entry"];
  const ordered = shape === "matrix" ? options : options.toReversed();
  return call(ordered[c.context.choices.choose("exponential", span, ordered, `e ${shape}`)] === options[0] ? "expm" : "exp", [of], span);
}

/** `m \times n`. */
export function dimensions(script: Cursor): Tree[] {
  const out: Tree[] = [];
  let from = script.at;
  for (let k = script.at; k <= script.end; k++) {
    const t = script.tokens[k];
    if (k < script.end && !(t?.kind === "command" && t.text === "times") && !(t?.kind === "char" && t.text === ",")) continue;
    const piece = script.from(from, k);
    if (!piece.done) out.push(readAll(piece));
    from = k + 1;
  }
  return out;
}

/** `x^{(i)}`: the i-th of a family; `W^{(1)}`: part of the name. */
function superIndex(base: Tree, script: Cursor): Tree | undefined {
  const behind = script.isChar("(") || script.isChar("[") ? script.from(script.partner() + 1) : undefined;
  if (behind && marks.get(behind.text()) === "transpose") {
    const inner = superIndex(base, script.from(script.at, behind.at));
    return inner && transpose(inner, inner.span);
  }
  const m = /^[([]([A-Za-z]|\d+|[a-z][-+]\d)[)\]]$/.exec(script.text());
  if (!m) return undefined;
  const inner = script.from(script.at + 1, script.end - 1);
  if (/^\d+$/.test(m[1] as string)) return base.kind === "name" ? { ...base, key: `${base.key} ${m[1]}` } : undefined;
  return { kind: "index", of: base, indices: [readAll(inner)], span: base.span };
}
