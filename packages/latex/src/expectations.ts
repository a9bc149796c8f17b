/** Expectations and divergences. */
import type { Cursor } from "./cursor.ts";
import { continueChain, readAll, startsFactor } from "./expression.ts";
import { readFactor } from "./factor.ts";
import { readArguments } from "./functions.ts";
import { kindOfKey } from "./known.ts";
import { binary, call, type Tree } from "./tree.ts";
import type { Span } from "./types.ts";

/** Is the letter, not yet with its scripts, the sign of an expectation? A plain E only with brackets, or with more under it than indices. */
export function isExpectation(c: Cursor, t: Tree): boolean {
  if (t.kind !== "name" || (t.key !== "E" && t.key !== "blackboard E") || kindOfKey(c.context.known, t.key) !== undefined) return false;
  if (t.key === "blackboard E" || /^[[({]$/.test(c.peek()?.text ?? "")) return true;
  if (!c.isChar("_")) return false;
  const probe = c.from(c.at + 1);
  const script = probe.argument();
  return !/^[i-n0-9],?[i-n0-9]?$/.test(script.text()) && /^[[({|]$/.test(probe.peek()?.text ?? "")
    ? true
    : !/^[A-Za-z0-9],?[A-Za-z0-9]$|^[i-n0-9]$/.test(script.text());
}

/** `\mathbb{E}[f]`, `E_{x \sim \mathcal{N}(\mu, \Sigma)} f`: of what is in brackets, or of the factors that follow. Undefined where nothing follows, or E is a factor. */
export function readExpectation(c: Cursor, sign: Tree, span: () => Span): Tree | undefined {
  const start = c.at;
  let over = "";
  let law: Tree | undefined;
  if (c.isChar("_")) {
    c.at++;
    const script = c.argument();
    const k = script.tokens.slice(script.at, script.end).findIndex((t) => t.kind === "command" && t.text === "sim");
    over = script
      .from(script.at, k < 0 ? script.end : script.at + k)
      .text()
      .replace(/[^\p{L}\p{N}]+/gu, "_")
      .replace(/^_|_$/g, "");
    if (k >= 0) {
      const by = readAll(script.from(script.at + k + 1));
      if (by.kind === "call" && by.name === "normal") law = binary("~", readAll(script.from(script.at, script.at + k)), by);
    }
  }
  const bracket = /^[[({]$/.test(c.peek()?.text ?? "");
  const factor = () => {
    c.at = start;
    return undefined;
  };
  if (!bracket && !startsFactor(c)) return factor();
  if (bracket && over === "" && sign.kind === "name" && sign.key === "E" && c.isChar("(")) {
    const options = ["E is the expectation", "E is a factor"];
    if (c.context.choices.choose("call", sign.span, options, "call E") === 1) return factor();
  }
  const [of] = bracket ? readArguments(c) : [continueChain(c, readFactor(c))];
  if (!of) return factor();
  if (law) return call("E", [of, law], span());
  return { kind: "part", part: "expectation", of, ...(over && { over }), span: span() };
}

/** The divergence of two distributions: the language has it of normal ones. */
export function divergence(args: readonly Tree[], span: Span): Tree {
  const normal = args.length === 2 && args.every((a) => a.kind === "call" && a.name === "normal");
  return normal ? call("KL", args, span) : { kind: "part", part: "other", what: "KL", of: args, span };
}
