import type { Expression } from "../expression/node.ts";
import { atomLevel, binderSigns, binding, postfixLevel, prefixLevel, productLevel, subscripts, superscripts, unicodeOperators } from "./notation.ts";
import { parse } from "./parser.ts";
import { held, type Piece } from "./piece.ts";
import { print } from "./print.ts";
import { type Binary, isBracketed, leftSpine, type Tree, transposeMark } from "./tree.ts";

/** The expression in Unicode: `(A + Aᵀ)·x`, `X⁻¹`, `x ⊙ y`. `parse` reads it back. */
export function printUnicode(e: Expression): string {
  return unicode(print(e));
}

/** A text of the language in Unicode: `unicode("x_1'*inv(X)^2")` is `x₁ᵀ·X⁻²`. What cannot be read stays as it is. */
export function unicode(text: string): string {
  const { tree, diagnostics } = parse(text);
  return diagnostics.length ? text : write(tree).text;
}

/** A piece that ends in `⁻¹` may take another mark in its place: `X⁻ᵀ`, `X⁻²`. */
interface Written extends Piece {
  readonly inverse?: boolean;
}

const atom = (text: string): Written => ({ text, level: atomLevel });
/** Beside other products a Kronecker product stands in brackets. */
const kroneckerLevel = productLevel - 0.1;
const raisedCharacters = new Map([...superscripts].map(([typed, plain]) => [plain, typed]));

/** A name with the digits behind its last `_` as subscripts. */
function nameText(name: string): string {
  return name.replace(/(?<=[^_])_(\d+)$/, (_all, run: string) => [...run].map((d) => subscripts[Number(d)]).join(""));
}

function write(t: Tree): Written {
  switch (t.kind) {
    case "number":
      return atom(t.text);
    case "name":
      return atom(nameText(t.name));
    case "prefix":
      return { text: `-${held(write(t.operand), postfixLevel)}`, level: prefixLevel };
    case "transpose":
      return transposed(t.operand);
    case "index":
      return atom(`${held(write(t.operand), atomLevel)}[${t.indices.map((i) => write(i).text.replace(/ /g, "")).join(",")}]`);
    case "binder":
      return atom(
        `${binderSigns[t.name]}(${nameText(t.index)}=${write(t.low).text.replace(/ /g, "")}..${write(t.high).text.replace(/ /g, "")}, ${write(t.body).text})`,
      );
    case "call":
      return call(t);
    case "binary":
      return operators(t);
    case "expectation":
      return atom(`E(${write(t.body).text}, ${nameText(t.variable)} ~ ${write(t.distribution).text})`);
    case "function":
    case "error":
      throw new Error("a tree with errors has diagnostics");
  }
}

function call(t: Tree & { kind: "call" }): Written {
  const [a, b] = t.args;
  if (t.name === "inv" && a && t.args.length === 1) return raisedTo(write(a), "-1");
  if (t.name === "kron" && a && b && t.args.length === 2)
    return { text: `${held(write(a), prefixLevel)}${unicodeOperators["⊗"]}${held(write(b), prefixLevel)}`, level: kroneckerLevel };
  const list = (items: readonly Tree[]) => `(${items.map((x) => write(x).text).join(", ")})`;
  return atom(`${t.name}${"'".repeat(t.primes)}${list(t.args)}${t.at ? list(t.at) : ""}`);
}

/** As the base of a mark: in brackets where that is a mark or a transpose already. */
const base = (p: Piece): string => held(p, p.raised || p.text.endsWith("ᵀ") ? atomLevel : postfixLevel);
const inverseTranspose = (p: Piece): Written => ({ text: `${base(p)}⁻ᵀ`, level: postfixLevel, raised: true });

/** The transpose; of an inverse it is one mark, `X⁻ᵀ`. */
function transposed(operand: Tree): Written {
  const p = write(operand);
  return p.inverse ? { text: `${p.text.slice(0, -1)}ᵀ`, level: postfixLevel, raised: true } : { text: `${base(p)}ᵀ`, level: postfixLevel };
}

/** A power with a raised exponent. */
function raisedTo(p: Written, exponent: string): Written {
  const raised = [...exponent].map((c) => raisedCharacters.get(c)).join("");
  if (p.inverse && /^\d+$/.test(exponent)) return { text: p.text.slice(0, -1) + raised, level: postfixLevel, raised: true };
  return { text: base(p) + raised, level: postfixLevel, raised: true, inverse: exponent === "-1" };
}

function operators(t: Binary): Written {
  const spine = leftSpine(t);
  let left = write((spine[0] as Binary).left);
  for (const node of spine) {
    left = operator(node, left);
    if (node !== t && isBracketed(node) && left.level < prefixLevel) left = atom(`(${left.text})`);
  }
  return left;
}

/** Exponents that are written raised: numbers, single letters, their sums and differences. */
const plainExponent = /^-?(\d{1,4}|[kmnprst])([-+](\d{1,4}|[kmnprst]))*$/;

function operator(t: Binary, left: Piece): Written {
  const mark = transposeMark(t);
  if (mark) return mark === "transpose" ? { text: `${base(left)}ᵀ`, level: postfixLevel } : inverseTranspose(left);
  const right = write(t.right);
  const { level } = binding[t.operator];
  if (level < postfixLevel) {
    const sign = unicodeOperators[t.operator] as string;
    // a wide sign beside a narrow one of the same level would look as if it held less
    const mixed = t.left.kind === "binary" && binding[t.left.operator].level === level && t.left.operator !== t.operator && level === productLevel;
    return {
      text: `${held(left, mixed && (sign + unicodeOperators[(t.left as Binary).operator]).includes(" ") ? prefixLevel : level)}${sign}${held(right, level + 1)}`,
      level,
    };
  }
  const exponent = right.text.replace(/ /g, "");
  if (t.operator === "^" && plainExponent.test(exponent)) return raisedTo(left, exponent);
  const bare = t.right.kind === "number" || t.right.kind === "call" || (t.right.kind === "name" && t.right.name !== "T");
  return { text: `${base(left)}${t.operator}${bare && right.level === atomLevel ? right.text : `(${right.text})`}`, level: postfixLevel, raised: true };
}
