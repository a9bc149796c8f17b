import { type Apply, constant, type Expression, idsContaining, isApply, isScalar, nodesOf } from "../expression/node.ts";
import { apply } from "../operations/apply.ts";
import { unknownFunction } from "../operations/functions.ts";
import { fitted, minus, remaining, type Spot, spotsOf, times } from "./mutation.ts";

/** What people get wrong. */
export type Kind =
  | "sign"
  | "inverse-sign"
  | "factor"
  | "transpose"
  | "symmetry"
  | "factor-order"
  | "chain-order"
  | "lost-term"
  | "doubled-term"
  | "extra-term"
  | "constant"
  | "product-rule"
  | "elementwise"
  | "matrix-function"
  | "diag"
  | "mask"
  | "inverse"
  | "power"
  | "lost-factor"
  | "chain-rule";

/** What a claim is about, as far as the mistakes ask. */
export interface Subject {
  /** The function whose derivative is claimed, and by what; none for an equation. */
  readonly function?: Expression | undefined;
  readonly wrt?: Expression | undefined;
  /** What right formulas multiply by. */
  readonly factors?: readonly Expression[];
}

type Change = (spot: Spot, subject: Subject) => readonly (Expression | undefined)[];

/**
 * A mistake as a change at one place of a right formula, and how it is mended at one place of a wrong one (by the same change, unless said
 * otherwise). `named` says when another name fits better.
 */
export interface Mistake {
  readonly kind: Kind;
  readonly make?: Change;
  readonly mend?: Change;
  readonly named?: (subject: Subject, node: Expression, whole: Expression) => Kind;
}

const none: readonly Expression[] = [];
const isTerm = (s: Spot) => s.parent === undefined || isApply(s.parent, "add");
const isSum = (e: Expression): e is Apply => isApply(e, "add");
const isProduct = (e: Expression): e is Apply => isApply(e, "product");
const dropped = (node: Apply, k: number) =>
  remaining(
    node,
    node.args.filter((_, i) => i !== k),
  );

const isInverse = (e: Expression): boolean =>
  isApply(e, "inverse") || ((isApply(e, "power") || isApply(e, "entrypower")) && e.args[1]?.kind === "constant" && e.args[1].value.s < 0n);

/** Does an inverse in the function depend on the variable? */
function invertsVariable({ function: f, wrt }: Subject): boolean {
  if (!f || !wrt) return false;
  const depends = idsContaining(f, wrt);
  return nodesOf(f).some((e) => isInverse(e) && depends.has(e.id));
}

/** Are there two factors that depend on the variable, or one that occurs twice? */
function multipliesVariable({ function: f, wrt }: Subject): boolean {
  if (!f || !wrt) return false;
  const depends = idsContaining(f, wrt);
  return nodesOf(f).some(
    (e) => e.kind === "apply" && /^(product|hadamard|kronecker|dot|outer)$/.test(e.operation.name) && e.args.filter((a) => depends.has(a.id)).length > 1,
  );
}

/** Functions of a matrix as a whole beside those of its entries. */
const wholes: readonly (readonly [whole: string, entries: string])[] = [
  ["expm", "exp"],
  ["logm", "log"],
  ["sqrtm", "sqrt"],
  ["sinm", "sin"],
  ["cosm", "cos"],
];
const counterpart = new Map(wholes.flatMap(([w, e]) => [[w, e] as const, [e, w] as const]));

const swapped = (args: readonly Expression[], i: number) => [...args.slice(0, i), args[i + 1] as Expression, args[i] as Expression, ...args.slice(i + 2)];

/** Neighbours of a product exchanged, scalars left where they are. */
const exchanged: Change = ({ node }) => {
  if (isApply(node, "kronecker")) return [fitted("kronecker", [node.args[1] as Expression, node.args[0] as Expression])];
  if (!isProduct(node)) return none;
  return node.args
    .slice(1)
    .flatMap((_, i) => ([node.args[i], node.args[i + 1]].some((a) => isScalar(a as Expression)) ? [] : [fitted("product", swapped(node.args, i))]));
};

