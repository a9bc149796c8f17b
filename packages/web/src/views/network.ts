import type { NetworkTerm } from "gradus";

/** A tensor, or a dot where more than two ends of an index meet. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly label?: string;
  readonly variable?: "is" | "in";
}

/** An index as a path; `free` where it ends loose, with the place of the end. */
interface Wire {
  readonly path: string;
  readonly label: string;
  readonly at: readonly [number, number];
  readonly end?: readonly [number, number];
}

/** Where everything of a term is drawn, around y = 0. */
export interface Drawing {
  readonly spots: readonly Spot[];
  readonly wires: readonly Wire[];
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

const gap = 64;
const letter = 8.6;
export const radius = 20;
const longest = 18;

export const shortened = (label: string): string => (label.length > longest ? `${label.slice(0, longest - 1)}…` : label);

interface Vertex {
  readonly label?: string;
  readonly variable?: "is" | "in";
}
interface Edge {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
}
interface Loose {
  readonly index: number;
  readonly at: number;
  readonly side: "rows" | "cols";
  readonly label: string;
}

/** The graph of a term: an index with two ends is an edge, with more a dot with an edge to each. */
function graphOf(term: NetworkTerm): { vertices: Vertex[]; edges: Edge[]; loose: Loose[] } {
  const vertices: Vertex[] = term.nodes.map((n) => ({ label: n.label, ...(n.variable && { variable: n.variable }) }));
  const edges: Edge[] = [];
  const loose: Loose[] = [];
  term.indices.forEach(({ dimension: label, free }, k) => {
    const ends = term.nodes.flatMap((n, v) => [...n.rows, ...n.cols].filter((i) => i === k).map(() => v));
    const sides: Loose["side"][] = free === "both" ? ["rows", "cols"] : free ? [free] : [];
    if (ends.length + sides.length === 2 && ends.length > 0) {
      if (ends.length === 2) edges.push({ index: k, from: ends[0] as number, to: ends[1] as number, label });
      else loose.push({ index: k, at: ends[0] as number, side: sides[0] as Loose["side"], label });
      return;
    }
    const dot = vertices.push({}) - 1;
    for (const v of ends) edges.push({ index: k, from: v, to: dot, label: "" });
    for (const side of sides) loose.push({ index: k, at: dot, side, label });
    if (!sides.length && ends.length) edges[edges.length - 1] = { ...(edges.at(-1) as Edge), label };
  });
  return { vertices, edges, loose };
}

/** An order along a line: from a free row on, each time on to a neighbour. */
function orderOf(count: number, edges: readonly Edge[], loose: readonly Loose[]): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const degree = (v: number) => edges.filter((e) => e.from === v || e.to === v).length;
  const visit = (v: number) => {
    if (seen.has(v)) return;
    seen.add(v);
    order.push(v);
    const next = edges.flatMap((e) => (e.from === v ? [e.to] : e.to === v ? [e.from] : [])).filter((u) => !seen.has(u));
    // a column's loose end comes last
    next.sort((a, b) => Number(loose.some((l) => l.at === a && l.side === "cols")) - Number(loose.some((l) => l.at === b && l.side === "cols")));
    for (const u of next) visit(u);
  };
  for (const l of loose) if (l.side === "rows") visit(l.at);
  const rest = Array.from({ length: count }, (_, v) => v).sort((a, b) => degree(a) - degree(b) || a - b);
  for (const v of rest) visit(v);
  return order;
}

/** Is the tensor drawn from its columns to its rows? Told by the straight wire at its left, or else at its right. */
function isTurned(node: NetworkTerm["nodes"][number], left: number | undefined, right: number | undefined): boolean {
  if (node.rows.length !== 1 || node.cols.length !== 1 || node.rows[0] === node.cols[0]) return false;
  return left === undefined ? right === node.rows[0] : left === node.cols[0];
}

