import { one } from "../expression/dimension.ts";
import { constant, type Expression, isApply, isColumn, isScalar, rebuilt } from "../expression/node.ts";
import { apply, productOf } from "../operations/apply.ts";
import { build, withArguments } from "./build.ts";
import { stretchesOf } from "./product.ts";
import { transpose } from "./transpose.ts";

type Unit = Expression & { readonly kind: "apply" };
const isUnit = (e: Expression | undefined): e is Unit => e !== undefined && isApply(e, "unitvector");
const unitRow = (e: Expression | undefined): Unit | undefined => {
  const inner = e && isApply(e, "transpose") ? e.args[0] : undefined;
  return isUnit(inner) ? inner : undefined;
};
const indexOf = (u: Unit): Expression => u.args[0] as Expression;

/** Unit vectors around a value read its entries: `e(1,n)'*A*e(2,n)` is `A[1,2]`, `e(2,n)'*x` is `x[2]`, `X*e(j,n)` of a name `X[j]`. */
export function readEntries(root: Expression): Expression {
  return rebuilt(root, withArguments, entriesIn);
}

function entriesIn(e: Expression): Expression {
  const [a, k] = e.kind === "apply" ? e.args : [];
  if (isApply(e, "entrypower") && isUnit(a) && k?.kind === "constant" && k.value.s > 0n && k.value.n > 0n) return a;
  if (isApply(e, "power") && a && isApply(a, "kroneckerdelta") && k?.kind === "constant" && k.value.s > 0n && k.value.n > 0n) return a;
  if (isApply(e, "sum") && isUnit(a)) return constant(1);
  if (isApply(e, "entry") && isUnit(a) && k && e.args.length === 2) return sameIndex(indexOf(a), k);
  if (!isApply(e, "product")) return e;
  const scalars = e.args.filter(isScalar);
  const stretches = stretchesOf(e.args);
  let changed = false;
  const out = stretches.map((s) => {
    const read = entryOf(s);
    changed ||= read !== undefined;
    return read ?? [productOf(s)];
  });
  if (!changed) return e;
  const made = out.flat();
  return build("product", [...scalars, ...made.filter(isScalar), ...made.filter((x) => !isScalar(x))]);
}

/** A row times ... times a column that begins or ends with a unit vector, as an entry. */
function entryOf(s: readonly Expression[]): Expression[] | undefined {
  if (s.length < 2) return undefined;
  const first = unitRow(s[0]);
  const end = s[s.length - 1] as Expression;
  const last = isUnit(end) ? end : undefined;

  if (s[0]?.rows !== one || end.cols !== one) {
    const m = s[0] as Expression;
    return s.length === 2 && last && m.kind === "variable" && !isColumn(m) ? [apply("entry", [m, indexOf(last)])] : undefined;
  }
  if (first && last && s.length === 2) return [sameIndex(indexOf(first), indexOf(last))];
  if (first && last) {
    const m = productOf(s.slice(1, -1));
    const turned = isApply(m, "transpose");
    const at = [indexOf(first), indexOf(last)];
    return [apply("entry", [turned ? (m.args[0] as Expression) : m, ...(turned ? at.reverse() : at)])];
  }
  if (first) return [entryOfColumn(productOf(s.slice(1)), indexOf(first))];
  return last ? [entryOfColumn(transpose(productOf(s.slice(0, -1))), indexOf(last))] : undefined;
}

/** The entry of a sum with unit vectors in it is the sum of the entries. */
function entryOfColumn(x: Expression, i: Expression): Expression {
  if (isApply(x, "transpose")) return apply("entry", [x.args[0] as Expression, i]);
  const terms = isApply(x, "add") ? x.args : [];
  if (!terms.some((t) => (isApply(t, "product") ? t.args : [t]).some(isUnit))) return apply("entry", [x, i]);
  const row = apply("transpose", [apply("unitvector", [i], [x.rows])]);
  return build(
    "add",
    terms.map((t) => entriesIn(build("product", [row, t]))),
  );
}

function sameIndex(i: Expression, j: Expression): Expression {
  if (i === j) return constant(1);
  if (i.kind === "constant" && j.kind === "constant") return constant(0);
  return apply("kroneckerdelta", [i, j]);
}