/** The matrices of a product in reverse, or the first of them behind the others; those that make up a number among them, or left together. */
const reversed: Change = ({ node }) => {
  if (!isProduct(node)) return none;
  const open = node.args.flatMap((a) => (isScalar(a) && isProduct(a) && a.args.some((b) => !isScalar(b)) ? a.args : [a]));
  return [node.args, ...(open.length > node.args.length ? [open] : [])].flatMap((args) => {
    const scalars = args.filter(isScalar);
    const chain = args.filter((a) => !isScalar(a));
    if (chain.length < 3) return [];
    const [first, ...rest] = chain as [Expression, ...Expression[]];
    const last = chain.at(-1) as Expression;
    return [[...chain].reverse(), [...rest, first], [last, ...chain.slice(0, -1)]].map((c) => fitted("product", [...scalars, ...c]));
  });
};

const transposed: Change = ({ node, parent }) => {
  if (isScalar(node) || (parent && isApply(parent, "transpose"))) return none;
  return [isApply(node, "transpose") ? node.args[0] : apply("transpose", [node])];
};

/** `*` for `.*` and the other way. */
const entrywise: Change = ({ node }) => {
  if (isApply(node, "hadamard")) return node.args.some(isScalar) ? none : [fitted("product", node.args), fitted("product", [...node.args].reverse())];
  if (!isProduct(node)) return none;
  return node.args.slice(1).flatMap((b, i) => {
    const a = node.args[i] as Expression;
    if (isScalar(a) || isScalar(b)) return [];
    const joined = fitted("hadamard", [a, b]);
    return joined ? [remaining(node, [...node.args.slice(0, i), joined, ...node.args.slice(i + 2)])] : [];
  });
};

/** A function of the whole matrix for one of its entries and the other way. */
const otherFunction: Change = ({ node }) => {
  if (node.kind !== "apply" || isScalar(node)) return none;
  const other = counterpart.get(node.operation.name);
  if (other) return [fitted(other, node.args)];
  if (isApply(node, "inverse")) return [fitted("entrypower", [node.args[0] as Expression, constant(-1)])];
  if (isApply(node, "power")) return [fitted("entrypower", node.args)];
  if (isApply(node, "entrypower"))
    return [
      fitted("power", node.args),
      ...(isInverse(node) && (node.args[1] as Expression & { kind: "constant" }).value.equals(-1) ? [fitted("inverse", [node.args[0] as Expression])] : []),
    ];
  return none;
};

const scaledBy =
  (...factors: (number | [number, number])[]): Change =>
  ({ node }) =>
    factors.map((k) => times(k, node));

/** A scalar factor left out, the sign kept. */
const withoutScalar: Change = ({ node }) => {
  if (!isProduct(node)) return none;
  return node.args.flatMap((a, k) => (isScalar(a) && !(a.kind === "constant" && a.value.equals(-1)) ? [dropped(node, k)] : []));
};

/** A whole factor left out, or several that stand together. */
const withoutFactor: Change = ({ node }) => {
  if (!isProduct(node) && !isApply(node, "hadamard")) return none;
  const { args } = node as Apply;
  const single = args.flatMap((a, k) => (isScalar(a) ? [] : [dropped(node as Apply, k)]));
  const several = args.flatMap((_, from) =>
    Array.from({ length: Math.max(0, args.length - from - 1) }, (_, k) => from + k + 2)
      .filter((to) => to - from < args.length)
      .map((to) =>
        remaining(
          node as Apply,
          args.filter((_, k) => k < from || k >= to),
        ),
      ),
  );
  return [...single, ...several.slice(0, 24)];
};

/** One of the factors of right formulas more, on either side. */
const withFactor: Change = (spot, { factors }) => {
  const { node, parent } = spot;
  const within = parent && /^(product|hadamard|add|power|entrypower)$/.test(parent.operation.name);
  if (!factors || (within && !isTerm(spot))) return none;
  return factors.flatMap((f) => [fitted("product", [f, node]), fitted("product", [node, f]), ...(isScalar(f) ? [] : [fitted("hadamard", [f, node])])]);
};

const withoutTerm: Change = ({ node }) => (isSum(node) ? node.args.map((_, k) => dropped(node, k)) : none);

/** The transposed term beside a square one: a variable that occurs twice was differentiated once. */
const withTransposed: Change = ({ node }) => (!isScalar(node) && node.rows === node.cols ? [fitted("add", [node, apply("transpose", [node])])] : none);

const isIn = (e: Expression, subject: Subject) => subject.wrt !== undefined && idsContaining(e, subject.wrt).has(e.id);

