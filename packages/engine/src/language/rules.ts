import { one } from "../expression/dimension.ts";
import type { Variable } from "../expression/node.ts";
import { spelledOperations } from "../operations/index.ts";
import type { Conditions } from "./conditions.ts";
import type { Declaration } from "./declarations.ts";
import type { Definition } from "./definitions.ts";
import { type Diagnostic, nearest, shortened } from "./diagnostics.ts";
import { isOnlyDrawn, mistakesOf } from "./expectations.ts";
import { located, type Part } from "./names.ts";
import { quoted } from "./quote.ts";
import type { Note } from "./scope.ts";
import { type Tree, walk } from "./tree.ts";

/** Functions of the language that are no operations. */
const reserved: ReadonlySet<string> = new Set(["D", "E", "KL"]);

/** Rules of scope: no function under a built-in name, no name that is two things. */
export function checkNames(
  declarations: ReadonlyMap<string, Declaration>,
  definitions: readonly Definition[],
  dimensions: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): void {
  const shapes = new Map<string, Declaration>();
  for (const d of declarations.values()) for (const size of [d.rows, d.cols]) for (const n of size.names) if (!shapes.has(n)) shapes.set(n, d);
  const related = (name: string) => {
    const d = shapes.get(name);
    return d ? { related: [{ span: d.span, message: "a dimension here", in: d.in } as const] } : undefined;
  };
  for (const [name, d] of declarations) {
    if (d.parameters && (spelledOperations(name).length || reserved.has(name)))
      diagnostics.push({ code: "declaration", message: `${name} is a function of the language already`, span: d.span, in: d.in, hint: "choose another name" });
    const whole = d.rows === one && d.cols === one && d.properties.includes("integer");
    if (dimensions.has(name) && !whole)
      diagnostics.push({
        code: "declaration",
        message: `${shortened(name)} is a dimension and a variable`,
        span: d.span,
        in: d.in,
        hint: `rename one, or declare ${shortened(name)}: scalar integer`,
        ...related(name),
      });
  }
  for (const p of definitions) {
    const declared = declarations.get(p.name);
    const span = [p.at, p.at + p.text.length] as const;
    if (declared)
      diagnostics.push({
        code: "definition",
        message: `${shortened(p.name)} is declared and defined`,
        span,
        in: p.in,
        hint: "rename one of them",
        related: [{ span: declared.span, message: "declared here", in: declared.in }],
      });
    else if (dimensions.has(p.name))
      diagnostics.push({
        code: "definition",
        message: `${shortened(p.name)} is a dimension and a definition`,
        span,
        in: p.in,
        hint: "rename one of them",
        ...related(p.name),
      });
  }
}

/** Constructs of the language that are read, but not answered yet; and `e^x`, which is another thing than it looks. */
export function refuseUnsupported(parts: readonly Part[], declarations: ReadonlyMap<string, Declaration>, diagnostics: Diagnostic[]): void {
  const told = new Set<string>();
  for (const p of parts) {
    const complain = (d: Diagnostic) => {
      if (!told.has(d.message)) diagnostics.push(located(d, p));
      told.add(d.message);
    };
    const indexed = new Set<Tree>();
    walk(p.tree, (t, isBound) => {
      if (t.kind === "index" && t.indices.length === 1) indexed.add(t.operand);
      if (t.kind === "name" && !isBound(t.name) && declarations.get(t.name)?.member && !indexed.has(t))
        complain({
          code: "unsupported",
          message: `${shortened(t.name)} is a family of matrices: its bare name is no matrix`,
          span: t.span,
          hint: `write a member, ${shortened(t.name)}[i]; an entry of one is ${shortened(t.name)}[i][j,k]`,
        });
      const wrong = mistakesOf(t, isBound, parts, p.text);
      if (wrong) complain(wrong);
      const name = t.kind === "name" || t.kind === "call" ? t.name : "";
      const d = isBound(name) ? undefined : declarations.get(name);
      if (d?.unsupported && (t.kind === "name" || !spelledOperations(name).length))
        complain({
          code: "unsupported",
          message: `${shortened(name)} is ${d.unsupported}: that is not supported yet`,
          span: t.kind === "call" ? t.nameSpan : t.span,
        });
      if (isExponential(t) && !isBound("e") && !declarations.has("e") && !parts.some((q) => q.name === "e"))
        complain({ code: "unknown-name", message: "e is no number here", span: t.left.span, hint: `for the exponential write exp(${bare(t.right, p)})` });
    });
  }
}
const isExponential = (t: Tree): t is Tree & { kind: "binary" } =>
  t.kind === "binary" && (t.operator === "^" || t.operator === ".^") && t.left.kind === "name" && t.left.name === "e";
const bare = (t: Tree, p: Part) => quoted(t, p).replace(/^\((.*)\)$/s, "$1");

