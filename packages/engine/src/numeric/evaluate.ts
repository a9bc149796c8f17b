import { sizeOf } from "../expression/dimension.ts";
import { type Apply, type Expression, idsContaining, work } from "../expression/node.ts";
import { combined } from "./arithmetic.ts";
import { type Expectation, momentsExpectation, normalExpectation } from "./distributions.ts";
import { greatest, type Matrix, matrix, scalar } from "./matrix.ts";
import { integrate } from "./quadrature.ts";

/** An evaluation that would take too long at its sizes: it says nothing of the domain. */
export class TooMuchWork extends RangeError {}

/** Sizes of the dimension names, and values of the variables by name. */
export interface Point {
  readonly sizes: ReadonlyMap<string, number>;
  readonly values: ReadonlyMap<string, Matrix>;
}

/** A named part: its variable stands for the expression wherever it occurs. */
export interface Definition {
  readonly name: string;
  readonly expression: Expression;
}

/** How an operation that binds its first argument runs its body: `at(v)` is the body's value where the bound variable is v; the two arguments between are bounds, or mean and covariance. */
type Binder = (low: Matrix, high: Matrix, at: (value: Matrix) => Matrix, body: () => Matrix) => Matrix;
/** One whose variable is a number between bounds. */
const ranging =
  (run: (low: number, high: number, at: (value: number) => Matrix, body: () => Matrix) => Matrix): Binder =>
  (low, high, at, body) =>
    run(low.data[0]!, high.data[0]!, (value) => at(scalar(value)), body);

/** The longest range a sum runs over. */
const longestSum = 10_000;
/** The most entry operations one evaluation may take. */
const workLimit = 50_000_000;

const binders: Readonly<Record<string, Binder>> = {
  summation: ranging((low, high, at, zero) => {
    if (!(high - low < longestSum)) throw new RangeError(`a sum over ${low}..${high} is too long`);
    if (!Number.isInteger(low) || !Number.isInteger(high)) throw new RangeError("a sum's bounds are integers");
    let out: Matrix | undefined;
    for (let i = low; i <= high; i++) {
      work();
      out = out ? combined(out, at(i), 1) : at(i);
    }
    return out ?? zero();
  }),
  integral: ranging((low, high, at) =>
    integrate(low, high, (t) => {
      work();
      return at(t);
    }),
  ),
  normalexpectation: (mean, covariance, at) => counted(normalExpectation, mean, covariance, at),
  momentsexpectation: (mean, covariance, at) => counted(momentsExpectation, mean, covariance, at),
};

/** Does the operation of that name bind its first argument in its last? */
export const isBinder = (name: string): boolean => Object.hasOwn(binders, name);

/** A few values of the body are a step of work. */
function counted(expectation: Expectation, mean: Matrix, covariance: Matrix, at: (x: Matrix) => Matrix): Matrix {
  let values = 0;
  return expectation(mean, covariance, (x) => {
    if ((++values & 15) === 0) work();
    return at(x);
  });
}

interface Step {
  readonly slot: number;
  readonly node: Expression;
  readonly inputs: readonly number[];
  /** The values of the inputs, kept between runs. */
  readonly args: Matrix[];
  dims: readonly number[];
  readonly run: ((step: Step) => Matrix) | undefined;
}

const none: readonly number[] = [];

/**
 * A flat program for one expression: each node of the shared graph once, arguments first. `bind` computes it at a point;
 * after that `move` recomputes only what depends on the variables that moved.
 */
export class Program {
  private readonly steps: Step[] = [];
  private readonly slots: Matrix[] = [];
  private readonly inputs = new Map<string, number>();
  private readonly dependents = new Map<string, readonly Step[]>();
  private sizes: ReadonlyMap<string, number> = new Map();
  private readonly root: number;

