import { type Dimension, one } from "../expression/dimension.ts";
import type { Declaration } from "./declarations.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { extentOf, type Scope } from "./extents.ts";
import { type Span, type Tree, walk } from "./tree.ts";
import { type Extent, known, nameUnknowns, type Size, Unknown } from "./unify.ts";

export interface Settled {
  readonly rows: Dimension;
  readonly cols: Dimension;
  readonly properties: readonly string[];
}

export interface Inference {
  readonly variables: ReadonlyMap<string, Settled>;
  /** The size of each undeclared `I`, by its place. */
  readonly identitySize: (text: string, span: Span) => Dimension;
  readonly notes: readonly { readonly code: string; readonly message: string; readonly span?: Span }[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Task {
  readonly trees: readonly { readonly tree: Tree; readonly text: string; readonly in: string; readonly name: string | undefined }[];
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly dimensions: ReadonlySet<string>;
  readonly wrt: readonly string[];
}

type Kind = "scalar" | "vector" | "matrix";
const kinds: readonly Kind[] = ["scalar", "vector", "matrix"];

const greek = /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)(_?\w*)?$/;

/** What a name is by habit: UPPER CASE matrix, lower case vector, Greek scalar. */
export function habit(name: string): Kind {
  const first = name[0] as string;
  if (/\p{Script=Greek}/u.test(first)) return first === first.toLowerCase() ? "scalar" : "matrix";
  if (greek.test(name) || /^\d/.test(name)) return "scalar";
  return first !== first.toLowerCase() ? "matrix" : "vector";
}

/** Settles every undeclared name: by habit, and where that contradicts by the one change of kind that repairs it. */
export function infer(task: Task): Inference {
  const open = undeclared(task);
  const start = new Map(open.map((n) => [n, exponentNames(task).has(n) ? "scalar" : habit(n)] as const));
  const first = attempt(task, start);
  if (!first.diagnostics.length) return first;
  if (!open.length) return first;
  const repairs: { name: string; kind: Kind; result: Inference }[] = [];
  for (const name of open.slice(0, 24))
    for (const kind of kinds) {
      if (kind === start.get(name)) continue;
      const result = attempt(task, new Map(start).set(name, kind));
      if (!result.diagnostics.length) repairs.push({ name, kind, result });
    }
  const [repair] = repairs;
  if (repairs.length === 1 && repair) {
    const note = { code: "kind", message: `${repair.name} is taken as a ${repair.kind}: as a ${start.get(repair.name)} it would not fit` };
    return { ...repair.result, notes: [note, ...repair.result.notes] };
  }
  const shapeError = first.diagnostics.find((d) => d.code === "shape" || d.code === "division" || d.code === "exponent");
  if (repairs.length > 1 && shapeError) {
    const choices = repairs.map((r) => `${r.name}: ${r.kind}`);
    return { ...first, diagnostics: [{ ...shapeError, code: "kind", hint: `declare the names; one of these would do: ${choices.join("; ")}` }] };
  }
  return first;
}

function undeclared(task: Task): string[] {
  const names: string[] = [];
  const defined = new Set(task.trees.map((t) => t.name).filter((n) => n !== undefined));
  const add = (n: string) => {
    if (!names.includes(n) && !task.declarations.has(n) && !defined.has(n) && !task.dimensions.has(n) && n !== "pi" && n !== "I") names.push(n);
  };
  for (const t of task.trees) {
    const bound = new Set<string>();
    walk(t.tree, (x) => x.kind === "binder" && bound.add(x.index));
    walk(t.tree, (x) => {
      if (x.kind === "name" && !bound.has(x.name) && !(x.name === "T" && isExponentT(t.tree, x))) add(x.name);
    });
  }
  for (const n of task.wrt) add(n);
  return names;
}

/** Is the name the mark of a transpose, `A^T`? */
function isExponentT(root: Tree, name: Tree): boolean {
  let found = false;
  walk(root, (t) => {
    if (t.kind === "binary" && t.operator === "^" && (t.right === name || (t.right.kind === "prefix" && t.right.operand === name))) found = true;
  });
  return found;
}

/** Undeclared names that stand alone as an exponent: whole numbers. */
function exponentNames(task: Task): Set<string> {
  const names = new Set<string>();
  for (const t of task.trees) walk(t.tree, (x) => x.kind === "binary" && x.operator === "^" && x.right.kind === "name" && x.right.name !== "T" && names.add(x.right.name));
  return names;
}

function attempt(task: Task, kindOf: ReadonlyMap<string, Kind>): Inference {
  const diagnostics: Diagnostic[] = [];
  const notes: { code: string; message: string; span?: Span }[] = [];
  const extents = new Map<string, Extent>();
  const defined = new Map<string, Extent>();
  const identities = new Map<string, Size>();
  const exponents = exponentNames(task);
  for (const [name, kind] of kindOf) extents.set(name, { rows: kind === "scalar" ? one : new Unknown(), cols: kind === "matrix" ? new Unknown() : one });
  for (const d of task.declarations.values()) if (!d.unsupported) extents.set(d.name, { rows: d.rows, cols: d.cols });
  const scalar = { rows: one, cols: one };
  for (const t of task.trees) {
    const bound = new Map<string, number>();
    const scope: Scope = {
      text: t.text,
      bound,
      isDeclared: (n) => task.declarations.has(n) || defined.has(n),
      complain: (d) => diagnostics.length < 12 && diagnostics.push(t.in === "expression" ? d : { ...d, in: t.in }),
      note: (code, message, span) => notes.push(t.in === "expression" ? { code, message, span } : { code, message }),
      lookup: (name, span) => {
        if ((bound.get(name) ?? 0) > 0) return scalar;
        const e = defined.get(name) ?? extents.get(name);
        if (e) return e;
        if (task.dimensions.has(name) || name === "pi") return scalar;
        if (name === "I") {
          const n = new Unknown();
          identities.set(`${t.text}@${span[0]}`, n);
          notes.push({ code: "identity", message: "I is read as the identity matrix", span });
          return { rows: n, cols: n };
        }
        scope.complain({ code: "unknown-name", message: `${name} is not known here`, span, hint: name === "e" ? "for the exponential write exp(x)" : "definitions use only names before them" });
        return undefined;
      },
    };
    const e = extentOf(t.tree, scope);
    if (t.name !== undefined) defined.set(t.name, e);
  }
  const taken = new Set<string>([...extents.keys(), ...defined.keys(), ...task.dimensions]);
  for (const t of task.trees) walk(t.tree, (x) => (x.kind === "name" || x.kind === "call") && taken.add(x.name));
  const order = [...extents.values()];
  nameUnknowns([...order, ...[...identities.values()].map((s) => ({ rows: s, cols: s }))], taken);
  const variables = new Map<string, Settled>();
  for (const [name, e] of extents) {
    const declared = task.declarations.get(name);
    const properties = declared?.properties ?? (exponents.has(name) && kindOf.get(name) === "scalar" && raisesMatrix(task, name, extents, defined) ? ["integer"] : []);
    variables.set(name, { rows: known(e.rows) as Dimension, cols: known(e.cols) as Dimension, properties });
  }
  return { variables, diagnostics, notes, identitySize: (text, span) => known(identities.get(`${text}@${span[0]}`) ?? one) as Dimension };
}

/** Does the exponent stand above something that is no scalar? */
function raisesMatrix(task: Task, name: string, extents: ReadonlyMap<string, Extent>, defined: ReadonlyMap<string, Extent>): boolean {
  let found = false;
  for (const t of task.trees)
    walk(t.tree, (x) => {
      if (x.kind !== "binary" || x.operator !== "^" || x.right.kind !== "name" || x.right.name !== name) return;
      const scope: Scope = { text: t.text, bound: new Map(), isDeclared: () => false, complain: () => undefined, note: () => undefined, lookup: (n) => defined.get(n) ?? extents.get(n) ?? { rows: one, cols: one } };
      const e = extentOf(x.left, scope);
      if (known(e.rows) !== one) found = true;
    });
  return found;
}
