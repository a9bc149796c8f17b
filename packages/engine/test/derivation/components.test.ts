import { expect, test } from "vitest";
import { answer, type DeriveAnswer, type DeriveRequest } from "../../src/index.ts";

const derived = (expression: string, wrt: string, declare?: string) =>
  answer({ expression, wrt, ...(declare && { declare }), steps: { method: "components" } } as DeriveRequest & { wrt: string }) as DeriveAnswer;

test.each([
  ["a'*inv(X)*b", "X", undefined, "d inv(A)[k,l]/d A[p,q] = -inv(A)[k,p]*inv(A)[q,l]", "sum(p=1..n, a[p]*sum(q=1..n, -inv(X)[p,i]*inv(X)[j,q]*b[q]))"],
  ["inv(X)[1,2]", "X", undefined, "d inv(A)[k,l]/d A[p,q] = -inv(A)[k,p]*inv(A)[q,l]", "-inv(X)[1,i]*inv(X)[j,2]"],
  ["det(X)", "X", "X: matrix(n)", "d det(A)/d A[p,q] = adj(A)[q,p]", "adj(X)[j,i]"],
  ["det(X)", "X", "X: matrix(n) invertible", "d det(A)/d A[p,q] = det(A)*inv(A)[q,p]", "det(X)*inv(X)[j,i]"],
  ["logdet(X)", "X", undefined, "d logdet(A)/d A[p,q] = inv(A)[q,p]", "inv(X)[j,i]"],
  ["logdet(X'*X)", "X", undefined, "d logdet(A)/d A[p,q] = inv(A)[q,p]", "sum(q=1..n, inv(X'*X)[q,j]*X[i,q]) + sum(p=1..n, inv(X'*X)[j,p]*X[i,p])"],
])("%s by %s in components, %s", (expression, wrt, declare, formula, line) => {
  const a = derived(expression, wrt, declare);
  expect(a).toMatchObject({ ok: true });
  expect(a.steps?.find((s) => s.kind === "differential-of")?.text.en).toBe(
    `${formula}; the entries are independent: d X[p,q]/d X[i,j] = delta(p, i)*delta(q, j)`,
  );
  expect(a.steps?.map((s) => s.after)).toContain(line);
  expect(a.steps?.every((s) => s.verified.status === "passed")).toBe(true);
  expect(a.steps?.[a.steps.length - 1]?.after).toBe(a.derivative);
});

test("a column of a matrix that stands in f is read by its entries", () => {
  const a = derived("a'*sin(P*x) + x'*P[1]", "x", "P: matrix(m, m); x: vector(m); a: vector(m)");
  expect(a).toMatchObject({ ok: true });
});
