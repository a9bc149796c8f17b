import { type Dimension, multiplyDimensions, one } from "../../packages/engine/src/expression/dimension.ts";
import type { Random } from "../../packages/engine/src/numeric/random.ts";
import { isTied, nameFor, propertiesFor, serves } from "./declare.ts";
import { productions, seldom } from "./productions.ts";
import { call, countOf, isScalarShape, named, number, type Shape, sameShape, scalarShape, size, type Term } from "./term.ts";

/** What a term must satisfy beside its shape: entries other than 0, > 0, in (-1, 1), positive definite, invertible, symmetric, a whole number. */
export type Want = "any" | "nonzero" | "positive" | "unit" | "definite" | "regular" | "symmetric" | "integer";

export interface Declared {
  readonly shape: Shape;
  readonly properties: readonly string[];
}

/** Operations that need composite shapes. */
const composites = new Set(["kronecker", "commutation", "vectorization"]);

export interface Setting {
  readonly rng: Random;
  readonly dimensions: readonly Dimension[];
  readonly focus: string;
  readonly order: 1 | 2;
  /** Names to differentiate by, declared already. */
  readonly wrt: readonly string[];
  readonly variables: Map<string, Declared>;
  readonly plain: boolean;
  readonly bends: boolean;
  /** Do declared properties tie entries of what is differentiated by? */
  readonly tied: boolean;
}

/** Generates well-typed terms with a domain. */
export class Grammar {
  heat = 0;
  frozen = false;
  /** May functions with kinks stand here? Not over a variable whose structure puts entries at them. */
  get bends(): boolean {
    return this.ties === 0 && (this.frozen || this.setting.bends);
  }
  private ties = 0;
  /** May functions stand here that jump where the rank changes? */
  get steady(): boolean {
    return this.frozen || !this.setting.tied;
  }
  private room = 28;
  private readonly pool: Term[] = [];
  constructor(private readonly setting: Setting) {}

  get order(): 1 | 2 {
    return this.setting.order;
  }
  /** May functions stand here that are differentiated once only? */
  get smooth(): boolean {
    return this.frozen || this.setting.order === 1;
  }
  get scalarWrt(): string | undefined {
    return this.setting.wrt.find((w) => isScalarShape(this.setting.variables.get(w)!.shape));
  }
  chance(p: number): boolean {
    return this.setting.rng.uniform() < p;
  }
  coin(): boolean {
    return this.chance(0.5);
  }
  pick<T>(list: readonly T[]): T {
    return list[this.setting.rng.integer(0, list.length - 1)]!;
  }
  dimension(): Dimension {
    return this.pick(this.setting.dimensions);
  }
  numeral(): string {
    return this.pick(["1", "2", "3", "0.5", "1.5", "0.1", "2.25", "1e-1", "4"]);
  }
  identity(s: Shape): Term {
    return call("identity", s, [], [s[0]]);
  }

  shapeLike(kind: "square" | "wide" | "line" | "matrix" | "tall"): Shape {
    const [a, b] = [this.dimension(), this.dimension()];
    const composite = () => multiplyDimensions(a, b);
    const often = composites.has(this.setting.focus) ? 5 : 1;
    if (kind === "tall") return [a, a];
    if (kind === "square") return this.chance(0.06 * often) ? [composite(), composite()] : [a, a];
    if (kind === "line") return this.chance(0.2) ? [one, a] : this.chance(0.08 * often) ? [composite(), one] : [a, one];
    if (kind === "matrix") return [a, b];
    if (this.chance(0.08 * often)) return this.coin() ? [composite(), one] : [composite(), composite()];
    return this.pick<Shape>([
      [a, one],
      [a, b],
      [a, b],
      [one, a],
      [a, a],
    ]);
  }

  /** The factors of a composite shape, for kron and vec. */
  split([r, c]: Shape): readonly [Shape, Shape] | undefined {
    const factors = (d: Dimension): readonly [Dimension, Dimension] | undefined => {
      if (d === one) return [one, one];
      for (const a of this.setting.dimensions) for (const b of this.setting.dimensions) if (multiplyDimensions(a, b) === d) return [a, b];
      return undefined;
    };
    if (r === one && c === one) return undefined;
    const [f, g] = [factors(r), factors(c)];
    return (
      f &&
      g && [
        [f[0], g[0]],
        [f[1], g[1]],
      ]
    );
  }

