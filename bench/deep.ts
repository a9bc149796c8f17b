/** Every gradient of a deep network in one request: `W1`, `b1`, ..., each layer a defined name. */
import { answer } from "./engine.ts";
import { atMost, figure, type Section, table } from "./section.ts";
import { median } from "./statistics.ts";

function network(depth: number) {
  const numbers = Array.from({ length: depth }, (_, k) => k + 1);
  return {
    expression: `norm2(h${depth} - y)^2`,
    define: Object.fromEntries(numbers.map((k) => [`h${k}`, `sigmoid(W${k}*${k === 1 ? "x" : `h${k - 1}`} + b${k})`])),
    declare: `x: vector(n); ${numbers.map((k) => `W${k}: matrix(n); b${k}: vector(n)`).join("; ")}`,
    wrt: numbers.flatMap((k) => [`W${k}`, `b${k}`]),
  };
}

/** Milliseconds as the response states them, the median of so many. */
function ms(depth: number, verify: boolean, times: number): number {
  const samples = Array.from({ length: times }, () => {
    const response = answer({ ...network(depth), verify });
    if (!response.ok) throw new Error(`${response.error.code}: ${response.error.message}`);
    return response.ms;
  });
  return median(samples);
}

const depths = [10, 25, 50];

export function deep(): Section {
  ms(25, false, 10);
  const rows = depths.map((depth) => ({ depth, plain: ms(depth, false, 7), checked: ms(depth, true, 1) }));
  return {
    title: "Deep networks",
    bars: [atMost("sigmoid network of 50 layers, all 100 gradients, without check", rows.find((r) => r.depth === 50)?.plain ?? Number.NaN, 100, " ms")],
    details: [
      "All gradients by weights and biases in one request. Median of 7 without check, once with it.",
      table(
        ["layers", "without check, ms", "with check, ms"],
        rows.map((r) => [String(r.depth), figure(r.plain), figure(r.checked)]),
      ),
    ],
  };
}
