import type { Lang } from "../contract.ts";
import { identities } from "../identities/tables.ts";
import { exampleOf } from "./exemplars.ts";
import { phrases } from "./phrases.ts";
import { proofOf } from "./proofs.ts";
import { ruleNamed } from "./prose.ts";
import { rules } from "./rules.ts";

/** All there is to say of a rule of derivations. */
export interface RulePage {
  readonly name: string;
  /** What it is called. */
  readonly phrase: string;
  readonly statement: string;
  /** Kinds and properties of the names in the statement. */
  readonly condition?: string;
  readonly source?: string;
  readonly proof?: string;
  /** A derivation that uses it, or an expression that it makes shorter. */
  readonly example?: { readonly expression: string; readonly wrt?: string; readonly declare?: string; readonly method?: string };
}

/** The names of all rules: those of derivations, then the identities. */
export const ruleNames: readonly string[] = [...new Set([...Object.keys(rules), ...identities.map((i) => i.name)])];

/** The page of a rule: `rulePage("trace-cyclic", "en")`; undefined where no rule has that name. */
export function rulePage(name: string, lang: Lang): RulePage | undefined {
  const row = ruleNamed(name);
  if (!row) return undefined;
  const guards = Object.entries(identities.find((i) => i.name === name)?.guards ?? {}).map(([n, words]) => `${n} ${words}`);
  const condition = row.declare ?? guards.join("; ");
  const proof = proofOf(name, row.proof, lang);
  const [expression, wrt, declare, method] = row.example ?? exampleOf(name);
  const example =
    expression === undefined ? identityExample(name) : { expression, ...(wrt && { wrt }), ...(declare && { declare }), ...(method && { method }) };
  return {
    name,
    phrase: (phrases[lang].rules as Readonly<Record<string, string>>)[name] ?? phrases[lang].identity,
    statement: row.statement,
    ...(condition && { condition }),
    ...(row.source && { source: row.source }),
    ...(proof && { proof }),
    ...(example && { example }),
  };
}

/** The left side of an identity, with names that satisfy its guards. */
function identityExample(name: string): RulePage["example"] | undefined {
  const identity = identities.find((i) => i.name === name);
  if (!identity) return undefined;
  const names = [...new Set(identity.left.match(/\b[A-Zckxy]\b/g) ?? [])];
  const declare = names.map((n) => {
    const words = identity.guards?.[n]?.split(" ") ?? [];
    const properties = words.filter((w) => !shapes.has(w)).join(" ");
    const type = n === "k" ? "scalar integer" : n === "c" ? "scalar" : words.includes("row") ? "row(n)" : /[xy]/.test(n) ? "vector(n)" : "matrix(n)";
    return `${n}: ${type} ${properties}`.trim();
  });
  return { expression: identity.left, ...(declare.length && { declare: declare.join("; ") }) };
}
const shapes: ReadonlySet<string> = new Set(["square", "column", "row", "wide", "matrix"]);
