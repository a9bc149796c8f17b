import { combined, multiply, scaled, transpose } from "../numeric/arithmetic.ts";
import { directional } from "../numeric/differences.ts";
import { cholesky } from "../numeric/factorizations.ts";
import { filled, identity, type Matrix, matrix } from "../numeric/matrix.ts";
import type { Probe, Site } from "./probes.ts";
import type { Convention, Structure } from "./structures.ts";

/** A way to move within a structure, and what its slope contributes to the gradient. */
interface Tangent {
  readonly by: Matrix;
  readonly gives: Matrix;
}

const unit = (n: number, m: number, i: number, j: number): Matrix => filled(n, m, (a, b) => (a === i && b === j ? 1 : 0));

/** Which entries (i, j) move together, and with which sign: one pattern for each free entry. */
export function patterns(structure: Structure, n: number): Matrix[] {
  const out: Matrix[] = [];
  const pair = (sign: number, from: number) => {
    for (let i = 0; i < n; i++) for (let j = 0; j + from <= i; j++) out.push(i === j ? unit(n, n, i, i) : combined(unit(n, n, i, j), unit(n, n, j, i), sign));
  };
  const where = (test: (i: number, j: number) => boolean) => {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (test(i, j)) out.push(unit(n, n, i, j));
  };
  if (structure === "symmetric" || structure === "posdef") pair(1, 0);
  if (structure === "skew") pair(-1, 1);
  if (structure === "diagonal") where((i, j) => i === j);
  if (structure === "lower") where((i, j) => i >= j);
  if (structure === "upper") where((i, j) => i <= j);
  if (structure === "toeplitz") for (let k = 1 - n; k < n; k++) out.push(filled(n, n, (i, j) => (j - i === k ? 1 : 0)));
  if (structure === "symtoeplitz") for (let k = 0; k < n; k++) out.push(filled(n, n, (i, j) => (Math.abs(j - i) === k ? 1 : 0)));
  return out;
}

const squared = (a: Matrix) => a.data.reduce((s, v) => s + v * v, 0);

/** The ways to move, by the convention. */
function tangents(structure: Structure, convention: Convention, x: Matrix): Tangent[] {
  const n = x.rows;
  if (convention === "cholesky") {
    const l = cholesky([x]);
    return patterns("lower", n).map((e) => {
      const half = multiply(e, transpose([l]));
      return { by: combined(half, transpose([half]), 1), gives: e };
    });
  }
  if (convention === "riemannian") {
    // rotations of the columns among each other, then what is orthogonal to all of them
    const turns = patterns("skew", x.cols).map((w) => multiply(x, w));
    const outside = combined(identity(n), multiply(x, transpose([x])), -1);
    const leaving = n === x.cols ? [] : Array.from({ length: n * x.cols }, (_, k) => multiply(outside, unit(n, x.cols, Math.floor(k / x.cols), k % x.cols)));
    return [...turns.map((by) => ({ by, gives: scaled(by, 1 / squared(by)) })), ...leaving.map((by) => ({ by, gives: by }))];
  }
  return patterns(structure, n).map((by) => ({ by, gives: convention === "projected" ? scaled(by, 1 / squared(by)) : by }));
}

/** The gradient within a structure by differences along the structure itself: each free entry moved, with all that is tied to it. */
export function alongStructure(structure: Structure, convention: Convention): Probe {
  return {
    order: 1,
    slope(site: Site, _directions, h) {
      const { x, middle, program, scale } = site;
      const value = matrix(x.at.rows, x.at.cols);
      let [error, kink] = [0, 0];
      for (const { by, gives } of tangents(structure, convention, x.at)) {
        const s = directional(program, middle, [{ name: x.name, at: x.at, by }], h, scale);
        for (let k = 0; k < value.data.length; k++) value.data[k] = (value.data[k] as number) + (s.value.data[0] as number) * (gives.data[k] as number);
        error += s.error[0] as number;
        kink = Math.max(kink, s.kink);
      }
      return { value, error: new Float64Array(value.data.length).fill(error), kink };
    },
    claimed: (answer, { x }) => (answer.rows === x.at.rows && answer.cols === x.at.cols ? answer.data : undefined),
  };
}