/** A term of the function, or a name in it, that stays when the variable is differentiated. */
const withConstant: Change = ({ node, parent }, subject) => {
  const { function: f } = subject;
  if (parent || !f) return none;
  const terms = nodesOf(f).filter((e) => !isIn(e, subject) && e.rows === node.rows && e.cols === node.cols && e.kind !== "constant");
  return terms
    .reverse()
    .slice(0, 4)
    .map((t) => fitted("add", [node, t]));
};

/** Exponents one off, as in d x^k = k x^k. */
const otherPower: Change = ({ node }) => {
  if (!(isApply(node, "power") || isApply(node, "entrypower"))) {
    return node.kind === "variable" && isScalar(node) ? [fitted("power", [node, constant(2)])] : none;
  }
  const [base, k] = node.args as [Expression, Expression];
  if (base.kind === "constant") return none;
  if (k.kind !== "constant")
    return [fitted(node.operation, [base, apply("add", [k, constant(-1)])]), fitted(node.operation, [base, apply("add", [k, constant(1)])])];
  return [1, -1].map((d) => {
    const other = k.value.add(d);
    return other.equals(1) ? base : fitted(node.operation, [base, constant(other)]);
  });
};

/** An inverse forgotten, or one too many. */
const otherInverse: Change = ({ node, parent }) => {
  if (isApply(node, "inverse")) return [node.args[0]];
  if (isApply(node, "power") && node.args[0]?.kind !== "constant" && node.args[1]?.kind === "constant" && node.args[1].value.s < 0n) {
    const k = node.args[1].value.abs();
    return [k.equals(1) ? node.args[0] : fitted("power", [node.args[0] as Expression, constant(k)])];
  }
  if (parent && (isApply(parent, "inverse") || isApply(parent, "transpose"))) return none;
  return !isScalar(node) && node.kind === "variable" && node.rows === node.cols ? [apply("inverse", [node])] : none;
};

/** A column times a row of ones: the matrix that has the column on its diagonal was meant. */
function spreadOut(node: Apply): (Expression | undefined)[] {
  const k = node.args.findIndex((a, i) => i > 0 && isApply(a, "ones") && a.rows.constant === 1);
  if (k < 0) return [];
  return Array.from({ length: k }, (_, n) => k - 1 - n).flatMap((from) => {
    const column = from === k - 1 ? node.args[from] : fitted("product", node.args.slice(from, k));
    return column?.cols.constant === 1 && column.rows.constant !== 1
      ? [fitted("product", [...node.args.slice(0, from), apply("diagonalmatrix", [column]), ...node.args.slice(k + 1)])]
      : [];
  });
}

/** `diag` around a vector, or the diagonal alone of a matrix. */
const withDiag: Change = ({ node, parent }) => {
  if (parent && /^diag/.test(parent.operation.name)) return none;
  if (isScalar(node)) return none;
  const columns = isProduct(node) ? spreadOut(node) : [];
  if (columns.length) return columns;
  if (node.cols.constant === 1) return [apply("diagonalmatrix", [node])];
  if (node.rows.constant === 1) return [apply("diagonalmatrix", [apply("transpose", [node])])];
  return node.rows === node.cols ? [apply("diagonalmatrix", [apply("diagonal", [node])]), apply("diagonal", [node])] : none;
};
const withoutDiag: Change = ({ node }) => {
  if (node.kind !== "apply" || !/^diagonal/.test(node.operation.name)) return none;
  const [inner] = node.args as [Expression];
  const outer = apply("ones", [], [inner.rows, inner.rows]);
  if (isApply(node, "diagonal")) return [inner];
  return isApply(inner, "diagonal")
    ? [inner.args[0], inner]
    : [
        inner,
        apply("product", [inner, apply("ones", [], [inner.cols, inner.rows])]),
        fitted("hadamard", [outer, apply("product", [inner, apply("transpose", [inner])])]),
      ];
};

const squaredFactor: Change = ({ node, parent }) => {
  const scales = parent && isProduct(parent) && parent.args.every((a) => a === node || isScalar(a));
  return !isScalar(node) && parent && (scales || isApply(parent, "hadamard")) ? [apply("entrypower", [node, constant(2)])] : none;
};
const unsquaredFactor: Change = ({ node, parent }) => {
  if (isApply(node, "hadamard")) return node.args.flatMap((a, k) => (node.args.indexOf(a) < k ? [dropped(node, k)] : []));
  const two = isApply(node, "entrypower") && node.args[1]?.kind === "constant" && node.args[1].value.equals(2);
  return two && parent ? [node.args[0]] : none;
};