/** Draws a term along a line: neighbours by straight wires, others by arcs. */
export function drawTerm(term: NetworkTerm): Drawing {
  const { vertices, edges, loose } = graphOf(term);
  const order = orderOf(vertices.length, edges, loose);
  const beside = (k: number): number | undefined => {
    const [a, b] = [order[k], order[k + 1]];
    return edges.find((e) => (e.from === a && e.to === b) || (e.from === b && e.to === a))?.index;
  };
  const looseAt = (v: number | undefined, side: Loose["side"]) => loose.find((l) => l.at === v && l.side === side)?.index;
  const labelOf = (v: number, k: number): string | undefined => {
    const { label } = vertices[v] as Vertex;
    const node = term.nodes[v];
    if (label === undefined || !node) return label;
    const left = k === 0 ? looseAt(v, "rows") : beside(k - 1);
    const right = k === order.length - 1 ? looseAt(v, "cols") : beside(k);
    return isTurned(node, left, right) ? (/^[\p{L}\p{Nd}_]+$/u.test(label) ? `${label}ᵀ` : `(${label})ᵀ`) : label;
  };
  const spots: Spot[] = [];
  const firstLoose = loose.some((l) => l.at === order[0] && l.side === "rows");
  let x = firstLoose ? gap : 8;
  for (const [k, v] of order.entries()) {
    const { variable } = vertices[v] as Vertex;
    const label = labelOf(v, k);
    const width = label === undefined ? 6 : Math.max(2 * radius, shortened(label).length * letter + 22);
    spots[v] = { x: x + width / 2, y: 0, width, ...(label !== undefined && { label }), ...(variable && { variable }) };
    x += width + gap;
  }
  let [top, bottom] = [-radius - 8, radius + 8];
  let right = x - gap;
  const wires: Wire[] = [];
  const straight = new Set<string>();
  let arcs = 0;
  for (const e of edges) {
    const [a, b] = [spots[e.from] as Spot, spots[e.to] as Spot].sort((p, q) => p.x - q.x) as [Spot, Spot];
    const steps = Math.abs(order.indexOf(e.from) - order.indexOf(e.to));
    const key = [e.from, e.to].sort().join();
    if (steps === 1 && !straight.has(key)) {
      straight.add(key);
      const [from, to] = [a.x + a.width / 2, b.x - b.width / 2];
      wires.push({ path: `M${from} 0H${to}`, label: e.label, at: [(from + to) / 2, -7] });
      continue;
    }
    const up = arcs++ % 2 === 0 ? -1 : 1;
    const start = a.label === undefined ? 0 : radius * up;
    const stop = b.label === undefined ? 0 : radius * up;
    const height = up * (radius + 24 + 10 * steps + 5 * arcs);
    const [ax, bx] = e.from === e.to ? [a.x - 10, a.x + 10] : [a.x, b.x];
    const spread = e.from === e.to ? 22 : 0;
    wires.push({
      path: `M${ax} ${start}C${ax - spread} ${height} ${bx + spread} ${height} ${bx} ${stop}`,
      label: e.label,
      at: [(ax + bx) / 2, height * 0.8 + (up < 0 ? -4 : 12)],
    });
    top = Math.min(top, height);
    bottom = Math.max(bottom, height);
  }
  const taken = new Map<number, number>();
  for (const l of loose) {
    const s = spots[l.at] as Spot;
    const first = l.side === "rows" && l.at === order[0] && !taken.has(-1);
    const last = l.side === "cols" && l.at === order.at(-1) && !taken.has(-2);
    if (first || last) {
      taken.set(first ? -1 : -2, 1);
      const from = first ? s.x - s.width / 2 : s.x + s.width / 2;
      const to = first ? from - 40 : from + 40;
      wires.push({ path: `M${from} 0H${to}`, label: l.label, at: [(from + to) / 2, -7], end: [to, 0] });
      right = Math.max(right, to);
      continue;
    }
    const up = l.side === "rows" ? -1 : 1;
    const shift = 12 * (taken.get(l.at) ?? 0);
    taken.set(l.at, (taken.get(l.at) ?? 0) + 1);
    const end = up * (radius + 36);
    const start = s.label === undefined ? 0 : up * radius;
    wires.push({ path: `M${s.x + shift} ${start}V${end}`, label: l.label, at: [s.x + shift + 12, end * 0.8 + 4], end: [s.x + shift, end] });
    top = Math.min(top, end - 8);
    bottom = Math.max(bottom, end + 8);
  }
  return { spots, wires, width: right + 24, top: top - 14, bottom: bottom + 14 };
}
