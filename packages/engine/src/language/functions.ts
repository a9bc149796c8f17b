import type { Dimension } from "../expression/dimension.ts";
import type { Expression } from "../expression/node.ts";
import type { UnknownFunction } from "../expression/operation.ts";
import type { Message } from "../messages/messages.ts";
import { derivativeSides, isAtParameters, isPrimed, unknownAt } from "../operations/unknown.ts";
import type { Declaration } from "./declarations.ts";
import { type Diagnostic, shortened } from "./diagnostics.ts";
import { extentOf } from "./extents.ts";
import { located, type Part } from "./names.ts";
import { quoted, shapesText } from "./quote.ts";
import type { Scope } from "./scope.ts";
import { type Binary, leftSpine, type Span, type Tree, walk } from "./tree.ts";
import { anyExtent, type Extent, isScalarExtent, known, type Size } from "./unify.ts";

type Call = Tree & { readonly kind: "call" };
type Use = Tree & { readonly kind: "function" };

/** The head of a function as it is declared: `u(x, y)`, `sigma`. */
export const headText = (d: Declaration): string => (d.parameters?.length ? `${d.name}(${d.parameters.join(", ")})` : d.name);

/** The parts with every use of an unknown function made out: `u(x)`, `u` for it, `D(u, x)`, `D(u, e)`, `D(u, x)(e)`, `sigma'(Z)`. */
export function resolveFunctions(parts: readonly Part[], declarations: ReadonlyMap<string, Declaration>, diagnostics: Diagnostic[]): Part[] {
  return parts.map((p) => {
    let concerned = false;
    walk(p.tree, (t) => {
      if ((t.kind === "call" || t.kind === "name") && (declarations.get(t.name)?.parameters || (t.kind === "call" && t.name === "D"))) concerned = true;
    });
    return concerned ? { ...p, tree: new Resolver(declarations, (d) => void diagnostics.push(located(d, p))).resolve(p.tree) } : p;
  });
}

class Resolver {
  private readonly declarations: ReadonlyMap<string, Declaration>;
  private readonly complain: (d: Diagnostic) => void;
  private readonly bound: string[] = [];

  constructor(declarations: ReadonlyMap<string, Declaration>, complain: (d: Diagnostic) => void) {
    [this.declarations, this.complain] = [declarations, complain];
  }

  resolve(t: Tree): Tree {
    switch (t.kind) {
      case "name":
        return this.bare(t);
      case "prefix":
      case "transpose":
        return { ...t, operand: this.resolve(t.operand) };
      case "index":
        return { ...t, operand: this.resolve(t.operand), indices: t.indices.map((i) => this.resolve(i)) };
      case "binder":
        return { ...t, low: this.resolve(t.low), high: this.resolve(t.high), body: this.within(t.index, t.body) };
      case "expectation":
        return { ...t, distribution: this.resolve(t.distribution), body: this.within(t.variable, t.body) };
      case "binary":
        return this.spine(t);
      case "call":
        return t.name === "D" ? this.derivative(t) : this.call(t);
      default:
        return t;
    }
  }

  private within(name: string, body: Tree): Tree {
    this.bound.push(name);
    const inner = this.resolve(body);
    this.bound.pop();
    return inner;
  }

  private spine(t: Binary): Tree {
    const spine = leftSpine(t);
    let left = this.resolve((spine[0] as Binary).left);
    for (const node of spine) left = { ...node, left, right: this.resolve(node.right) };
    return left;
  }

  private declared(name: string): Declaration | undefined {
    const d = this.declarations.get(name);
    return d?.parameters && !this.bound.includes(name) ? d : undefined;
  }

  /** `u` alone is `u(x)`. */
  private bare(t: Tree & { kind: "name" }): Tree {
    const d = this.declared(t.name);
    if (!d) return t;
    if (!d.parameters?.length) return this.mistake(`${shortened(t.name)} is a function of entries: it needs an argument`, t.span, `write ${t.name}(Z)`);
    return use(d, [], namesOf(d, t.span), t.span, t.span);
  }

  private call(t: Call): Tree {
    const d = this.declared(t.name);
    const args = t.args.map((a) => this.resolve(a));
    if (!d) return { ...t, args };
    const { parameters = [] } = d;
    if (t.primes > 0 && parameters.length > 1)
      return this.mistake(`${t.name}' does not say by which parameter`, t.nameSpan, `write D(${t.name}, ${parameters[0]})`);
    const by = Array.from({ length: t.primes }, () => 0);
    return this.counted(d, args, t.span) ?? use(d, by, args, t.nameSpan, t.span);
  }

  /** Are there as many arguments as parameters? */
  private counted(d: Declaration, args: readonly Tree[], span: Span): Tree | undefined {
    const wanted = Math.max(1, d.parameters?.length ?? 0);
    if (args.length === wanted) return undefined;
    const message: Message = `${d.name} takes ${wanted} argument${wanted === 1 ? "" : "s"}, here ${args.length === 1 ? "is 1" : `are ${args.length}`}`;
    return this.mistake(message, span, `write ${d.parameters?.length ? headText(d) : `${d.name}(Z)`}`, "arguments");
  }

