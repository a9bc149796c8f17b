import type { Layout } from "../contract.ts";
import { isScalarShape, type Shape, Size, scalarShape } from "./dimensions.ts";
import { indicesOf, type Node, walk } from "./node.ts";

/** What shapes are found from: the shape of each letter, and the layout of derivatives. */
export interface Shaping {
  readonly layout: Layout;
  /** The shape of a letter or of the value of an unknown function; undefined for an index. */
  readonly letter: (name: string) => Shape | undefined;
  /** Is it a function applied entry by entry? */
  readonly entrywise: (name: string) => boolean;
  /** Is it a family, of which an index takes a column? */
  readonly family: (name: string) => boolean;
  /** The size that a name is, where it is one. */
  readonly dimension: (name: string) => Size | undefined;
  /** Letters that were met. */
  readonly met: Set<string>;
  /** Shapes of constants whose size is not written. */
  readonly found: Map<Node, Shape>;
  /** How often two sizes did not agree. */
  conflicts: number;
}

const toScalar = new Set("tr trace det logdet norm norm2 normF norm1 norminf nuclear sum mean dot logsumexp lambdamax factorial delta KL".split(" "));
const squareToScalar = new Set(["tr", "trace", "det", "logdet", "lambdamax"]);
const squareToSquare = new Set("inv adj expm logm sinm cosm sqrtm chol tril triu".split(" "));

/** The shape of a node; sizes that have to agree are made one, and disagreements are counted. */
export function shapeOf(n: Node, s: Shaping): Shape {
  switch (n.kind) {
    case "number":
    case "bound":
      return scalarShape();
    case "name":
      s.met.add(n.name);
      return s.letter(n.name) ?? scalarShape();
    case "minus":
    case "differential":
    case "expectation":
      return shapeOf(n.of, s);
    case "transpose": {
      const of = shapeOf(n.of, s);
      return { rows: of.cols, cols: of.rows };
    }
    case "sum":
      if (n.high.kind === "name") rangeShape(n, s.dimension(n.high.name), s);
      // an index without a bound runs over places of one size
      else if (n.high.kind === "bound") rangeShape(n, new Size(), s);
      return shapeOf(n.body, s);
    case "index":
      return indexShape(n, s);
    case "entries": {
      shapeOf(n.of, s);
      return { rows: placeOf(n.of, n.indices[0] as string, s), cols: n.indices[1] === undefined ? Size.one() : placeOf(n.of, n.indices[1], s) };
    }
    case "binary":
      return binaryShape(n, s);
    case "call":
      return callShape(n, s);
    case "derivative":
      return derivativeShape(n, s);
    case "matrix":
      return matrixShape(n, s);
    case "ones":
    case "zeros":
    case "unit":
    case "identity": {
      const known = s.found.get(n);
      if (known) return known;
      const shape = constantShape(n);
      s.found.set(n, shape);
      return shape;
    }
    default:
      return { rows: Size.openSize(), cols: Size.openSize() };
  }
}

function constantShape(n: Node & { readonly kind: "ones" | "zeros" | "unit" | "identity" }): Shape {
  if (n.kind === "identity") {
    const size = new Size();
    return { rows: size, cols: size };
  }
  if (n.kind === "zeros") return { rows: Size.openSize(), cols: Size.openSize() };
  return { rows: new Size(), cols: n.indices.length === 2 ? new Size() : Size.one() };
}

function agree(a: Size, b: Size, s: Shaping): void {
  if (!Size.unify(a, b)) s.conflicts++;
}

function same(a: Shape, b: Shape, s: Shaping): Shape {
  agree(a.rows, b.rows, s);
  agree(a.cols, b.cols, s);
  return a.rows.root.open && !b.rows.root.open ? b : a;
}

function square(a: Shape, s: Shaping): Shape {
  agree(a.rows, a.cols, s);
  return a;
}

