import type { Argument, Literal, Plan, Trial } from "./plan.ts";

/** What the self-test of any language says: values, directions, calls at the point and beside it. */
export interface SelfTest {
  readonly description: string;
  readonly values: readonly { readonly name: string; readonly value: Literal }[];
  /** The names that move, each with its direction and the derivative by it. */
  readonly moving: readonly {
    readonly name: string;
    readonly along: string;
    readonly direction: Literal;
    readonly derivative: string;
    readonly rank: number;
  }[];
  /** The arguments of a call at the point, or moved by `+` or `-` h times the directions. */
  readonly call: (by: "" | "+" | "-", scaled?: (along: string) => string) => string;
  /** Rank of the value. */
  readonly rank: number;
}

/** The self-test of the first function. */
export function selfTestOf(plan: Plan, { values, directions }: Trial, identifiers: ReadonlyMap<string, string>): SelfTest {
  const [value, ...derivatives] = plan.functions[0]?.results ?? [];
  const name = (a: Argument) => identifiers.get(a.name) as string;
  const arguments_ = plan.arguments.filter((a) => directions.has(a.name));
  const along = (a: Argument) => (arguments_.length > 1 ? `along_${name(a)}` : "along");
  return {
    description: `Compares the ${plan.scalar ? "gradient" : "Jacobian"} with differences along a direction, at a point that has the declared properties.`,
    values: plan.arguments.map((a) => ({ name: name(a), value: values.get(a.name) as Literal })),
    moving: arguments_.map((a, k) => ({
      name: name(a),
      along: along(a),
      direction: directions.get(a.name) as Literal,
      derivative: derivatives[k]?.name ?? "",
      rank: a.rank,
    })),
    call: (by, scaled = (d) => `h * ${d}`) =>
      plan.arguments.map((a) => (by && directions.has(a.name) ? `${name(a)} ${by} ${scaled(along(a))}` : name(a))).join(", "),
    rank: value?.node.rank ?? 0,
  };
}
