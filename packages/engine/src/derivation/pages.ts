import type { Lang } from "../contract.ts";
import { identities } from "../identities/tables.ts";
import { phrases } from "./phrases.ts";
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
  /** A derivation that uses it. */
  readonly example?: { readonly expression: string; readonly wrt: string; readonly declare?: string };
}

/** The names of all rules: those of derivations, then the identities. */
export const ruleNames: readonly string[] = [...new Set([...Object.keys(rules), ...identities.map((i) => i.name)])];

/** The page of a rule: `rulePage("trace-cyclic", "en")`; undefined where no rule has that name. */
export function rulePage(name: string, lang: Lang): RulePage | undefined {
  const row = ruleNamed(name);
  if (!row) return undefined;
  const guards = Object.entries(identities.find((i) => i.name === name)?.guards ?? {}).map(([n, words]) => `${n} ${words}`);
  const condition = row.declare ?? guards.join("; ");
  const [expression, wrt, declare] = row.example ?? [];
  return {
    name,
    phrase: (phrases[lang].rules as Readonly<Record<string, string>>)[name] ?? phrases[lang].identity,
    statement: row.statement,
    ...(condition && { condition }),
    ...(row.source && { source: row.source }),
    ...(row.proof && { proof: row.proof }),
    ...(expression && wrt && { example: { expression, wrt, ...(declare !== undefined && { declare }) } }),
  };
}
