import type { Message } from "../messages/messages.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { bare, entrywiseResult, quoted, shapesText, transposedText } from "./quote.ts";
import type { Scope } from "./scope.ts";
import { type Binary, leftSpine, walk } from "./tree.ts";
import { anyExtent, type Extent, isOne, isScalarExtent, known, type Size, sizeText, unifiable } from "./unify.ts";

/** The shape of an operator's value from those of its sides; what does not fit is reported. */
export function operatorExtent(t: Binary, l: Extent, r: Extent, s: Scope): Extent {
  const [ls, rs] = [isScalarExtent(l), isScalarExtent(r)];
  switch (t.operator) {
    case "*":
      if (ls !== rs && l !== anyExtent && r !== anyExtent) s.spread(ls ? r : l, ls ? t.left : t.right, "*");
      if (ls) return r;
      if (rs) return l;
      return s.equal(
        l.cols,
        r.rows,
        (fit) => mismatch(t, l, r, [l.cols, r.rows], s, fit && productHint(t, l, r, fit, s)),
        () => fitOf(l, r),
      )
        ? productOf(t, l, r, s)
        : anyExtent;
    case "\\":
      if (ls) return r;
      if (
        !s.equal(l.rows, l.cols, () =>
          notSquare(
            t,
            l,
            s,
            `${bare(t, s)} needs ${bare(t.left, s)} square`,
            `write pinv(${bare(t.left, s)})*${quoted(t.right, s)} for the least-squares solution`,
          ),
        )
      )
        return anyExtent;
      s.equal(l.rows, r.rows, () => mismatch(t, l, r, [l.rows, r.rows], s));
      s.consumed(l, r);
      return { rows: l.cols, cols: r.cols };
    case "/":
      if (!rs)
        s.report(() => ({
          code: "division",
          message: `${shapesText([[t.right, r]], s)}: only a scalar divides`,
          span: t.span,
          hint: divisionHint(t, l, r, s),
        }));
      else if (!ls) s.spread(l, t.right, "*");
      return l;
    case "⊗":
      s.consumed(l, r);
      return kroneckerExtent(l, r);
    case "^":
      return powerExtent(t, l, r, s);
    default:
      return entrywiseExtent(t, l, r, s);
  }
}

/** A product of sizes that meet: those matter, the outer ones may not. */
function productOf(t: Binary, l: Extent, r: Extent, s: Scope): Extent {
  s.consumed({ rows: l.cols, cols: r.rows });
  if (isOne(r.cols) && scalesForm(t)) s.spread({ rows: l.rows, cols: r.cols }, t, "*");
  return { rows: l.rows, cols: r.cols };
}

/** `c*x'*x`, `c*x'*A*x`: a name before a quadratic form. */
function scalesForm(t: Binary): boolean {
  const [first, ...others] = leftSpine(t);
  const row = first?.right;
  return (
    first?.operator === "*" &&
    first.left.kind === "name" &&
    row?.kind === "transpose" &&
    row.operand.kind === "name" &&
    others.every((o) => o.operator === "*") &&
    t.right.kind === "name" &&
    t.right.name === row.operand.name &&
    first.left.name !== t.right.name
  );
}

const kroneckerExtent = (l: Extent, r: Extent): Extent => ({ rows: known([l.rows, r.rows]), cols: known([l.cols, r.cols]) });

/** `+ - .* ./ .^`: equal shapes, or a scalar spread over the entries. */
function entrywiseExtent(t: Binary, l: Extent, r: Extent, s: Scope): Extent {
  const [ls, rs] = [isScalarExtent(l), isScalarExtent(r)];
  if (ls || rs) {
    const [scalar, other, e] = ls ? [t.left, t.right, r] : [t.right, t.left, l];
    if (ls !== rs && t.operator !== ".^" && l !== anyExtent && r !== anyExtent) s.spread(e, scalar, t.operator === "+" || t.operator === "-" ? "+" : "*");
    if (ls !== rs && (t.operator === "+" || t.operator === "-") && unifiable(e.rows, e.cols) && !entrywiseResult(other))
      s.note(() =>
        known(e.rows) === known(e.cols) && !isOne(e.rows)
          ? {
              code: "scalar-added",
              message: `${quoted(scalar, s)} is added to every entry of ${quoted(other, s)}; for a multiple of the identity write ${multiple(bare(scalar, s))}eye(${sizeText(e.rows)})`,
              span: t.span,
            }
          : undefined,
      );
    return e;
  }
  const meets = (a: Size, b: Size) =>
    s.equal(
      a,
      b,
      (fit) => mismatch(t, l, r, [a, b], s, fit && sumHint(t, fit, s)),
      () => fitOf(l, r),
    );
  return meets(l.rows, r.rows) && meets(l.cols, r.cols) ? l : anyExtent;
}
const multiple = (scalar: string) => (scalar === "1" ? "" : /^[\p{L}\p{N}_.]+$/u.test(scalar) ? `${scalar}*` : `(${scalar})*`);

