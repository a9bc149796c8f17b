import { type Dimension, one } from "../expression/dimension.ts";
import { type Expression, type Variable, variable } from "../expression/node.ts";
import { expressionOf, type Seen } from "./build.ts";
import { type Conditions, readConditions } from "./conditions.ts";
import { type Declaration, readDeclarations, splitParts } from "./declarations.ts";
import { readDefinitions } from "./definitions.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { withCovariances } from "./expectations.ts";
import { headText, resolveFunctions } from "./functions.ts";
import { infer, type Settled } from "./inference.ts";
import { dimensionNames, located, type Part } from "./names.ts";
import { takeNumberConditions } from "./numberconditions.ts";
import { Numbers } from "./numbers.ts";
import { parse } from "./parser.ts";
import { rangeConditions } from "./ranges.ts";
import { adviseOn, adviseOnSizes, checkNames, checkWrt, refuseUnsupported } from "./rules.ts";
import type { Note } from "./scope.ts";

export type { Note } from "./scope.ts";

/** What is to be elaborated: texts. */
export interface Source {
  readonly expression: string;
  readonly declare?: string | Readonly<Record<string, string>>;
  readonly define?: string | Readonly<Record<string, string>>;
  readonly conditions?: string | readonly string[];
  /** Names that must be settled even where they do not occur. */
  readonly wrt?: readonly string[];
  /** Told the shape of each part of the expression. */
  readonly seen?: Seen;
}

/** The expression with every name settled; where there are diagnostics it is missing. */
export interface Elaborated {
  readonly expression: Expression | undefined;
  /** All settled variables, by name. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** The declarations settled on, as an answer reports them. */
  readonly declared: Readonly<Record<string, string>>;
  /** Defined names in order: each is a variable inside what follows. */
  readonly definitions: readonly { readonly name: string; readonly expression: Expression; readonly variable: Variable }[];
  /** The shapes of the members of families of matrices. */
  readonly members?: ReadonlyMap<string, { readonly rows: Dimension; readonly cols: Dimension }>;
  readonly conditions: Conditions;
  /** What names must have by their places, in words: `S posdef` of a covariance, `N <= n` of what a sum indexes. */
  readonly assumed?: readonly string[];
  readonly notes: readonly Note[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the texts, settles what every name is, and builds the expression as it was written: `elaborate({ expression: "x'*A*x" })`. */
export function elaborate(source: Source): Elaborated {
  const diagnostics: Diagnostic[] = [];
  const conditions: Conditions = { dimension: [], commute: [] };
  const failed = (): Elaborated => ({ expression: undefined, variables: new Map(), declared: {}, definitions: [], conditions, notes: [], diagnostics });
  const read = parse(source.expression);
  diagnostics.push(...read.diagnostics);
  const declarations = readDeclarations(source.declare, conditions, diagnostics);
  readConditions(typeof source.conditions === "string" ? splitParts(source.conditions).map((p) => p.text) : (source.conditions ?? []), conditions, diagnostics);
  const definitions = readDefinitions(source.define, diagnostics);
  const typed: Part[] = [...definitions, { tree: read.tree, text: source.expression, at: 0, in: "expression", name: undefined }];
  const parts = diagnostics.length ? typed : resolveFunctions(typed, declarations, diagnostics);
  takeNumberConditions(conditions, declarations, parts, diagnostics);
  const dimensions = dimensionNames(declarations, conditions, parts);
  checkNames(declarations, definitions, dimensions, diagnostics);
  if (diagnostics.length) return failed();

  const wrt = source.wrt ?? [];
  refuseUnsupported(parts, declarations, diagnostics);
  checkWrt(wrt, parts, declarations, conditions, dimensions, diagnostics);
  if (diagnostics.length) return failed();

  const inferred = infer({ parts, declarations, dimensions, wrt });
  diagnostics.push(...inferred.diagnostics);
  if (diagnostics.length) return failed();

  const { variables, assumed } = withCovariances(inferred.variables, parts, wrt);
  const built = build(parts, declarations, dimensions, { ...inferred, variables }, diagnostics, source.seen);
  if (diagnostics.length) return failed();
  const notes = [...inferred.notes, ...adviseOn(parts, declarations, built.variables), ...adviseOnSizes(declarations, built.variables, wrt)];
  const members = new Map([...declarations].flatMap(([name, d]) => (d.member ? [[name, d.member] as const] : [])));
  const ranges = rangeConditions(parts, built.variables, (n) => members.has(n));
  return { ...built, members, conditions, assumed: [...assumed, ...ranges], notes, diagnostics };
}

function build(
  parts: readonly Part[],
  declarations: ReadonlyMap<string, Declaration>,
  dimensions: ReadonlySet<string>,
  inferred: ReturnType<typeof infer>,
  diagnostics: Diagnostic[],
  seen: Seen | undefined,
): Pick<Elaborated, "expression" | "variables" | "declared" | "definitions"> {
  const variables = new Map<string, Variable>();
  const declared: Record<string, string> = Object.create(null) as Record<string, string>;
  const scope = new Map<string, Expression>();
  for (const [name, v] of inferred.variables) {
    const known = variable(name, v.rows, v.cols, v.properties);
    variables.set(name, known);
    // an integer that is a dimension too has the dimension's value
    if (!(declarations.has(name) && dimensions.has(name))) scope.set(name, known);
    declared[name] = typeText(v, declarations.get(name)?.family);
  }
  for (const d of declarations.values())
    if (d.parameters) declared[headText(d)] = d.parameters.length ? typeText(d, undefined) : ["elementwise", ...d.properties].join(" ");
  const numbers = new Numbers();
  const definitions: Elaborated["definitions"][number][] = [];
  let expression: Expression | undefined;
  for (const p of parts) {
    const complain = (d: Diagnostic) => void diagnostics.push(located(d, p));
    const e = expressionOf(p.tree, {
      lookup: (n) => scope.get(n),
      functionOf: (n) => declarations.get(n) as Declaration,
      member: (n) => declarations.get(n)?.member,
      dimensions,
      identitySize: inferred.identitySize,
      numbers,
      complain,
      text: p.text,
      ...(p.name === undefined && seen && { seen }),
    });
    if (p.name === undefined) expression = e;
    else {
      const v = variable(p.name, e.rows, e.cols);
      definitions.push({ name: p.name, expression: e, variable: v });
      scope.set(p.name, v);
    }
  }
  return { expression, variables, declared, definitions };
}

/** A type as it is declared: `matrix(m, n) symmetric`. */
function typeText(v: Settled, family: string | undefined): string {
  const [r, c] = [v.rows.text, v.cols.text];
  const kind = v.rows === one && v.cols === one ? "scalar" : v.cols === one ? `vector(${r})` : v.rows === one ? `row(${c})` : `matrix(${r}, ${c})`;
  return [family ?? kind, ...v.properties].join(" ");
}
