import type { Context } from "./context.ts";
import { madeOf } from "./definitions.ts";
import type { Court } from "./drawing.ts";
import type { Definition } from "./frame.ts";
import { keyOf, letterOf, type Node, namesOf, some, walk } from "./node.ts";
import type { Entry, Equation } from "./types.ts";
import { isKnown } from "./values.ts";

const greek: ReadonlySet<string> = new Set(
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega ell".split(" "),
);

/** What the formula says in words or signs that the text alone explains. */
export function wordsIn(q: Equation, court: Court): string | undefined {
  const { context, reader } = court;
  let found: string | undefined;
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind !== "call") return;
      const { letter } = reader.look(n.name);
      const known = isKnown(n.name) || context.definitions.has(n.name) || context.evidence.get(n.name)?.entrywise === true;
      if (!known && /^[A-Za-z]{2,}$/.test(letter) && !greek.has(letter)) found ??= `what ${letter} means is not said`;
      const [only] = n.args;
      if (/^(?:det|tr|trace|inv|adj|logdet)$/.test(n.name) && only?.kind === "index" && only.indices.length === 2 && only.indices.every((i) => i))
        found ??= `${n.name} of an entry is not understood`;
    });
  return found ?? apartIn(q, context) ?? unrelated(q, court);
}

