import type { CodeCost } from "../contract.ts";
import { one } from "../expression/dimension.ts";
import { type Expression, type Variable, variable } from "../expression/node.ts";
import { costOf } from "./cost.ts";
import { factorize } from "./inverse.ts";
import { Lowering } from "./lower.ts";
import { Graph, type Node, nodesBelow, type Rank } from "./node.ts";
import { type Result, schedule } from "./schedule.ts";

/** What the functions take, in order. */
export interface Argument {
  readonly name: string;
  readonly rank: Rank;
  readonly variable: Variable;
  /** Sides as arrays have them: none of a scalar, the length of a vector, rows and columns. */
  readonly sides: readonly string[];
}

/** One function: what it is for and what it gives back. */
export interface CodeFunction {
  readonly kind: "value" | "hessian" | "hvp" | "jvp" | "vjp" | "newton";
  /** What it gives, in words. */
  readonly title: string;
  /** The declared properties and the conditions that it rests on. */
  readonly assumes: readonly string[];
  /** What it needs beyond the plan's arguments: the direction of a Hessian-vector product. */
  readonly extra: readonly Argument[];
  readonly results: readonly (Result & { readonly sides: readonly string[] })[];
  readonly cost: CodeCost;
}

/** What a function is asked to compute. */
export interface Wanted {
  readonly kind: CodeFunction["kind"];
  readonly extra?: readonly Variable[];
  readonly title: string;
  /** What the expressions rest on: declared properties and conditions. */
  readonly assumes: readonly string[];
  /** Name, and expression in normal form. */
  readonly results: readonly { readonly name: string; readonly expression: Expression }[];
}

/** What is to be computed, in what order, before any language is chosen. */
export interface Plan {
  readonly scalar: boolean;
  readonly arguments: readonly Argument[];
  readonly wrt: readonly string[];
  readonly functions: readonly CodeFunction[];
  /** The user's names of defined parts, by node. */
  readonly preferred: ReadonlyMap<number, string>;
  /** The declared words that the plan rests on. */
  readonly used: readonly string[];
  /** A point for a self-test, where one was asked for. */
  readonly trial: Trial | undefined;
  /** Is a library outside of the language to be used where there is one? */
  readonly native?: boolean;
  /** Is the code to run on several processes, each with its part of the samples? */
  readonly distributed?: boolean;
}

export type Literal = number | readonly number[] | readonly (readonly number[])[];

/** A point of the domain, and for each variable that is differentiated by a direction to move it in. */
export interface Trial {
  readonly values: ReadonlyMap<string, Literal>;
  readonly directions: ReadonlyMap<string, Literal>;
}

/** The value as text, its lists in brackets. */
export const literal = (v: Literal): string => (typeof v === "number" ? String(v) : `[${v.map((x) => literal(x)).join(", ")}]`);

function argumentOf(v: Variable): Argument {
  const sides = [v.rows.text, v.cols.text].filter((s) => s !== "1");
  return { name: v.name, rank: sides.length as Rank, variable: v, sides };
}

const sidesOf = (n: Node): string[] => (n.rank === 0 ? [] : n.rank === 1 ? [n.rows.text] : [n.rows.text, n.cols.text]);

/** Sizes that the functions name and no array among the arguments has: numbers to be given. */
function unseenSizes(args: readonly Argument[], functions: readonly CodeFunction[]): Argument[] {
  const seen = new Set(args.flatMap((a) => (a.rank ? a.sides : [a.name])));
  const named = functions.flatMap((f) => nodesBelow(...f.results.map((r) => r.node)).flatMap((n) => [n.rows, n.cols, ...n.dims].flatMap((d) => d.names)));
  return [...new Set(named)].filter((name) => !seen.has(name)).map((name) => argumentOf(variable(name, one, one, ["integer"])));
}

/** Plans the functions: shared parts once, products in the cheapest order, one factorization a matrix. Throws `Unsayable`. */
export function planOf(
  question: Pick<Plan, "scalar" | "wrt" | "trial"> & {
    readonly arguments: readonly Variable[];
    readonly wanted: readonly Wanted[];
    readonly definitions: readonly { readonly name: string; readonly expression: Expression }[];
    readonly sizes: Readonly<Record<string, number>>;
  },
): Plan {
  const preferred = new Map<number, string>();
  const used = new Set<string>();
  const functions = question.wanted.map((w): CodeFunction => {
    const g = new Graph(question.sizes);
    const lowering = new Lowering(g);
    const nodes = w.results.map((r) => {
      const n = lowering.lower(r.expression);
      g.keep(n);
      return n;
    });
    const roots = factorize(g, nodes);
    for (const d of question.definitions) preferred.set(lowering.lower(d.expression).id, d.name);
    for (const word of g.used) used.add(word);
    const results = w.results.map((r, k) => ({ name: r.name, node: roots[k] as Node, sides: sidesOf(roots[k] as Node) }));
    return {
      kind: w.kind,
      title: w.title.replace(/\s+/g, " "),
      assumes: [...new Set([...w.assumes, ...g.used])],
      extra: (w.extra ?? []).map(argumentOf),
      results,
      cost: costOf(results, schedule(results, preferred, new Set())),
    };
  });
  const { scalar, wrt, trial } = question;
  const args = question.arguments.map(argumentOf);
  return { scalar, wrt, trial, arguments: [...args, ...unseenSizes(args, functions)], functions, preferred, used: [...used] };
}
