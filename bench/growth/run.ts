/** How cost grows with the size of the question: product chains, sigmoid chains, residual chains. */
import { answer, derivativeGraph, elaborate } from "../../packages/engine/src/index.ts";

const median = (run: () => void, times = 7): number => {
  run();
  const t = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return t.sort((a, b) => a - b)[times >> 1] as number;
};

interface Question {
  expression: string;
  declare: string;
  define?: Record<string, string>;
  wrt: string;
}

const families: Record<string, { sizes: number[]; of: (k: number) => Question }> = {
  "tr(A1*X*...*Ak*X) by X": {
    sizes: [10, 25, 50, 100, 200],
    of: (k) => {
      const names = Array.from({ length: k }, (_, i) => `A${i + 1}`);
      return { expression: `tr(${names.map((a) => `${a}*X`).join("*")})`, declare: `X: matrix(n); ${names.map((a) => `${a}: matrix(n)`).join("; ")}`, wrt: "X" };
    },
  },
  "sigmoid chain by the first weight": {
    sizes: [5, 10, 25, 50, 100],
    of: (k) => {
      const define: Record<string, string> = { h1: "sigmoid(W1*x)" };
      for (let i = 2; i <= k; i++) define[`h${i}`] = `sigmoid(W${i}*h${i - 1})`;
      return { expression: `sum(h${k})`, define, declare: `x: vector(n); ${Array.from({ length: k }, (_, i) => `W${i + 1}: matrix(n)`).join("; ")}`, wrt: "W1" };
    },
  },
  "residual chain h + sigmoid(W*h) by x": {
    sizes: [5, 10, 25, 50, 100],
    of: (k) => {
      const define: Record<string, string> = { h1: "x + sigmoid(W1*x)" };
      for (let i = 2; i <= k; i++) define[`h${i}`] = `h${i - 1} + sigmoid(W${i}*h${i - 1})`;
      return { expression: `sum(h${k})`, define, declare: `x: vector(n); ${Array.from({ length: k }, (_, i) => `W${i + 1}: matrix(n)`).join("; ")}`, wrt: "x" };
    },
  },
};

for (const [name, { sizes, of }] of Object.entries(families)) {
  console.log(`\n${name}`);
  console.log("| size | answer, printed, ms | characters | shared graph, ms |\n| --- | --- | --- | --- |");
  for (const k of sizes) {
    const q = of(k);
    let length = 0;
    const printed = median(() => {
      const r = answer({ ...q, verify: false });
      if (!r.ok) throw new Error(`${r.error.code}: ${r.error.message}`);
      length = JSON.stringify(r).length;
    });
    const e = elaborate({ ...q, wrt: [q.wrt] });
    const f = e.expression;
    const x = e.variables.get(q.wrt);
    if (!f || !x) throw new Error("not read");
    const definitions = new Map(e.definitions.map((d) => [d.variable.id, d.expression]));
    const graph = median(() => void derivativeGraph(f, x, definitions));
    console.log(`| ${k} | ${printed.toFixed(2)} | ${length} | ${graph.toFixed(3)} |`);
  }
}