function powerExtent(t: Binary, l: Extent, r: Extent, s: Scope): Extent {
  if (!isScalarExtent(r)) s.report(() => ({ code: "exponent", message: `${shapesText([[t.right, r]], s)}: an exponent is a scalar`, span: t.right.span }));
  if (isScalarExtent(l)) return l;
  if (t.right.kind === "name") s.raising(t.right.name);
  const wrong = () =>
    notSquare(t, l, s, "only a square matrix or a scalar has powers", `write ${quoted(t.left, s)}.^${quoted(t.right, s)} for the power of each entry`);
  if (!s.equal(l.rows, l.cols, wrong)) return anyExtent;
  s.consumed(l);
  return l;
}

/** Two sides of a product, sum or quotient that do not fit: both are shown with their shapes. */
function mismatch(t: Binary, l: Extent, r: Extent, sizes: readonly [Size, Size], s: Scope, hint?: Message): Diagnostic {
  const related = [t.left, t.right].map((side, k) => ({ span: side.span, message: shapesText([[side, k ? r : l]], s) }));
  return {
    code: "shape",
    message: `${shapesText(
      [
        [t.left, l],
        [t.right, r],
      ],
      s,
    )}: ${bare(t, s)} needs ${equation(sizes)}`,
    span: t.span,
    ...(hint && { hint }),
    related,
  };
}

/** `m = n`: names before numbers, in the order of the alphabet. */
function equation(sizes: readonly [Size, Size]): `${string} = ${string}` {
  const order = (text: string) => (/^\d/.test(text) ? `2${text}` : `1${text}`);
  const [a, b] = sizes.map(sizeText).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return `${a} = ${b}`;
}

function notSquare(
  t: Binary,
  l: Extent,
  s: Scope,
  message: "only a square matrix or a scalar has powers" | `${string} needs ${string} square`,
  hint: Message,
): Diagnostic {
  return { code: "shape", message: `${shapesText([[t.left, l]], s)}: ${message}`, span: t.span, hint };
}

/** Which sizes of two sides could be equal, before the open ones have names. */
interface Fit {
  readonly rows: boolean;
  readonly cols: boolean;
  /** Columns of the second with rows of the first, and the other way round. */
  readonly swapped: boolean;
  readonly turned: boolean;
}
const fitOf = (l: Extent, r: Extent): Fit => ({
  rows: unifiable(l.rows, r.rows),
  cols: unifiable(l.cols, r.cols),
  swapped: unifiable(r.cols, l.rows),
  turned: unifiable(l.rows, r.cols) && unifiable(l.cols, r.rows),
});

function productHint(t: Binary, l: Extent, r: Extent, fit: Fit, s: Scope): Message | undefined {
  const [a, b] = [quoted(t.left, s), quoted(t.right, s)];
  const [at, bt] = [transposedText(t.left, s), transposedText(t.right, s)];
  const same = fit.rows && fit.cols;
  const sign = s.text.slice(...t.operatorSpan);
  if (isOne(l.cols) && isOne(r.cols) && same && sign === "×") return `write cross(${bare(t.left, s)}, ${bare(t.right, s)}) for the vector product`;
  if (isOne(l.cols) && isOne(r.cols) && same && /[·⋅]/.test(sign)) return `write ${at}*${b} for the scalar product`;
  if (isOne(l.cols) && isOne(r.cols))
    return same
      ? `write ${at}*${b} for the scalar product, ${a}*${bt} for the matrix, ${a}.*${b} for the entry-wise product`
      : `write ${a}*${bt} for the matrix of all products`;
  const offers = [
    ...(fit.rows ? [`${at}*${b}`] : []),
    ...(fit.cols ? [`${a}*${bt}`] : []),
    ...(fit.swapped && !(isOne(r.cols) && isOne(l.rows)) ? [`${b}*${a}`] : []),
  ];
  const meant = `did you mean ${offers.join(" or ")}?` as const;
  const entrywise = "use .* for the entry-wise product";
  if (!offers.length) return same ? entrywise : undefined;
  return same ? `${meant} ${entrywise}` : meant;
}

function sumHint(t: Binary, fit: Fit, s: Scope): Message | undefined {
  const flipped = transposedText(t.right, s);
  return fit.turned && flipped !== quoted(t.left, s) ? `did you mean ${flipped}?` : undefined;
}

function divisionHint(t: Binary, l: Extent, r: Extent, s: Scope): Message {
  const [a, b] = [quoted(t.left, s), quoted(t.right, s)];
  const vector = isOne(r.cols) || isOne(r.rows);
  if (vector) return `write ${a}${/^[\d.]+$/.test(a) ? " ./ " : "./"}${b} to divide entry by entry`;
  const names = new Set<string>();
  walk(t.right, (x) => void (x.kind === "name" && names.add(x.name)));
  const [name] = names;
  // 1/(2*N) of an undeclared N means a number
  const number = names.size === 1 && name && !s.isDeclared(name) && isScalarExtent(l) ? `, or declare ${name}: scalar` : "";
  return `write ${isScalarExtent(l) && a === "1" ? "" : `${a}*`}inv(${bare(t.right, s)})${number}`;
}
