import type { Lang } from "../contract.ts";
import { compareAt } from "./compare.ts";
import { type Court, drawingOf } from "./drawing.ts";
import { mapParts } from "./entries.ts";
import { operationsDone } from "./evaluate.ts";
import type { Node } from "./node.ts";
import type { Entry, Equation } from "./types.ts";

/** A likely mistake, and the right side without it. */
export interface Repair {
  readonly kind: string;
  readonly message: string;
  readonly right: Node;
}

interface Trial {
  readonly kind: keyof typeof messages;
  readonly right: Node;
}

const messages = {
  transpose: ["the right side is the transpose of what it should be", "右边差一个转置"],
  sign: ["the sign is wrong", "符号错误"],
  factor: ["a factor is wrong or missing", "系数错误"],
  "term-sign": ["the sign of a term is wrong", "某一项的符号错误"],
  "extra-term": ["a term does not belong there", "多了一项"],
  "transpose-part": ["a part is transposed that should not be, or the other way round", "某个因子的转置有误"],
  "factor-order": ["the factors stand in the wrong order", "因子的次序有误"],
  entrywise: ["an entry-wise product and a matrix product are mixed up", "逐元素乘积与矩阵乘积混淆"],
  inverse: ["an inverse is missing, or one too many", "逆矩阵有误"],
  prime: ["a function stands where its derivative should, or the other way round", "函数与其导数混淆"],
} as const;

const most = 160;
const mostOperations = 150_000;

/** Finds the mistake by trying: the first change of the right side that makes the claim right. */
export function repairOf(e: Entry, q: Equation, court: Court, lang: Lang): Repair | undefined {
  let tried = 0;
  const start = operationsDone();
  for (const trial of trials(q.right)) {
    if (++tried > most || operationsDone() - start > mostOperations) return undefined;
    const changed = { ...q, right: trial.right };
    if (compareAt(changed, drawingOf(e, changed, court), `${e.number}`).kind === "true")
      return { kind: trial.kind, message: messages[trial.kind][lang === "zh" ? 1 : 0], right: trial.right };
  }
  return undefined;
}

const times = (c: number, n: Node): Node => ({ kind: "binary", operator: "*", left: { kind: "number", value: c }, right: n });
const turned = (n: Node): Node => (n.kind === "transpose" ? n.of : { kind: "transpose", of: n });

/** The right side with one change in it, of all kinds and at all places. */
export function* trials(n: Node): Generator<Trial> {
  yield { kind: "transpose", right: turned(n) };
  yield { kind: "sign", right: n.kind === "minus" ? n.of : { kind: "minus", of: n } };
  for (const c of [2, 0.5, -2, -0.5]) yield { kind: "factor", right: times(c, n) };
  for (const [kind, change] of changes) for (const right of everywhere(n, change)) yield { kind, right };
}

/** One change at one place. */
type Change = (n: Node) => readonly Node[];

const changes: readonly (readonly [keyof typeof messages, Change])[] = [
  [
    "transpose-part",
    (n) =>
      n.kind === "transpose"
        ? [n.of]
        : n.kind === "name" || n.kind === "derivative" || (n.kind === "call" && n.primes === 0 && n.name === "inv")
          ? [turned(n)]
          : [],
  ],
  ["factor-order", (n) => (n.kind === "binary" && n.operator === "*" ? swapped(n) : [])],
  ["term-sign", (n) => (n.kind === "binary" && (n.operator === "+" || n.operator === "-") ? [{ ...n, operator: n.operator === "+" ? "-" : "+" }] : [])],
  ["extra-term", (n) => (n.kind === "binary" && (n.operator === "+" || n.operator === "-") ? [n.left, n.right] : [])],
  [
    "factor",
    (n) =>
      n.kind === "number"
        ? [
            { ...n, value: 2 * n.value },
            { ...n, value: n.value / 2 },
          ]
        : n.kind === "binary" && n.operator === "*" && n.left.kind === "number"
          ? [n.right]
          : [],
  ],
  ["entrywise", (n) => (n.kind === "binary" && (n.operator === "*" || n.operator === ".*") ? [{ ...n, operator: n.operator === "*" ? ".*" : "*" }] : [])],
  [
    "inverse",
    (n) => (n.kind === "call" && n.name === "inv" ? [n.args[0] as Node] : n.kind === "name" ? [{ kind: "call", name: "inv", primes: 0, args: [n] }] : []),
  ],
  ["prime", (n) => (n.kind === "call" ? [{ ...n, primes: n.primes > 0 ? n.primes - 1 : 1 }] : [])],
];

/** Products of two neighbours, the other way round. */
function swapped(n: Node & { readonly kind: "binary" }): Node[] {
  const out: Node[] = [{ ...n, left: n.right, right: n.left }];
  if (n.left.kind === "binary" && n.left.operator === "*") out.push({ ...n, left: { ...n.left, right: n.right }, right: n.left.right });
  return out;
}

/** All trees with one change at one place. */
function everywhere(n: Node, change: Change): Node[] {
  const here = [...change(n)];
  let k = 0;
  const places: Node[] = [];
  mapParts(n, (p) => {
    places.push(p);
    return p;
  });
  // indices are no place for a mistake of this kind
  if (n.kind === "index") places.length = 1;
  for (const place of places) {
    const at = k++;
    for (const changed of everywhere(place, change)) {
      let j = 0;
      here.push(mapParts(n, (p) => (j++ === at ? changed : p)));
    }
  }
  return here;
}
