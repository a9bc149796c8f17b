import { sizeOf } from "../expression/dimension.ts";
import type { Expression, Variable } from "../expression/node.ts";
import { compile, type Definition, isBinder, type Point } from "../numeric/evaluate.ts";
import { greatest, type Matrix, scalar } from "../numeric/matrix.ts";
import type { Condition } from "../numeric/sizes.ts";

/** What numbers are drawn from. */
export interface Ground {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly definitions: readonly Definition[];
  readonly conditions: readonly Condition[];
  readonly seed: string;
}

/** A value, and the greatest number that was rounded on the way. */
export interface Valued {
  readonly value: Matrix;
  readonly scale: number;
}

/** The most entries a value may have. */
const largest = 40_000;

/** The values of expressions at one point, each node's kept: of a formula changed at one place only what contains the place is computed anew. */
export class Values {
  private readonly known = new Map<Expression, Valued | undefined>();
  private readonly defined: ReadonlyMap<string, Expression>;

  constructor(
    private readonly ground: Pick<Ground, "definitions">,
    readonly point: Point,
  ) {
    this.defined = new Map(ground.definitions.map((d) => [d.name, d.expression]));
  }

  /** The value; undefined where there is none that is finite. */
  of(e: Expression): Valued | undefined {
    if (this.known.has(e)) return this.known.get(e);
    let found: Valued | undefined;
    try {
      found = this.compute(e);
    } catch (error) {
      if (!(error instanceof RangeError) || /call stack/i.test(error.message)) throw error;
    }
    if (found && !(found.scale < Number.POSITIVE_INFINITY)) found = undefined;
    this.known.set(e, found);
    return found;
  }

  private compute(e: Expression): Valued | undefined {
    if (e.kind === "constant") return valued(scalar(e.value.valueOf()), 0);
    if (e.kind === "variable") {
      const own = this.defined.get(e.name);
      const value = own ? undefined : this.point.values.get(e.name);
      return own ? this.of(own) : value && valued(value, 0);
    }
    const { sizes } = this.point;
    if (!(sizeOf(e.rows, sizes) * sizeOf(e.cols, sizes) <= largest)) return undefined;
    if (isBinder(e.operation.name)) {
      const program = compile(e, this.ground.definitions);
      const value = program.bind(this.point);
      return valued({ ...value, data: value.data.slice() }, program.scale([...program.names]));
    }
    const args: Matrix[] = [];
    let scale = 0;
    for (const a of e.args) {
      const v = this.of(a);
      if (!v) return undefined;
      args.push(v.value);
      scale = Math.max(scale, v.scale);
    }
    return valued(
      e.operation.value(
        args,
        e.dimensions.map((d) => sizeOf(d, sizes)),
      ),
      scale,
    );
  }
}

function valued(value: Matrix, scale: number): Valued {
  const own = greatest(value);
  return { value, scale: Math.max(own, scale) };
}