  exponent(kind: "whole" | "entries"): Term {
    if (this.chance(0.25)) {
      const k = kind === "whole" ? this.hidden(() => this.leaf(scalarShape, "integer")) : this.leaf(scalarShape, "integer");
      return this.chance(0.25) ? call("add", scalarShape, [k, number("1")]) : k;
    }
    if (kind === "whole") return number(this.pick(["2", "3", "2", "4"]));
    const k = number(this.pick(["2", "3", "0.5", "1", "1.5"]));
    if (this.chance(0.2)) return call("divide", scalarShape, [number("1"), number(this.pick(["2", "3"]))]);
    return this.chance(0.3) ? call("negative", scalarShape, [k]) : k;
  }

  hotter<T>(hot: boolean, run: () => T): T {
    if (hot) this.heat++;
    const out = run();
    if (hot) this.heat--;
    return out;
  }
  /** Without what makes entries equal that are compared. */
  untied<T>(run: () => T): T {
    this.ties++;
    const out = run();
    this.ties--;
    return out;
  }
  /** Without the variables to differentiate by. */
  private hidden<T>(run: () => T): T {
    const before = this.frozen;
    this.frozen = true;
    const out = run();
    this.frozen = before;
    return out;
  }
  frozenTerm(s: Shape, depth: number, want: Want): Term {
    return this.hidden(() => this.term(s, depth, want));
  }

  /** An operation of two arguments, one of them the deeper. */
  pair(operation: string, shape: Shape, left: Shape, right: Shape, depth: number, want: Want = "any"): Term {
    const shallow = Math.max(0, depth - 1 - this.setting.rng.integer(0, 2));
    const deep = this.coin();
    const a = this.term(left, deep ? depth - 1 : shallow, isScalarShape(left) && ["definite", "symmetric", "regular"].includes(want) ? "positive" : want);
    const b = this.term(right, deep ? shallow : depth - 1, isScalarShape(right) && ["definite", "symmetric", "regular"].includes(want) ? "positive" : want);
    return call(operation, shape, [a, b]);
  }

  term(shape: Shape, depth: number, want: Want = "any"): Term {
    if (depth <= 0 || this.room <= 0) return this.leaf(shape, want);
    if (want === "any" && !this.frozen && this.chance(0.08)) {
      const old = this.pool.filter((t) => sameShape(t.shape, shape) && countOf(t) < 8);
      if (old.length) return this.pick(old);
    }
    this.room--;
    const fitting = productions.filter(([, fits]) => fits(shape, want, this));
    const focused = fitting.filter(([name]) => name === this.setting.focus);
    for (let attempt = 0; attempt < 8 && fitting.length; attempt++) {
      const [name, , make] = focused.length && attempt < 2 && this.chance(0.5) ? this.pick(focused) : this.pick(fitting);
      if (seldom.has(name) && name !== this.setting.focus && !this.chance(0.15)) continue;
      const t = make(this, shape, depth, want);
      if (!t) continue;
      if (!this.frozen && this.heat === 0) this.pool.push(t);
      return t;
    }
    return this.leaf(shape, want);
  }

  /** A name, or a constant. */
  leaf(shape: Shape, want: Want): Term {
    const { variables, wrt, focus } = this.setting;
    if (seldom.has(focus) && this.chance(0.4)) {
      const [row] = productions.filter(([name, fits]) => name === focus && fits(shape, want, this));
      const t = row?.[2](this, shape, 1, want);
      if (t) return t;
    }
    if (isScalarShape(shape) && want !== "integer" && this.chance(0.3)) {
      if (want === "unit") return number(this.pick(["0.5", "0.25"]));
      return this.chance(0.25) ? size(this.dimension()) : number(this.numeral());
    }
    const usable = [...variables].filter(
      ([name, v]) =>
        sameShape(v.shape, shape) && serves(v.properties, want) && !(this.ties > 0 && isTied(v.properties)) && !(this.frozen && wrt.includes(name)),
    );
    const targets = usable.filter(([name]) => wrt.includes(name));
    if (targets.length && this.chance(0.6)) return named(this.pick(targets)[0], shape);
    if (usable.length && this.chance(usable.length < 3 ? 0.5 : 0.9)) return named(this.pick(usable)[0], shape);
    if (want === "unit" && isScalarShape(shape)) return number("0.5");
    const parts = this.setting.plain && shape.some((d) => d.text.includes("*") || d.text.includes("^")) ? this.split(shape) : undefined;
    if (parts) return call("kronecker", shape, [this.leaf(parts[0], want), this.leaf(parts[1], want)]);
    const name = nameFor(shape, this.setting.rng, variables, this.setting.dimensions, this.setting.plain);
    variables.set(name, { shape, properties: this.ties > 0 && want === "any" ? [] : propertiesFor(shape, want, this.setting.rng, this.setting.plain) });
    return named(name, shape);
  }
}