  /** Nodes in `given` are inputs, by names of their own: what surrounds the program computes them. */
  constructor(expression: Expression, definitions: readonly Definition[] = [], given: readonly Expression[] = []) {
    const defined = new Map<string, number>();
    const seen = new Map<Expression, number>();
    for (const e of given) seen.set(e, this.input(givenName(e)));
    for (const d of definitions) defined.set(d.name, this.compile(d.expression, seen, defined));
    this.root = this.compile(expression, seen, defined);
  }

  /** The names whose values the program reads. */
  get names(): Iterable<string> {
    return this.inputs.keys();
  }

  private compile(root: Expression, seen: Map<Expression, number>, defined: ReadonlyMap<string, number>): number {
    const stack: Expression[] = [root];
    while (stack.length) {
      const node = stack[stack.length - 1]!;
      if (seen.has(node)) {
        stack.pop();
        continue;
      }
      const fixed = node.kind === "apply" && node.operation.name in binders ? fixedParts(node) : undefined;
      const args = node.kind !== "apply" ? [] : fixed ? [node.args[1]!, node.args[2]!, ...fixed] : node.args;
      let ready = true;
      for (let i = args.length - 1; i >= 0; i--)
        if (!seen.has(args[i]!)) {
          stack.push(args[i]!);
          ready = false;
        }
      if (!ready) continue;
      stack.pop();
      const inputs = args.map((a) => seen.get(a)!);
      if (node.kind === "variable") seen.set(node, defined.get(node.name) ?? this.input(node.name));
      else if (fixed) {
        const body = new Program((node as Apply).args[3]!, [], fixed);
        const bound = nameOf((node as Apply).args[0]!);
        const given = fixed.map(givenName);
        const outer = [...body.names].filter((name) => name !== bound && !given.includes(name));
        for (const name of outer) inputs.push(defined.get(name) ?? this.input(name));
        seen.set(node, this.step(node, inputs, this.binding(node as Apply, body, bound, [...given, ...outer])));
      } else if (node.kind === "apply") {
        const { value } = node.operation;
        seen.set(
          node,
          this.step(node, inputs, (step) => value(step.args, step.dims)),
        );
      } else {
        seen.set(node, this.step(node, inputs, undefined));
        this.slots[this.slots.length - 1] = scalar(node.value.valueOf());
      }
    }
    return seen.get(root)!;
  }

  private input(name: string): number {
    let slot = this.inputs.get(name);
    if (slot === undefined) {
      slot = this.slots.push(undefined as unknown as Matrix) - 1;
      this.inputs.set(name, slot);
    }
    return slot;
  }

  private step(node: Expression, inputs: readonly number[], run: Step["run"]): number {
    const slot = this.slots.push(undefined as unknown as Matrix) - 1;
    if (run) this.steps.push({ slot, node, inputs, args: new Array(inputs.length), dims: none, run });
    return slot;
  }

  private binding(node: Apply, body: Program, bound: string, outer: readonly string[]): (step: Step) => Matrix {
    const binder = binders[node.operation.name]!;
    return (step) => {
      const [low, high] = step.args as [Matrix, Matrix];
      const values = new Map<string, Matrix>();
      for (let k = 0; k < outer.length; k++) values.set(outer[k]!, step.args[k + 2]!);
      const moving = [bound];
      let started = false;
      const at = (index: Matrix): Matrix => {
        if (started) {
          body.put(bound, index);
          return body.move(moving);
        }
        started = true;
        values.set(bound, index);
        return body.bind({ sizes: this.sizes, values });
      };
      return binder(low, high, at, () => matrix(sizeOf(node.rows, this.sizes), sizeOf(node.cols, this.sizes)));
    };
  }