/** An index that runs to n stands where a size is n. */
function rangeShape(n: Node & { readonly kind: "sum" }, size: Size | undefined, s: Shaping): void {
  if (!size || n.low.kind !== "number") return;
  walk(n.body, (x) => {
    if (x.kind !== "index" || x.of.kind !== "name") return;
    const of = s.letter(x.of.name);
    const family = s.family(x.of.name);
    x.indices.forEach((i, k) => {
      if (!of || i?.kind !== "name" || i.name !== n.index) return;
      const place =
        x.indices.length === 2
          ? (k === 0) !== family
            ? of.rows
            : of.cols
          : family || (!of.cols.isOne && !of.rows.isOne)
            ? of.cols
            : of.cols.isOne
              ? of.rows
              : of.cols;
      agree(place, size, s);
    });
  });
}

/** The size of the place where an index stands. */
function placeOf(body: Node, index: string, s: Shaping): Size {
  let found: Size | undefined;
  walk(body, (x) => {
    if (found || x.kind !== "index") return;
    const k = x.indices.findIndex((i) => i?.kind === "name" && i.name === index);
    if (k < 0) return;
    const of = shapeOf(x.of, s);
    const family = x.of.kind === "name" && s.family(x.of.name);
    found = x.indices.length === 2 ? ((k === 0) !== family ? of.rows : of.cols) : of.cols.isOne ? of.rows : of.cols;
  });
  return found ?? new Size();
}

function indexShape(n: Node & { readonly kind: "index" }, s: Shaping): Shape {
  const of = shapeOf(n.of, s);
  for (const i of n.indices) if (i) shapeOf(i, s);
  if (n.indices.length === 2) return { rows: n.indices[0] ? Size.one() : of.rows, cols: n.indices[1] ? Size.one() : of.cols };
  if (n.of.kind === "name" && s.family(n.of.name)) return { rows: of.rows, cols: Size.one() };
  if (of.cols.isOne || of.rows.isOne) return scalarShape();
  return { rows: of.rows, cols: Size.one() };
}

function binaryShape(n: Node & { readonly kind: "binary" }, s: Shaping): Shape {
  const [a, b] = [shapeOf(n.left, s), shapeOf(n.right, s)];
  const [one, two] = [isScalarShape(a), isScalarShape(b)];
  switch (n.operator) {
    case "+":
    case "-":
      if (one !== two && !isOpen(a) && !isOpen(b)) s.conflicts += 0.5;
      if (one) return isOpen(b) ? same(a, b, s) : b;
      return two ? (isOpen(a) ? same(a, b, s) : a) : same(a, b, s);
    case ".*":
    case "./":
      return one ? b : two ? a : same(a, b, s);
    case "*":
      if (one) return b;
      if (two) return a;
      agree(a.cols, b.rows, s);
      return { rows: a.rows, cols: b.cols };
    case "\\":
      if (one) return b;
      agree(a.rows, b.rows, s);
      return { rows: a.cols, cols: b.cols };
    case "/":
      if (!two) s.conflicts++;
      return a;
    case "^":
      return one || a.cols.isOne ? a : square(a, s);
    case ".^":
      return a;
    case "kron":
      return one ? b : two ? a : { rows: Size.product(a.rows, b.rows), cols: Size.product(a.cols, b.cols) };
  }
}

function isOpen(a: Shape): boolean {
  return a.rows.root.open || a.cols.root.open;
}

