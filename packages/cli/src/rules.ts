import { type Lang, type Request, type RulePage, ruleNames, rulePage } from "gradus";
import type { Colours } from "./colour.ts";
import { labelled } from "./labels.ts";
import type { Said } from "./messages.ts";
import { respond } from "./respond.ts";
import { responseText } from "./text.ts";

/** All rules, one a line: name and statement. */
export function ruleList(lang: Lang, colours: Colours): string {
  const width = Math.max(...ruleNames.map((name) => name.length));
  return `${ruleNames.map((name) => `${colours.bold(name.padEnd(width))}  ${rulePage(name, lang)?.statement ?? ""}`.trimEnd()).join("\n")}\n`;
}

/** The page of a rule, its example derived now; undefined where there is no such rule. */
export function ruleText(name: string, lang: Lang, colours: Colours): string | undefined {
  const page = rulePage(name, lang);
  if (!page) return undefined;
  const rows: readonly (readonly [label: Said | "", value: string | undefined])[] = [
    ["", page.phrase],
    ["statement", page.statement],
    ["condition", page.condition],
    ["source", page.source],
    ["proof", page.proof],
  ];
  const facts = rows
    .filter(([, value]) => value)
    .map(([label, value]) => `  ${colours.dim(label === "" ? " ".repeat(9) : labelled(label, lang, 9))}  ${value}`);
  const example = page.example ? derivation(page.example, lang, colours) : "";
  return `${colours.bold(page.name)}\n${facts.join("\n")}\n${example}`;
}

function derivation({ method, ...example }: NonNullable<RulePage["example"]>, lang: Lang, colours: Colours): string {
  const steps = method ? { method } : true;
  const request: Request = example.wrt === undefined ? { task: "simplify", ...example, steps, lang } : { ...example, wrt: example.wrt, steps, lang };
  const text = responseText(request, respond(request), "text", colours);
  return `\n${text.slice(0, text.indexOf("\n\nd/d"))}\n`;
}
