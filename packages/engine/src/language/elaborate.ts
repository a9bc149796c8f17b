import { one } from "../expression/dimension.ts";
import { type Expression, type Variable, variable } from "../expression/node.ts";
import { spelledOperations } from "../operations/index.ts";
import { expressionOf } from "./build.ts";
import { type Conditions, type Declaration, readConditions, readDeclarations, readDefinitions, treeNames } from "./declarations.ts";
import { type Diagnostic, nearest } from "./diagnostics.ts";
import { infer } from "./inference.ts";
import { parse } from "./parser.ts";
import { type Span, type Tree, walk } from "./tree.ts";

export interface Note {
  readonly code: string;
  readonly message: string;
  readonly span?: Span;
}

/** What is to be elaborated: texts. */
export interface Source {
  readonly expression: string;
  readonly declare?: string | Readonly<Record<string, string>>;
  readonly define?: string | Readonly<Record<string, string>>;
  readonly conditions?: string | readonly string[];
  /** Names that must be settled even where they do not occur. */
  readonly wrt?: readonly string[];
}

/** The expression with every name settled; where there are diagnostics it may be missing. */
export interface Elaborated {
  readonly expression: Expression | undefined;
  /** All settled variables, by name. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** The declarations settled on, as an answer reports them. */
  readonly declared: Readonly<Record<string, string>>;
  /** Defined names in order: each is a variable inside what follows. */
  readonly definitions: readonly { readonly name: string; readonly expression: Expression; readonly variable: Variable }[];
  readonly conditions: Conditions;
  readonly notes: readonly Note[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the texts, settles what every name is, and builds the expression as it was written. */
export function elaborate(source: Source): Elaborated {
  const diagnostics: Diagnostic[] = [];
  const notes: Note[] = [];
  const declarations = readDeclarations(source.declare, diagnostics);
  const conditions = readConditions(source.conditions, diagnostics);
  const definitions = readDefinitions(source.define, diagnostics);
  const { tree, diagnostics: syntax } = parse(source.expression);
  diagnostics.unshift(...syntax);
  const failed = (): Elaborated => ({ expression: undefined, variables: new Map(), declared: {}, definitions: [], conditions, notes, diagnostics });
  checkNames(declarations, definitions.map((d) => d.name), diagnostics);
  if (diagnostics.length) return failed();

  const trees = [...definitions.map((d) => ({ tree: d.tree, text: d.text, in: d.in, name: d.name })), { tree, text: source.expression, in: "expression", name: undefined }];
  for (const t of trees) refuseUnsupported(t.tree, declarations, t.in, diagnostics);
  const dims = dimensionNamesOf(declarations, conditions, trees.map((t) => t.tree));
  checkWrt(source, declarations, definitions.map((d) => d.name), trees.map((t) => t.tree), diagnostics);
  if (diagnostics.length) return failed();

  const inferred = infer({ trees, declarations, dimensions: dims, wrt: source.wrt ?? [] });
  diagnostics.push(...inferred.diagnostics);
  notes.push(...inferred.notes);
  if (diagnostics.length) return failed();

  const variables = new Map<string, Variable>();
  const declared: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, v] of inferred.variables) {
    variables.set(name, variable(name, v.rows, v.cols, v.properties));
    declared[name] = typeText(v);
  }
  const built: Elaborated["definitions"][number][] = [];
  const scope = new Map<string, Expression>(variables);
  const context = { lookup: (name: string) => scope.get(name), dimensions: dims, identitySize: inferred.identitySize, isDeclared: (n: string) => declarations.has(n), diagnostics, text: "" };
  let expression: Expression | undefined;
  for (const t of trees) {
    const before = diagnostics.length;
    const e = expressionOf(t.tree, { ...context, text: t.text });
    for (let k = before; k < diagnostics.length; k++) if (t.in !== "expression") diagnostics[k] = { ...(diagnostics[k] as Diagnostic), in: t.in };
    if (t.name === undefined) expression = e;
    else {
      const v = variable(t.name, e.rows, e.cols);
      built.push({ name: t.name, expression: e, variable: v });
      scope.set(t.name, v);
    }
  }
  if (diagnostics.length) return failed();
  return { expression, variables, declared, definitions: built, conditions, notes, diagnostics };
}