  /** The value at a point. Throws `RangeError` outside the domain, for a name without a value, and where the work is beyond the limit. */
  bind(point: Point): Matrix {
    for (const [name, slot] of this.inputs) {
      const value = point.values.get(name);
      if (!value) throw new RangeError(`${name} has no value`);
      this.slots[slot] = value;
    }
    if (this.sizes !== point.sizes) {
      this.sizes = point.sizes;
      let effort = 0;
      for (const step of this.steps) {
        const node = step.node as Apply;
        if (node.dimensions.length) (step as { dims: readonly number[] }).dims = node.dimensions.map((d) => sizeOf(d, point.sizes));
        effort += sizeOf(node.rows, point.sizes) * sizeOf(node.cols, point.sizes);
        for (const a of node.args) {
          const m = sizeOf(a.rows, point.sizes);
          const n = sizeOf(a.cols, point.sizes);
          effort += m * n * Math.min(m, n);
        }
      }
      if (!(effort <= workLimit)) throw new TooMuchWork("too much work at these sizes");
    }
    return this.run(this.steps);
  }

  /** Gives a variable another matrix, to be read from the next `move` on. */
  put(name: string, value: Matrix): void {
    const slot = this.inputs.get(name);
    if (slot !== undefined) this.slots[slot] = value;
  }

  /** The value after the named variables were given other matrices by `put`, or their matrices changed in place. */
  move(names: readonly string[]): Matrix {
    return this.run(this.dependentsOf(names));
  }

  /** The greatest |entry| among the values that depend on the named variables: the scale of rounding errors. */
  scale(names: readonly string[]): number {
    let out = 0;
    for (const step of this.dependentsOf(names)) out = Math.max(out, greatest(this.slots[step.slot]!));
    return out;
  }

  /** Did a value on the way become infinite? */
  get overflows(): boolean {
    return this.steps.some((step) => this.slots[step.slot]?.data.some((v) => Math.abs(v) === Number.POSITIVE_INFINITY));
  }

  private dependentsOf(names: readonly string[]): readonly Step[] {
    const key = names.length === 1 ? names[0]! : names.join(",");
    let found = this.dependents.get(key);
    if (!found) {
      const moved = new Uint8Array(this.slots.length);
      for (const name of names) {
        const slot = this.inputs.get(name);
        if (slot !== undefined) moved[slot] = 1;
      }
      found = this.steps.filter((step) => {
        for (const input of step.inputs) if (moved[input]) moved[step.slot] = 1;
        return moved[step.slot] === 1;
      });
      this.dependents.set(key, found);
    }
    return found;
  }

  private run(steps: readonly Step[]): Matrix {
    const { slots } = this;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!;
      const { inputs, args } = step;
      for (let k = 0; k < inputs.length; k++) args[k] = slots[inputs[k]!]!;
      slots[step.slot] = step.run!(step);
    }
    return slots[this.root]!;
  }
}

function nameOf(e: Expression): string {
  if (e.kind !== "variable") throw new Error("a bound index is a variable");
  return e.name;
}

const givenName = (e: Expression): string => `@${e.id}`;

/** The greatest parts of a binding's body that no index bound there moves: they are computed once, outside. */
function fixedParts(binding: Apply): Expression[] {
  const out = new Set<Expression>();
  const search = ([index, , , body]: readonly Expression[], around: readonly ReadonlySet<number>[]) => {
    const moving = [...around, idsContaining(body!, index!)];
    const seen = new Set<Expression>();
    const stack = [body!];
    while (stack.length) {
      const e = stack.pop()!;
      if (e.kind !== "apply" || !e.args.length || seen.has(e)) continue;
      seen.add(e);
      if (moving.every((ids) => !ids.has(e.id))) out.add(e);
      else if (e.operation.name in binders) {
        stack.push(e.args[1]!, e.args[2]!);
        search(e.args, moving);
      } else stack.push(...e.args);
    }
  };
  search(binding.args, []);
  return [...out];
}

/** A program that can be evaluated at many points; names in `definitions` stand for their expressions, each defined by those before it. */
export function compile(expression: Expression, definitions: readonly Definition[] = []): Program {
  return new Program(expression, definitions);
}

/** The value of an expression at a point. Throws `RangeError` outside the domain. */
export function evaluate(expression: Expression, point: Point): Matrix {
  return new Program(expression).bind(point);
}
