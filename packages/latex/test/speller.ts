/** Writes expressions of the language as people do, in several hands. Shares nothing with the engine's own printer. */
import { parse } from "gradus";

type Tree = ReturnType<typeof parse>["tree"];

/** What tells one hand from another. */
interface Hand {
  readonly letter: (letter: string, isGreek: boolean, isCapital: boolean) => string;
  readonly transpose: string;
  readonly inverseTranspose: string;
  readonly product: string;
  readonly bracket: (inside: string) => string;
  readonly word: (name: string) => string;
  readonly norm: (inside: string, index: string) => string;
  readonly determinant: (inside: string) => string;
  readonly absolute: (inside: string) => string;
  readonly fraction: (over: string, under: string) => string;
  readonly entrywise: string;
  readonly kronecker: string;
  readonly index: (indices: string) => string;
  readonly range: (index: string, low: string, high: string) => string;
  readonly wrap: (whole: string) => string;
}

const greek = new Set(
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega".split(
    " ",
  ),
);
const greekSigns: Readonly<Record<string, string>> = { alpha: "α", beta: "β", lambda: "λ", mu: "μ", sigma: "σ", theta: "θ", Sigma: "Σ", phi: "φ", eta: "η" };
const curly = (text: string) => `{${text}}`;

const student: Hand = {
  letter: (l, isGreek) => (isGreek ? `\\${l} ` : l),
  transpose: "^T",
  inverseTranspose: "^{-T}",
  product: "",
  bracket: (x) => `(${x})`,
  word: (name) => name,
  norm: (x, i) => `||${x}||_${i}`,
  determinant: (x) => `|${x}|`,
  absolute: (x) => `|${x}|`,
  fraction: (a, b) => `\\frac{${a}}{${b}}`,
  entrywise: "\\odot ",
  kronecker: "\\otimes ",
  index: (i) => `_{${i.replace(/,(?=[a-z]$)/, "").replace(/,/g, ",")}}`,
  range: (i, a, b) => `_{${i}=${a}}^{${b}}`,
  wrap: (x) => x,
};

const book: Hand = {
  ...student,
  letter: (l, isGreek) => (isGreek ? `\\boldsymbol{\\${l}}` : `\\mathbf{${l}}`),
  transpose: "^{\\top}",
  inverseTranspose: "^{-\\top}",
  product: " ",
  bracket: (x) => `\\left( ${x} \\right)`,
  word: (name) => `\\operatorname{${name}}`,
  norm: (x, i) => `\\left\\| ${x} \\right\\|_{${i}}`,
  determinant: (x) => `\\det \\left( ${x} \\right)`,
  absolute: (x) => `\\lvert ${x} \\rvert`,
  fraction: (a, b) => `\\dfrac{${a}}{${b}}`,
  index: (i) => `_{${i}}`,
};

const slides: Hand = {
  ...student,
  letter: (l, isGreek) => (isGreek ? `\\${l}v ` : `\\${l}v `),
  transpose: "^\\top ",
  inverseTranspose: "^{-\\top}",
  product: " ~ ",
  bracket: (x) => `\\class{red}{\\bigl[ ${x} \\bigr]}`,
  word: (name) => `\\mathrm{${name}} \\,`,
  norm: (x, i) => `\\lVert ${x} \\rVert_{${i}}`,
  determinant: (x) => `\\left| ${x} \\right|`,
  fraction: (a, b) => `\\frac{ ${a} }{ ${b} }`,
  index: (i) => `_{${i}}`,
  range: (i, a, b) => (a === "1" ? `_{${i} \\in [${b}]}` : `\\limits_{${i} = ${a}}^${b}`),
  wrap: (x) => `\\begin{aligned} & \\class{blue}{ ${x} } \\end{aligned}`,
};

const typewriter: Hand = {
  ...student,
  letter: (l, isGreek) => (isGreek ? (greekSigns[l] ?? `\\${l} `) : l),
  transpose: "ᵀ",
  inverseTranspose: "^{-⊤}",
  product: " · ",
  bracket: (x) => `{ (${x}) }`,
  norm: (x, i) => `‖${x}‖_${i}`,
  entrywise: "⊙",
  kronecker: "⊗",
  range: (i, a, b) => `_{${i}=${a}}^{${b}}`,
};

const lecturer: Hand = {
  ...book,
  letter: (l, isGreek, isCapital) => (isGreek ? `\\${l}` : isCapital ? `\\mathrm{${l}}` : `\\vec{${l}}`),
  transpose: "^{\\mathsf{T}}",
  product: " \\cdot ",
  bracket: (x) => `\\{ ${x} \\}`,
  word: (name) => `\\text{${name}}`,
  norm: (x, i) => `\\norm{${x}}_{${i}}`,
  absolute: (x) => `\\abs{${x}}`,
  fraction: (a, b) => `\\tfrac{${a}}{${b}}`,
};

export const hands: Readonly<Record<string, Hand>> = { student, book, slides, typewriter, lecturer };

/** How tightly a text holds together: a sum, an infix, a product, what has a superscript, an atom. */
const [sum, infix, product, scripted, atom] = [0, 1, 2, 3, 4];
interface Text {
  readonly text: string;
  readonly level: number;
}

/** Spells an expression of the language. Undefined where it cannot be read, or holds what this speller has no spelling for. */
export function spell(expression: string, hand: Hand, scalars: ReadonlySet<string> = new Set()): string | undefined {
  const { tree, diagnostics } = parse(expression);
  if (diagnostics.length > 0) return undefined;
  try {
    return hand.wrap(new Speller(hand, scalars).spell(tree).text);
  } catch {
    return undefined;
  }
}