/** A type as it is declared: `matrix(m, n) symmetric`. */
function typeText(v: { rows: { text: string }; cols: { text: string }; properties: readonly string[] }): string {
  const [r, c] = [v.rows.text, v.cols.text];
  const kind = r === "1" && c === "1" ? "scalar" : c === "1" ? `vector(${r})` : r === "1" ? `row(${c})` : `matrix(${r}, ${c})`;
  return [kind, ...v.properties].join(" ");
}

function checkNames(declarations: ReadonlyMap<string, Declaration>, defined: readonly string[], diagnostics: Diagnostic[]): void {
  const dims = new Map<string, Declaration>();
  for (const d of declarations.values()) for (const size of [d.rows, d.cols]) for (const n of size.names) if (!dims.has(n)) dims.set(n, d);
  for (const [name, d] of declarations) {
    if (d.unsupported && spelledOperations(name).length) diagnostics.push({ code: "declaration", message: `${name} is a function of the language`, span: d.span, in: d.in });
    const asDimension = dims.get(name);
    if (asDimension && !(d.rows === one && d.cols === one && d.properties.includes("integer"))) diagnostics.push({ code: "declaration", message: `${name} is a dimension and a variable`, span: d.span, in: d.in, hint: `rename one, or declare ${name}: scalar integer`, related: [{ span: asDimension.span, message: "a dimension here", in: asDimension.in }] });
    if (defined.includes(name)) diagnostics.push({ code: "definition", message: `${name} is declared and defined`, span: d.span, in: d.in });
  }
}

function refuseUnsupported(tree: Tree, declarations: ReadonlyMap<string, Declaration>, source: string, diagnostics: Diagnostic[]): void {
  walk(tree, (t) => {
    const name = t.kind === "name" || t.kind === "call" ? t.name : undefined;
    const d = name === undefined ? undefined : declarations.get(name);
    if (d?.unsupported) diagnostics.push({ code: "unsupported", message: `${name} is ${d.unsupported}: that is not supported yet`, span: t.kind === "call" ? t.nameSpan : t.span, ...(source !== "expression" && { in: source }) });
  });
}

/** Names that stand for dimensions: in declared shapes, conditions, arguments of makers, and upper bounds of sums. */
function dimensionNamesOf(declarations: ReadonlyMap<string, Declaration>, conditions: Conditions, trees: readonly Tree[]): Set<string> {
  const dims = new Set<string>();
  for (const d of declarations.values()) for (const size of [d.rows, d.cols]) for (const n of size.names) dims.add(n);
  for (const c of conditions.dimension) for (const size of [c.left, c.right]) for (const n of size.names) dims.add(n);
  for (const tree of trees)
    walk(tree, (t) => {
      if (t.kind === "call") {
        const parameters = spelledOperations(t.name)[0]?.parameters;
        if (parameters) for (const a of t.args.slice(t.name === "e" ? 1 : 0)) for (const n of treeNames(a)) dims.add(n);
      }
      if (t.kind === "binder" && t.name === "sum") for (const n of treeNames(t.high)) if (!declarations.has(n)) dims.add(n);
    });
  const bound = new Set<string>();
  for (const tree of trees) walk(tree, (t) => t.kind === "binder" && bound.add(t.index));
  for (const n of bound) dims.delete(n);
  return dims;
}

function checkWrt(source: Source, declarations: ReadonlyMap<string, Declaration>, defined: readonly string[], trees: readonly Tree[], diagnostics: Diagnostic[]): void {
  const used = new Set(trees.flatMap((t) => [...treeNames(t)]));
  for (const name of source.wrt ?? []) {
    if (declarations.has(name) || defined.includes(name) || used.has(name) || !declarations.size) continue;
    const near = nearest(name, [...declarations.keys(), ...used]);
    diagnostics.push({ code: "unknown-name", message: `${name} occurs nowhere and is not declared`, span: [0, name.length], in: "wrt", hint: near ? `did you mean ${near}?` : `declare it: ${name}: vector(n)` });
  }
}