  private derivative(t: Call): Tree {
    const [f, ...rest] = t.args;
    const d = f?.kind === "name" ? this.declared(f.name) : undefined;
    if (!f || !d) {
      if (this.declarations.has("D") && !this.declarations.get("D")?.parameters)
        return this.mistake("D is declared as a variable, and D(…) is a derivative", t.nameSpan, "write D*(…) for a product");
      const name = f?.kind === "name" ? f.name : undefined;
      return this.mistake(
        name ? `${shortened(name)} is no unknown function` : "D is the derivative of an unknown function by its parameters",
        f?.span ?? t.span,
        name ? `declare it: ${shortened(name)}(x): vector(m)` : "write D(u, x)",
      );
    }
    const { parameters = [] } = d;
    const places = rest.map((a) => (a.kind === "name" ? parameters.indexOf(a.name) : -1));
    if (rest.length && places.every((k) => k >= 0)) {
      const point = t.at?.map((a) => this.resolve(a)) ?? namesOf(d, f.span);
      return this.counted(d, point, t.span) ?? use(d, places, point, f.span, t.span);
    }
    const [e] = rest;
    if (e && rest.length === 1 && parameters.length <= 1 && !t.at) return use(d, [0], [this.resolve(e)], f.span, t.span);
    const by = parameters[0] ?? "Z";
    const other = rest.find((_a, k) => (places[k] as number) < 0);
    return this.mistake(
      other && parameters.length
        ? `${this.text(other)} is no parameter of ${headText(d)}`
        : `D(${d.name}, …) needs ${parameters.length ? "a parameter" : "a point"}`,
      other?.span ?? t.span,
      `write D(${d.name}, ${by})${other && parameters.length > 1 ? `(…) for the derivative by ${by} at a point` : ""}`,
    );
  }

  private text(t: Tree): string {
    return t.kind === "name" ? shortened(t.name) : "this";
  }

  private mistake(message: Message, span: Span, hint: Message, code = "unknown-function"): Tree {
    this.complain({ code, message, span, hint });
    return { kind: "error", span };
  }
}

const use = (d: Declaration, by: readonly number[], args: readonly Tree[], nameSpan: Span, span: Span): Use => ({
  kind: "function",
  name: d.name,
  by,
  args,
  nameSpan,
  span,
});
const namesOf = (d: Declaration, span: Span): Tree[] => (d.parameters ?? []).map((name) => ({ kind: "name", name, span }));

/** The shape of an unknown function or its derivative; arguments that do not fit are reported. */
export function functionExtent(t: Use, s: Scope): Extent {
  const d = s.functionOf(t.name);
  const args = t.args.map((a) => extentOf(a, s));
  if (!d) return anyExtent;
  if (!d.parameters?.length) return args[0] ?? anyExtent;
  const fits = args.every((e, k) => {
    const p = s.parameter(d, k, e);
    const parameter = d.parameters?.[k] as string;
    const wrong = (): Diagnostic => ({
      code: "shape",
      message: `${shapesText([[t.args[k] as Tree, e]], s)}, the parameter ${parameter} of ${d.name} ${isScalarExtent(p) ? "a scalar" : "is another shape"}`,
      span: (t.args[k] as Tree).span,
      hint: `declare ${parameter} as what ${d.name} is applied to`,
    });
    if (e === anyExtent || p === anyExtent) return true;
    return s.equal(e.rows, p.rows, wrong) && s.equal(e.cols, p.cols, wrong);
  });
  if (!fits) return anyExtent;
  const sides = derivativeSides<Size>(
    d,
    t.by.map((k) => args[k] as Extent),
    isScalarExtent,
  );
  if (sides) return { rows: known(sides.rows), cols: known(sides.cols) };
  s.report(() => ({
    code: "unsupported",
    message: `${quoted(t, s)} is no matrix: a second derivative is that of a scalar, or by scalars`,
    span: t.span,
  }));
  return anyExtent;
}

/** What an expression needs of a declared function. */
function unknownOf(d: Declaration, by: readonly number[]): UnknownFunction {
  const { name, parameters = [], properties } = d;
  return { name, parameters, properties, by, elementwise: parameters.length === 0 };
}

/** The node of an unknown function or its derivative. */
export function functionNode(d: Declaration, by: readonly number[], args: readonly Expression[]): Expression {
  const [rows, cols]: readonly [Dimension, Dimension] = [d.rows, d.cols];
  const node = unknownAt(unknownOf(d, by), args, rows, cols);
  if (!node) throw new Error("a derivative that is no matrix is refused before");
  return node;
}

/** How a use of an unknown function is written, from the texts of its arguments; `at` is the point it is taken at, its own parameters where none. */
export function functionText(u: UnknownFunction, args: readonly Expression[], text: (e: Expression) => string): string {
  const list = args.map(text).join(", ");
  if (!u.by.length || isPrimed(u, args)) return `${u.name}${"'".repeat(u.by.length)}(${list})`;
  const by = u.by.map((k) => u.parameters[k]).join(", ");
  if (isAtParameters(u, args)) return `D(${u.name}, ${by})`;
  return u.by.length === 1 && args.length === 1 ? `D(${u.name}, ${list})` : `D(${u.name}, ${by})(${list})`;
}
