import { entrywiseResult, quoted, shapesText, transposedText } from "./quote.ts";
import type { Scope } from "./scope.ts";
import type { Binary } from "./tree.ts";
import { anyExtent, type Extent, isOne, isScalarExtent, known, type Size, sizeText, unifiable } from "./unify.ts";

/** The shape of an operator's value from those of its sides; what does not fit is reported. */
export function operatorExtent(t: Binary, l: Extent, r: Extent, s: Scope): Extent {
  const [ls, rs] = [isScalarExtent(l), isScalarExtent(r)];
  switch (t.operator) {
    case "*":
      if (ls) return r;
      if (!rs) s.equal(l.cols, r.rows, () => mismatch(t, l, r, [l.cols, r.rows], s, productHint(t, l, r, s)));
      return rs ? l : { rows: l.rows, cols: r.cols };
    case "\\":
      if (ls) return r;
      if (!s.equal(l.rows, l.cols, () => notSquare(t, l, s, `${quoted(t, s)} needs ${quoted(t.left, s)} square`, "write pinv(A)*b for the least-squares solution"))) return anyExtent();
      s.equal(l.rows, r.rows, () => mismatch(t, l, r, [l.rows, r.rows], s));
      return { rows: l.cols, cols: r.cols };
    case "/":
      if (!rs) s.report(() => ({ code: "division", message: `${shapesText([[t.right, r]], s)}: only a scalar divides`, span: t.span, hint: divisionHint(t, l, r, s) }));
      return l;
    case "⊗":
      return kroneckerExtent(l, r);
    case "^":
      return powerExtent(t, l, r, s);
    default:
      return entrywiseExtent(t, l, r, s);
  }
}

export const kroneckerExtent = (l: Extent, r: Extent): Extent => ({ rows: known([l.rows, r.rows]), cols: known([l.cols, r.cols]) });

/** `+ - .* ./ .^`: equal shapes, or a scalar spread over the entries. */
function entrywiseExtent(t: Binary, l: Extent, r: Extent, s: Scope): Extent {
  const [ls, rs] = [isScalarExtent(l), isScalarExtent(r)];
  if (ls || rs) {
    const [scalar, other, e] = ls ? [t.left, t.right, r] : [t.right, t.left, l];
    if (ls !== rs && (t.operator === "+" || t.operator === "-") && unifiable(e.rows, e.cols) && !entrywiseResult(other))
      s.note(() => (known(e.rows) === known(e.cols) && !isOne(e.rows) ? { code: "scalar-added", message: `${quoted(scalar, s)} is added to every entry of ${quoted(other, s)}; for a multiple of the identity write ${multiple(quoted(scalar, s))}eye(${sizeText(e.rows)})`, span: t.span } : undefined));
    return e;
  }
  const rows = s.equal(l.rows, r.rows, () => mismatch(t, l, r, [l.rows, r.rows], s, sumHint(t, l, r, s)));
  return rows && s.equal(l.cols, r.cols, () => mismatch(t, l, r, [l.cols, r.cols], s, sumHint(t, l, r, s))) ? l : anyExtent();
}
const multiple = (scalar: string) => (scalar === "1" ? "" : /^[\p{L}\p{N}_.]+$/u.test(scalar) ? `${scalar}*` : `(${scalar})*`);

function powerExtent(t: Binary, l: Extent, r: Extent, s: Scope): Extent {
  const exponentFits = isScalarExtent(r);
  if (!exponentFits) s.report(() => ({ code: "exponent", message: `${shapesText([[t.right, r]], s)}: an exponent is a scalar`, span: t.right.span }));
  if (isScalarExtent(l)) return l;
  if (t.right.kind === "name") s.raising(t.right.name);
  const entries = `write ${quoted(t.left, s)}.^${quoted(t.right, s)} for the power of each entry`;
  const square = s.equal(l.rows, l.cols, () => notSquare(t, l, s, "only a square matrix or a scalar has powers", entries));
  return square ? l : anyExtent();
}

/** Two sides of a product, sum or quotient that do not fit: both are shown with their shapes. */
function mismatch(t: Binary, l: Extent, r: Extent, sizes: readonly [Size, Size], s: Scope, hint?: string) {
  const related = [t.left, t.right].map((side, k) => ({ span: side.span, message: shapesText([[side, k ? r : l]], s) }));
  return { code: "shape", message: `${shapesText([[t.left, l], [t.right, r]], s)}: ${quoted(t, s)} needs ${equation(sizes)}`, span: t.span, ...(hint && { hint }), related };
}

/** `m = n`: names before numbers, in the order of the alphabet. */
function equation(sizes: readonly [Size, Size]): string {
  const order = (text: string) => (/^\d/.test(text) ? `2${text}` : `1${text}`);
  return sizes.map(sizeText).sort((a, b) => (order(a) < order(b) ? -1 : 1)).join(" = ");
}

function notSquare(t: Binary, l: Extent, s: Scope, message: string, hint: string) {
  return { code: "shape", message: `${shapesText([[t.left, l]], s)}: ${message}`, span: t.span, hint };
}

function productHint(t: Binary, l: Extent, r: Extent, s: Scope): string | undefined {
  const [a, b] = [quoted(t.left, s), quoted(t.right, s)];
  const [at, bt] = [transposedText(t.left, s), transposedText(t.right, s)];
  const same = unifiable(l.rows, r.rows) && unifiable(l.cols, r.cols);
  if (isOne(l.cols) && isOne(r.cols)) return same ? `write ${at}*${b} for the scalar product, ${a}*${bt} for the matrix, ${a}.*${b} for the entry-wise product` : `write ${a}*${bt} for the matrix of all products`;
  const offers = [...(unifiable(l.rows, r.rows) ? [`${at}*${b}`] : []), ...(unifiable(l.cols, r.cols) ? [`${a}*${bt}`] : []), ...(unifiable(r.cols, l.rows) && !(isOne(r.cols) && isOne(l.rows)) ? [`${b}*${a}`] : [])];
  const meant = offers.length ? `did you mean ${offers.join(" or ")}?` : undefined;
  const entrywise = same ? "use .* for the entry-wise product" : undefined;
  return meant && entrywise ? `${meant} ${entrywise}` : (meant ?? entrywise);
}

function sumHint(t: Binary, l: Extent, r: Extent, s: Scope): string | undefined {
  return unifiable(l.rows, r.cols) && unifiable(l.cols, r.rows) ? `did you mean ${transposedText(t.right, s)}?` : undefined;
}

function divisionHint(t: Binary, l: Extent, r: Extent, s: Scope): string {
  const [a, b] = [quoted(t.left, s), quoted(t.right, s)];
  const vector = isOne(r.cols) || isOne(r.rows);
  if (vector) return `write ${/\d$/.test(a) ? `${a} ` : a}./${b} to divide entry by entry`;
  return isScalarExtent(l) && a === "1" ? `write inv(${b})` : `write ${a}*inv(${b})`;
}
