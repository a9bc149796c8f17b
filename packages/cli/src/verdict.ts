import type { CheckAnswer, CheckLink } from "gradus";
import type { Colours } from "./colour.ts";

type Paint = keyof Pick<Colours, "green" | "yellow" | "red" | "dim">;

/** How each verdict is shown: alone, in the margin of a derivation, and in which colour. */
const shown: Readonly<Record<CheckLink["verdict"], readonly [alone: string, margin: string, paint: Paint]>> = {
  correct: ["correct", "ok", "green"],
  "other-layout": ["right in another layout", "layout", "yellow"],
  "under-assumption": ["right under an assumption", "assume", "yellow"],
  wrong: ["wrong", "wrong", "red"],
  undecided: ["undecided", "?", "yellow"],
  definition: ["definition", "given", "dim"],
};

const matrixText = (rows: readonly (readonly number[])[]): string => {
  const text = rows.map((row) => row.map((v) => Number(v.toPrecision(5))).join(" ")).join("; ");
  return rows.length === 1 && rows[0]?.length === 1 ? text : `[${text}]`;
};

/** The values of names at a point, on one line. */
export const valuesText = (values: Readonly<Record<string, readonly (readonly number[])[]>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${matrixText(value)}`)
    .join(", ");

/** What a verdict rests on, in lines; those with nothing to say are left out. */
function facts(answer: CheckAnswer): readonly (readonly [label: string, value: string])[] {
  const { counterexample: at, witness, diagnosis } = answer;
  const rows: (readonly [string, string])[] = [
    ["reason", answer.reason ?? ""],
    ["mistake", diagnosis?.message ?? ""],
    ["mended", diagnosis?.repaired ?? ""],
    ["derived", answer.derivative ?? ""],
    ["layout", answer.layout ?? ""],
    ["assuming", answer.assumptions.join(", ")],
    ["at", at ? valuesText(at.values) : ""],
    ["is", at ? matrixText(at.left) : ""],
    ["claimed", at?.right ? matrixText(at.right) : ""],
    [
      "declared",
      Object.entries(answer.declared)
        .map(([name, type]) => `${name}: ${type}`)
        .join("; "),
    ],
    ["by", answer.links || answer.verdict === "undecided" ? "" : answer.by],
    ["refutes", witness ? `${witness.refuted}, at the same point` : ""],
    ...answer.notes.map((note) => ["note", note.message] as const),
  ];
  return rows.filter(([, value]) => value !== "");
}

/** A verdict for a person to read, in lines; a derivation line by line, each with its verdict in the margin. */
export function verdictText(answer: CheckAnswer, colours: Colours): string {
  const [alone, , paint] = shown[answer.verdict];
  const head = colours.bold(colours[paint](alone));
  if (answer.links)
    return `${head}\n\n${answer.links.map((l, k, all) => linkText(l, all[k - 1], colours)).join("")}\n${labelled(
      facts(answer).filter(([l]) => l === "declared"),
      colours,
    )}`;
  return `${head}\n\n${labelled(facts(answer), colours)}`;
}

const labelled = (rows: readonly (readonly [string, string])[], colours: Colours): string =>
  rows.map(([label, value]) => `  ${colours.dim(label.padEnd(8))}  ${value}\n`).join("");

function linkText(l: CheckLink, before: CheckLink | undefined, colours: Colours): string {
  const [, margin, paint] = shown[l.verdict];
  const goesOn = before !== undefined && before.right === l.left && !(before.verdict === "definition" && before.line !== l.line);
  const equality = goesOn ? `  = ${l.right}` : `${l.left} = ${l.right}`;
  const more = [
    l.diagnosis?.message,
    l.reason,
    l.assumptions?.length ? `right if ${l.assumptions.join(", ")}` : undefined,
    l.verdict === "other-layout" && l.layout ? `right in ${l.layout} layout` : undefined,
    l.repaired === undefined ? undefined : `write ${l.repaired}`,
  ].filter((t): t is string => t !== undefined);
  const rest = l.verdict === "correct" && !l.reason ? [] : more;
  return `  ${colours[paint](margin.padEnd(6))} ${String(l.line + 1).padStart(3)}  ${equality}\n${rest.map((t) => `               ${colours.dim(t)}\n`).join("")}`;
}