/** Names to differentiate by, and names in conditions, must be those of something. */
export function checkWrt(
  wrt: readonly string[],
  parts: readonly Part[],
  declarations: ReadonlyMap<string, Declaration>,
  conditions: Conditions,
  dimensions: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): void {
  const used = new Set<string>(declarations.keys());
  for (const p of parts) {
    if (p.name !== undefined) used.add(p.name);
    walk(p.tree, (t, isBound) => {
      if (t.kind === "name" && !isBound(t.name)) used.add(t.name);
    });
  }
  for (const name of wrt) {
    if (isOnlyDrawn(name, parts)) {
      diagnostics.push({
        code: "unknown-name",
        message: `${shortened(name)} is drawn by E: its expectation does not depend on it`,
        span: [0, name.length],
        in: "wrt",
        hint: "differentiate by what the mean, the covariance or the expression holds",
      });
      continue;
    }
    const f = declarations.get(name);
    if (f?.parameters) {
      const by = f.parameters[0];
      diagnostics.push({
        code: "unknown-name",
        message: `${shortened(name)} is a function, no variable`,
        span: [0, name.length],
        in: "wrt",
        hint: by ? `differentiate by its parameter ${by}` : "differentiate by what it is applied to",
      });
      continue;
    }
    if (dimensions.has(name) && !declarations.has(name))
      diagnostics.push({ code: "unknown-name", message: `${shortened(name)} is a dimension, no variable`, span: [0, name.length], in: "wrt" });
    if (used.has(name) || dimensions.has(name)) continue;
    const longer = [...used].find((n) => n.length > name.length && n.length < 8 && (n.startsWith(name) || n.endsWith(name)) && /^\p{L}+$/u.test(n));
    if (longer) {
      const rest = longer.startsWith(name) ? [name, longer.slice(name.length)] : [longer.slice(0, -name.length), name];
      diagnostics.push({
        code: "unknown-name",
        message: `${shortened(name)} does not occur: ${longer} is one name`,
        span: [0, name.length],
        in: "wrt",
        hint: `for the product write ${rest.join("*")}`,
      });
      continue;
    }
    if (!declarations.size) continue;
    const near = nearest(name, used);
    diagnostics.push({
      code: "unknown-name",
      message: `${shortened(name)} occurs nowhere and is not declared`,
      span: [0, name.length],
      in: "wrt",
      hint: near ? `did you mean ${near}?` : `declare it: ${shortened(name)}: vector(n)`,
    });
  }
  conditions.commute.forEach((pair) => {
    for (const name of pair) {
      if (used.has(name)) continue;
      const near = nearest(name, used);
      diagnostics.push({
        code: "condition",
        message: `commute(${pair.map((n) => shortened(n)).join(", ")}): ${shortened(name)} occurs nowhere`,
        span: [0, 0],
        in: "conditions",
        ...(near && { hint: `did you mean ${near}?` }),
      });
    }
  });
}

/** Advice on names that were not declared beside some that were: slips of the pen, and products without an operator. */
export function adviseOn(parts: readonly Part[], declarations: ReadonlyMap<string, Declaration>, variables: ReadonlyMap<string, Variable>): Note[] {
  if (!declarations.size) return [];
  const defined = new Set(parts.map((p) => p.name));
  const known = [...declarations.keys(), ...[...defined].filter((n) => n !== undefined)];
  const notes: Note[] = [];
  for (const name of variables.keys()) {
    if (declarations.has(name) || defined.has(name) || notes.length > 4) continue;
    const pieces = splitInto(name, new Set(known));
    const near =
      name.length < 3
        ? undefined
        : nearest(
            name,
            known.filter((k) => k.replace(/\d/g, "") !== name.replace(/\d/g, "")),
          );
    if (pieces) notes.push({ code: "undeclared", message: `${name} is one name, not declared; for the product write ${pieces.join("*")}` });
    else if (near) notes.push({ code: "undeclared", message: `${name} is not declared: did you mean ${near}?` });
  }
  return notes;
}

/** An undeclared `n` beside undeclared arrays is no size of theirs, although it may be meant so. */
export function adviseOnSizes(declarations: ReadonlyMap<string, Declaration>, variables: ReadonlyMap<string, Variable>, wrt: readonly string[]): Note[] {
  const n = variables.get("n");
  if (!n || declarations.has("n") || wrt.includes("n")) return [];
  const open = [...variables.values()].filter((v) => v !== n && v.rows !== one && !declarations.has(v.name) && v.rows.names.length === 1);
  const array = open.find((v) => v.cols !== one && v.cols === v.rows) ?? open[0];
  if (!array || array.rows === n.rows) return [];
  const type = array.cols === one ? "vector(n)" : array.cols === array.rows ? "matrix(n)" : `matrix(n, ${array.cols.text})`;
  return [{ code: "undeclared", message: `n is no size here: to make it that of ${array.name}, declare ${array.name}: ${type}` }];
}

/** The name as declared names one after the other, where it is that. */
function splitInto(name: string, known: ReadonlySet<string>): string[] | undefined {
  if (name.length > 20) return undefined;
  const best: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= name.length; end++)
    for (let from = 0; from < end; from++) {
      const [before, word] = [best[from], name.slice(from, end)];
      if (before && known.has(word) && (!best[end] || before.length + 1 < (best[end] as string[]).length)) best[end] = [...before, word];
    }
  return best[name.length];
}