/** `A^+ = …` and `A^* = …`, where the text has no word for what the signs mean: names, maybe. */
export function markedIn(e: Entry, q: Equation, prose: string): string | undefined {
  const called = q.left.kind === "call" ? q.left.name : undefined;
  const { source } = e.equality.left;
  if (called === "pinv" && /\^\s*\{?\s*(?:\+|\\dag)/.test(source) && !/伪逆|广义逆|pseudo-?\s?inverse|moore|generali[sz]ed inverse/i.test(prose))
    return "what the sign + at a letter means is not said";
  if (called === "adj" && /\^\s*\{?\s*(?:\*|\\ast)/.test(source) && !/伴随|adjugate|adjoint|cofactor|余子式/i.test(prose))
    return "what the sign * at a letter means is not said";
  return undefined;
}

const plainWords = new Set("tr trace det exp log ln logdet rank inv softmax transpose".split(" "));

/** A function of the language that the text gives a meaning of its own: "where $\\operatorname{diag}(A)$ is the matrix with …". */
export function reworded(q: Equation, prose: string): string | undefined {
  let found: string | undefined;
  for (const side of [q.left, q.right])
    walk(side, (n) => {
      if (n.kind !== "call" || found !== undefined || plainWords.has(n.name) || !isKnown(n.name) || !/^[a-z]+$/.test(n.name)) return;
      const call = new RegExp(
        `\\$\\s*\\\\(?:operatorname\\*?\\s*\\{|mathrm\\s*\\{|text\\s*\\{)?\\s*${n.name}\\}?\\s*(?:\\\\left\\s*)?\\([^$]*\\$\\s*(?:是|表示|指|为|denotes?\\b|is\\b|means\\b|stands for\\b)`,
        "i",
      );
      if (call.test(prose)) found = `what ${n.name} means is said in words`;
    });
  return found;
}

/** Two functions that nothing defines, one on each side. */
function apartIn(q: Equation, context: Context): string | undefined {
  const called = (side: Node): Set<string> => {
    const found = new Set<string>();
    walk(side, (n) => void (n.kind === "call" && !isKnown(n.name) && !context.definitions.has(n.name) && found.add(n.name)));
    return found;
  };
  const [l, r] = [called(q.left), called(q.right)];
  const [a] = [...l].filter((n) => !r.has(n));
  const [b] = [...r].filter((n) => !l.has(n));
  if (a !== undefined && b !== undefined) return `how ${a} and ${b} hang together is not said`;
  // a function that nothing gives, on one side only, where its derivative is none of it
  const one = a !== undefined && r.size === 0 ? q.left : b !== undefined && l.size === 0 ? q.right : undefined;
  const [bare] = one && !some(one, (n) => n.kind === "derivative" || n.kind === "differential") ? [a ?? b] : [];
  return bare !== undefined && context.evidence.get(bare)?.entrywise !== true ? `what ${bare} is is not said` : undefined;
}

/** A derivative that is zero because what is differentiated does not show the letter, or one of a function that nothing gives and the other side does not know. */
export function hidden(q: Equation, context: Context, given: ReadonlyMap<string, Definition>): string | undefined {
  const definitions = new Map([...given].map(([name, d]) => [name, [d]] as const));
  let found: string | undefined;
  for (const [side, other] of [
    [q.left, q.right],
    [q.right, q.left],
  ] as const)
    walk(side, (n) => {
      const of = n.kind === "derivative" && (n.of.kind === "name" || n.of.kind === "call" || n.of.kind === "index") ? letterOf(n.of) : undefined;
      const by = n.kind === "derivative" ? letterOf(n.wrt[0]?.of as Node) : undefined;
      if (of === undefined || by === undefined || of === by) return;
      if (definitions.has(of)) {
        const made = madeOf([of], definitions);
        if (!made.has(by) && ![...made].some((x) => context.functions.get(x)?.includes(by))) found ??= `${of} is given by a formula that does not show ${by}`;
      } else if (
        side === q.left &&
        n === side &&
        context.functions.has(of) &&
        !some(other, (x) => (x.kind === "derivative" || x.kind === "differential") && namesOf(x).has(of))
      )
        if (namesOf(other).size > 0) found ??= `what ${of} is as a function of ${by} is not said`;
    });
  return found;
}

/** `df/dA` on one side and `\partial f / \partial A` on the other: the text tells them apart. */
export function totalBesidePartial(e: Entry, q: Equation): string | undefined {
  const total = (source: string) => /\\[dt]?frac\s*\{\s*d[^{}]*\}\s*\{\s*d/.test(source) && !source.includes("\\partial");
  const [l, r] = [e.equality.left.source, e.equality.right.source];
  if (!(total(l) && r.includes("\\partial")) && !(total(r) && l.includes("\\partial"))) return undefined;
  const keys = new Set<string>();
  walk(q.left, (n) => void (n.kind === "derivative" && keys.add(keyOf(n))));
  return some(q.right, (n) => n.kind === "derivative" && keys.has(keyOf(n))) ? "the total derivative is told apart from the partial one" : undefined;
}

/** A function that nothing defines, by letters of which nothing says how they hang together. */
function unrelated(q: Equation, court: Court): string | undefined {
  const { context } = court;
  const differentials = new Set<string>();
  const by = new Set<string>();
  const lettersOf = (side: Node): Map<string, Set<string>> => {
    const found = new Map<string, Set<string>>();
    walk(side, (n) => {
      if (n.kind === "differential") for (const name of letterOf(n.of) === undefined ? [] : [letterOf(n.of) as string]) differentials.add(name);
      const of = n.kind === "derivative" ? letterOf(n.of) : undefined;
      if (n.kind !== "derivative" || of === undefined || context.definitions.has(of)) return;
      by.add(of);
      for (const w of n.wrt) if (letterOf(w.of) !== undefined) found.set(of, (found.get(of) ?? new Set()).add(letterOf(w.of) as string));
    });
    return found;
  };
  const [l, r] = [lettersOf(q.left), lettersOf(q.right)];
  const made = (n: string): boolean => context.definitions.has(n) || context.given.has(n);
  for (const [of, left] of l) {
    const right = r.get(of) ?? new Set();
    const [a] = [...left].filter((x) => !right.has(x));
    const [b] = [...right].filter((x) => !left.has(x));
    if (a !== undefined && b !== undefined && !made(a) && !made(b)) return `how ${a} and ${b} hang together, by which ${of} is differentiated, is not said`;
  }
  const left = q.left.kind === "differential" && (q.left.of.kind === "name" || q.left.of.kind === "index") ? letterOf(q.left.of) : undefined;
  const right = some(q.right, (n) => n.kind === "differential");
  if (
    left !== undefined &&
    right &&
    !made(left) &&
    !by.has(left) &&
    differentials.size > 1 &&
    !some(q.right, (n) => n.kind === "differential" && letterOf(n.of) === left)
  )
    return `how ${left} depends on ${[...differentials].filter((n) => n !== left).join(", ")} is not said`;
  return undefined;
}