function callShape(n: Node & { readonly kind: "call" }, s: Shaping): Shape {
  const args = n.args.map((a) => shapeOf(a, s));
  const [a] = args;
  // `diag(p_i)`: the matrix with these on its diagonal
  const [index] = n.name === "diag" && a && isScalarShape(a) ? indicesOf(n.args[0] as Node) : [];
  if (index !== undefined) {
    const size = placeOf(n.args[0] as Node, index, s);
    return { rows: size, cols: size };
  }
  if (squareToScalar.has(n.name) && a) square(a, s);
  if (n.name === "dot" && a && args[1]) same(a, args[1], s);
  if (toScalar.has(n.name)) return scalarShape();
  if (squareToSquare.has(n.name) && a) return square(a, s);
  if (s.entrywise(n.name) && a) return a;
  const value = s.letter(n.name);
  if (value) return value;
  if (!a) return scalarShape();
  switch (n.name) {
    case "pinv":
      return { rows: a.cols, cols: a.rows };
    case "vec":
      return { rows: Size.product(a.rows, a.cols), cols: Size.one() };
    case "diag":
      return a.cols.isOne ? { rows: a.rows, cols: a.rows } : a.rows.isOne ? { rows: a.cols, cols: a.cols } : { rows: square(a, s).rows, cols: Size.one() };
    case "rowsum":
      return { rows: a.rows, cols: Size.one() };
    case "colsum":
      return { rows: Size.one(), cols: a.cols };
    case "comm": {
      const [m, n_] = n.args.map((x) => (x.kind === "name" ? s.dimension(x.name) : undefined));
      const size = m && n_ ? Size.product(m, n_) : new Size();
      return { rows: size, cols: size };
    }
    case "outer":
      return { rows: a.rows, cols: (args[1] ?? a).rows };
    case "cross":
      for (const x of args) agree(x.rows, new Size(3), s);
      return a;
    default:
      return a;
  }
}

/** The shape of a derivative in a layout: rows and columns of vectors are their lengths. */
function derivativeShape(n: Node & { readonly kind: "derivative" }, s: Shaping): Shape {
  const f = shapeOf(n.of, s);
  const by = n.wrt.map((w) => ({ shape: shapeOf(w.of, s), transposed: w.transposed }));
  const [x, y] = by;
  if (!x) return f;
  if (y || n.order === 2) {
    const second = y ?? x;
    if (isScalarShape(x.shape) && isScalarShape(second.shape)) return f;
    if (isScalarShape(f)) return { rows: lengthOf(x.shape), cols: lengthOf(second.shape) };
    return { rows: Size.openSize(), cols: Size.openSize() };
  }
  if (isScalarShape(x.shape)) return s.layout === "denominator" ? { rows: f.cols, cols: f.rows } : f;
  const turn = (shape: Shape, t: boolean): Shape => (t ? { rows: shape.cols, cols: shape.rows } : shape);
  if (isScalarShape(f)) return turn(x.shape, (s.layout === "numerator") !== x.transposed);
  if (f.cols.isOne && x.shape.cols.isOne) {
    const jacobian = { rows: f.rows, cols: x.shape.rows };
    return turn(jacobian, s.layout === "denominator" && !x.transposed);
  }
  if (f.rows.isOne && x.shape.cols.isOne) return turn({ rows: x.shape.rows, cols: f.cols }, s.layout === "numerator" && !x.transposed);
  return turn({ rows: Size.product(f.rows, f.cols), cols: Size.product(x.shape.rows, x.shape.cols) }, s.layout === "denominator");
}

function lengthOf(a: Shape): Size {
  return a.cols.isOne ? a.rows : a.rows.isOne ? a.cols : new Size();
}

function matrixShape(n: Node & { readonly kind: "matrix" }, s: Shaping): Shape {
  for (const row of n.rows) for (const entry of row) shapeOf(entry, s);
  const flat = n.rows.flat();
  if (flat.every((e) => isScalarShape(shapeOf(e, s)))) return { rows: new Size(n.rows.length), cols: new Size(n.rows[0]?.length ?? 0) };
  // blocks: those of a row are equally high, those of a column equally wide
  const blocks = n.rows.map((row) => row.map((e) => (e.kind === "number" && e.value === 0 ? undefined : shapeOf(e, s))));
  const tie = (list: readonly (Shape | undefined)[], side: "rows" | "cols") => {
    const [first, ...others] = list.filter((b) => b !== undefined);
    for (const b of others) if (first) agree(first[side], b[side], s);
  };
  for (const row of blocks) tie(row, "rows");
  for (const k of (blocks[0] ?? []).keys())
    tie(
      blocks.map((row) => row[k]),
      "cols",
    );
  return { rows: Size.openSize(), cols: Size.openSize() };
}