/** An unknown function for its derivative, or the other way. */
const otherDerivative: Change = ({ node }) => {
  const u = node.kind === "apply" ? node.operation.unknown : undefined;
  if (!u?.elementwise || node.kind !== "apply") return none;
  return [...(u.by.length ? [u.by.slice(1)] : []), [...u.by, 0]].map((by) => apply(unknownFunction({ ...u, by }), node.args));
};

/** `2*A` for `A + A'`, as only a symmetric matrix has it. */
const bothSides: Change = ({ node }) => {
  if (!isProduct(node)) return none;
  const [c] = node.args;
  const rest = c?.kind === "constant" ? node.args.slice(1) : node.args;
  const half = c?.kind === "constant" ? c.value.div(2) : constant("1/2").value;
  return rest.flatMap((a, k) => {
    const inner = isApply(a, "transpose") ? a.args[0] : a;
    if (isScalar(a) || a.rows !== a.cols || inner?.kind !== "variable") return [];
    const both = fitted("add", [a, apply("transpose", [a])]);
    return both ? [remaining(node, [...(half.equals(1) ? [] : [constant(half)]), ...rest.slice(0, k), both, ...rest.slice(k + 1)])] : [];
  });
};

/** The mistakes, the likeliest first. */
export const mistakes: readonly Mistake[] = [
  {
    kind: "sign",
    make: (s) => (isTerm(s) ? [minus(s.node)] : none),
    named: (subject, node) => (invertsVariable(subject) && nodesOf(node).some(isInverse) ? "inverse-sign" : "sign"),
  },
  { kind: "symmetry", mend: bothSides, make: () => none },
  { kind: "transpose", make: transposed },
  {
    kind: "doubled-term",
    make: (s) => (s.parent && isSum(s.parent) ? [times(2, s.node)] : none),
    mend: (s) => (s.parent && isSum(s.parent) ? [times([1, 2], s.node)] : none),
  },
  { kind: "factor", make: (s, subject) => (isTerm(s) ? scaledBy(2, [1, 2], 4, [1, 4], 3, [1, 3])(s, subject) : none) },
  { kind: "factor-order", make: exchanged },
  {
    kind: "constant",
    make: withConstant,
    mend: (s, subject) =>
      isSum(s.node) && subject.wrt ? s.node.args.flatMap((t, k) => (isIn(t, subject) && t.kind !== "constant" ? [] : [dropped(s.node as Apply, k)])) : none,
  },
  { kind: "extra-term", mend: withoutTerm },
  { kind: "mask", make: squaredFactor, mend: (s, subject) => [...unsquaredFactor(s, subject), ...squaredFactor(s, subject)] },
  { kind: "elementwise", make: entrywise },
  { kind: "chain-order", make: reversed },
  { kind: "matrix-function", make: otherFunction },
  { kind: "inverse", make: otherInverse },
  { kind: "chain-rule", make: otherDerivative },
  {
    kind: "lost-term",
    make: withoutTerm,
    mend: withTransposed,
    named: (subject) => (multipliesVariable(subject) ? "product-rule" : "lost-term"),
  },
  { kind: "diag", make: withoutDiag, mend: withDiag },
  { kind: "power", make: otherPower },
  { kind: "factor", make: withoutScalar, mend: (s) => (isTerm(s) ? none : scaledBy(2, [1, 2], -1)(s, {})) },
  { kind: "lost-factor", make: withoutFactor, mend: withFactor },
];

/** An expression changed at one place: what stood there, and what stands there now. */
export interface Changed {
  readonly kind: Kind;
  readonly whole: Expression;
  readonly before: Expression;
  readonly after: Expression;
}

/** The expression with one mistake made, or one mended, in every way the row knows, each result once. */
export function* changes(row: Mistake, way: "make" | "mend", root: Expression, subject: Subject, spots = spotsOf(root)): Generator<Changed> {
  const change = way === "mend" && row.mend ? row.mend : row.make;
  if (!change) return;
  const seen = new Set<Expression>([root]);
  for (const spot of spots)
    for (const after of change(spot, subject)) {
      const whole = after && after !== spot.node ? spot.put(after) : undefined;
      if (!after || !whole || seen.has(whole)) continue;
      seen.add(whole);
      yield { kind: row.named?.(subject, spot.node, whole) ?? row.kind, whole, before: spot.node, after };
    }
}