class Speller {
  private readonly hand: Hand;
  private readonly scalars: ReadonlySet<string>;
  constructor(hand: Hand, scalars: ReadonlySet<string>) {
    this.hand = hand;
    this.scalars = scalars;
  }

  private at(t: Tree, wanted: number): string {
    const { text, level } = this.spell(t);
    return level >= wanted ? text : this.hand.bracket(text);
  }

  private name(name: string): string {
    const [, stem = name, digits = "", tail = ""] = /^([^\d_]+)(\d*)(?:_(.*))?$/.exec(name) ?? [];
    const plain = this.scalars.has(name);
    const isGreek = greek.has(stem);
    const one = stem.length === 1 || isGreek;
    const letter = !one ? `\\mathrm{${stem}}` : plain ? (isGreek ? `\\${stem} ` : stem) : this.hand.letter(stem, isGreek, /^[A-Z]/.test(stem));
    const under = [digits, tail].filter((s) => s !== "").map((s) => (/^([a-zA-Z]|\d+)$/.test(s) ? s : `\\mathrm{${s}}`));
    return under.length > 0 ? `${letter}_{${under.join(",")}}` : letter;
  }

  spell(t: Tree): Text {
    const { hand } = this;
    switch (t.kind) {
      case "number":
        if (/[eE]/.test(t.text)) throw new Error("no power of ten");
        return { text: t.text, level: atom as number };
      case "name":
        return { text: this.name(t.name), level: atom as number };
      case "prefix":
        return { text: `-${this.at(t.operand, product as number)}`, level: sum as number };
      case "transpose":
        if (t.operand.kind === "call" && t.operand.name === "inv") return this.script(t.operand.args[0] as Tree, hand.inverseTranspose);
        return this.script(t.operand, hand.transpose);
      case "index": {
        const indices = t.indices.map((i) => this.spell(i).text).join(",");
        const base = t.operand.kind === "name" && !/\d|_/.test(t.operand.name) ? this.name(t.operand.name) : `\\left[ ${this.spell(t.operand).text} \\right]`;
        return { text: `${base}${hand.index(indices)}`, level: atom as number };
      }
      case "binder": {
        if (t.name !== "sum") throw new Error("no integral");
        return {
          text: `\\sum${hand.range(t.index, this.spell(t.low).text, this.spell(t.high).text)} ${this.at(t.body, product as number)}`,
          level: infix as number,
        };
      }
      case "binary":
        return this.binary(t);
      case "call":
        return this.call(t.name, t.args, t.primes);
      default:
        throw new Error(`no ${t.kind}`);
    }
  }

  private script(base: Tree, script: string): Text {
    return { text: `${this.at(base, atom as number)}${script}`, level: scripted as number };
  }

  private binary(t: Tree & { readonly kind: "binary" }): Text {
    const { hand } = this;
    const both = (sign: string, level: number, left = level, right = level + 1): Text => ({
      text: `${this.at(t.left, left)}${sign}${this.at(t.right, right)}`,
      level,
    });
    switch (t.operator) {
      case "+":
      case "-":
        return both(` ${t.operator} `, sum as number);
      case "*": {
        const starts = /^\d/.test(this.spell(t.right).text);
        return both(starts ? " \\cdot " : hand.product, product as number);
      }
      case "/":
        return { text: hand.fraction(this.spell(t.left).text, this.spell(t.right).text), level: product as number };
      case ".*":
        return both(` ${hand.entrywise} `, infix as number, product as number, product as number);
      case "./":
        return both(" \\oslash ", infix as number, product as number, product as number);
      case "^":
        return this.script(t.left, `^${curly(this.spell(t.right).text)}`);
      case ".^":
        return this.script(t.left, `^{\\circ ${this.spell(t.right).text}}`);
      default:
        throw new Error(`no ${t.operator}`);
    }
  }

  private call(name: string, args: readonly Tree[], primes: number): Text {
    const { hand } = this;
    const [x, y] = args as readonly [Tree, Tree];
    const inside = () => this.spell(x).text;
    const text = (t: string): Text => ({ text: t, level: atom as number });
    const size = () => args.map((a) => this.spell(a).text).join(" \\times ");
    switch (name) {
      case "inv":
        return this.script(x, "^{-1}");
      case "pinv":
        return this.script(x, "^{\\dagger}");
      case "adj":
        return this.script(x, "^*");
      case "kron":
        return { text: `${this.at(x, product as number)} ${hand.kronecker} ${this.at(y, product as number)}`, level: infix as number };
      case "det":
        return text(hand.determinant(inside()));
      case "logdet":
        return text(`\\ln | ${inside()} |`);
      case "norm2":
        return text(hand.norm(inside(), "2"));
      case "normF":
        return text(hand.norm(inside(), "F"));
      case "sqrt":
        return text(`\\sqrt{${inside()}}`);
      case "eye":
        return text(`\\mathbf{I}_{${this.spell(x).text}}`);
      case "ones":
      case "zeros":
        return text(`\\mathbf{${name === "ones" ? 1 : 0}}_{${size()}}`);
      case "log":
        return text(`\\ln ${hand.bracket(inside())}`);
      case "expm":
        return { text: `e^{${inside()}}`, level: scripted as number };
      default: {
        const known = /^(exp|sin|cos|tan|tanh|det|max|min)$/.test(name) ? `\\${name}` : hand.word(name);
        const list = args.map((a) => this.spell(a).text).join(", ");
        return text(
          `${known}${"'".repeat(primes)}${
            primes > 0 || args.length > 1
              ? `(${list})`
              : hand
                  .bracket(list)
                  .replace(/^\\class\{red\}\{(.*)\}$/s, "$1")
                  .replace(/^\{ (.*) \}$/s, "$1")
          }`,
        );
      }
    }
  }
}
