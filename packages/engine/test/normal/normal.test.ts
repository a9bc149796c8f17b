import { expect, test } from "vitest";
import { type Case, generate, requestOf } from "../../../../bench/fuzz/cases.ts";
import { expressionOf } from "../../../../bench/fuzz/term.ts";
import { BudgetSpent, beginWork, type Expression, variable } from "../../src/expression/node.ts";
import { elaborate } from "../../src/language/elaborate.ts";
import { print } from "../../src/language/print.ts";
import { normalize } from "../../src/normal/build.ts";
import { cost } from "../../src/normal/cost.ts";
import { forgetSimplified, simplify } from "../../src/normal/simplify.ts";
import { fresh } from "./fresh.ts";

const seed = "normal 1";
const count = 600;

interface Generated {
  readonly c: Case;
  readonly expression: Expression;
}

/** Generated expressions, definitions put in by name only where there are none. */
function* generated(): Generator<Generated> {
  for (let k = 0; k < count; k++) {
    fresh();
    const c = generate(`${seed}/${k}`, true);
    const variables = new Map([...c.variables].map(([n, v]) => [n, variable(n, v.shape[0], v.shape[1], v.properties)]));
    yield { c, expression: expressionOf(c.term, (n) => variables.get(n)) };
  }
}

/** What fails for the generated expressions, smallest first. */
function failures(test: (g: Generated) => string | undefined): string[] {
  const out: string[] = [];
  for (const g of generated()) {
    beginWork(400_000, 2_000);
    try {
      const fault = test(g);
      if (fault) out.push(fault);
    } catch (e) {
      if (!(e instanceof BudgetSpent)) throw e;
    } finally {
      beginWork(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    }
  }
  return out.sort((a, b) => a.length - b.length).slice(0, 12);
}

test(`a normal form is its own normal form (seed ${seed})`, () => {
  const found = failures(({ expression }) => {
    const once = normalize(expression);
    const twice = normalize(once);
    return twice === once ? undefined : `${print(expression)}  ->  ${print(once)}  ->  ${print(twice)}`;
  });
  expect(found).toEqual([]);
}, 60_000);

test(`what was simplified cannot be simplified further (seed ${seed})`, () => {
  const found = failures(({ expression }) => {
    const once = simplify(normalize(expression));
    forgetSimplified();
    const twice = simplify(once);
    return cost(twice) === cost(once) ? undefined : `${print(once)} (${cost(once)})  ->  ${print(twice)} (${cost(twice)})`;
  });
  expect(found).toEqual([]);
}, 60_000);

test(`what is printed reads as the same (seed ${seed})`, () => {
  const found = failures(({ c }) => {
    const { declare, expression } = requestOf(c, true);
    const read = (text: string) => elaborate({ expression: text, declare: declare as Record<string, string> });
    const written = read(expression).expression!;
    const text = print(normalize(written));
    const e = read(text);
    if (!e.expression) return `${text}: ${e.diagnostics[0]?.message}`;
    const back = normalize(e.expression);
    return back === normalize(written) ? undefined : `${text}  reads as  ${print(back)}, ${JSON.stringify(declare)}`;
  });
  expect(found).toEqual([]);
}, 60_000);
