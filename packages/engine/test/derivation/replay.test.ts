import { expect, test } from "vitest";
import { differentiate, freed, freeing } from "../../src/calculus/derivative.ts";
import { partAt } from "../../src/derivation/board.ts";
import { derivationOf, scalarGoal } from "../../src/derivation/derivation.ts";
import { movingParts, type Part } from "../../src/derivation/move.ts";
import { Notation } from "../../src/derivation/notation.ts";
import { variable } from "../../src/expression/node.ts";
import { elaborate } from "../../src/language/elaborate.ts";
import { print } from "../../src/language/print.ts";
import { apply } from "../../src/operations/apply.ts";
import { examples } from "./examples.ts";

const rules = new Set<string>(scalarGoal.map((m) => m.rule));
const plain = examples.filter(
  (e) => e.task !== "solve" && !e.define && !("order" in e) && (e.steps === undefined || (e.steps as { method?: string }).method === "differential"),
);

test.each(plain.map((e) => [e.title, e] as const))("each move of %s is its rule, applied at its path", (_title, example) => {
  const { expression, wrt, declare } = example as { expression: string; wrt: string; declare?: string };
  const e = elaborate({ expression, wrt: [wrt], ...(declare !== undefined && { declare: declare as unknown as Record<string, string> }) });
  const target = e.variables.get(wrt);
  if (!e.expression || !target) throw new Error(expression);
  const x = freed(target);
  const increment = variable(`d${wrt}`, x.rows, x.cols);
  const question = { function: e.expression, wrt: target, layout: "mixed", form: "matrix" } as const;
  const normal = freeing({ wrt: target })(e.expression);
  const found = derivationOf(
    {
      typed: normal,
      normal,
      x,
      increment,
      layout: "mixed",
      answer: differentiate(question).expression,
      restore: (v) => (v === x ? target : undefined),
      fold: (v) => v,
    },
    { function: "f" },
  );
  const holds = new Notation(increment, true);
  // the same rules simplify coefficients: those parts do not hold the increment
  const moves = found.lines.filter((l) => l.kind === "rewrite" && rules.has(l.rule) && holds.has(partAt(l.before, l.path)));
  const notations = [true, false].flatMap((g) => [new Notation(increment, g), new Notation(increment, g, apply("vectorization", [increment]))]);
  for (const line of moves) {
    const replayed = notations.some((n) =>
      scalarGoal.some((m) => {
        if (m.rule !== line.rule) return false;
        const place = [...movingParts(line.before, n)].find(
          ([, path]) => print(partAt(line.before, path)) === print(partAt(line.before, line.path)) && `${path}` === `${line.path}`,
        ) as Part | undefined;
        const made = place && m.apply(place[0], n, place[2], place[3]);
        return made !== undefined && print(n.put(line.before, line.path, made)) === print(line.after);
      }),
    );
    expect([line.rule, print(line.before), print(line.after), replayed]).toEqual([line.rule, print(line.before), print(line.after), true]);
  }
});
