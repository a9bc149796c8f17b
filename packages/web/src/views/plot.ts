/** Drawings by Observable Plot: loaded when first needed. */
import { axisX, axisY, dot, gridX, gridY, line, plot } from "@observablehq/plot";

/** Error against step size, both logarithmic. */
export function drawCurve(curve: readonly (readonly [number, number])[], words: { x: string; y: string; width: number }): Element {
  const points = curve.filter(([, e]) => e > 0).map(([h, error]) => ({ h, error }));
  const at = { x: "h", y: "error" };
  const power = (v: number) => {
    const k = Math.round(Math.log10(v));
    return `10${String(k).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)] as string)))}`;
  };
  return plot({
    width: words.width,
    height: 260,
    marginLeft: 56,
    marginBottom: 42,
    x: { type: "log", reverse: true },
    y: { type: "log" },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 6 }),
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisX({ label: words.x, ticks: 6, tickFormat: power, color: "var(--soft)", tickSize: 0 }),
      axisY({ label: words.y, ticks: 5, tickFormat: power, color: "var(--soft)", tickSize: 0 }),
      line(points, { ...at, stroke: "var(--accent)", strokeWidth: 1.5 }),
      dot(points, { ...at, fill: "var(--accent)", r: 2.5 }),
    ],
  });
}
