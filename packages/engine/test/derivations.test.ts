import { describe, expect, it } from "vitest";
import { answer, type CheckAnswer } from "../src/index.ts";

const check = (...lines: string[]) => answer({ task: "check", lines }) as CheckAnswer;

type Row = readonly [lines: readonly string[], verdicts: readonly string[]];
const derivations: readonly Row[] = [
  [
    ["f = x'*A*x", "df = dx'*A*x + x'*A*dx", "= x'*(A + A')*dx", "d(f)/d(x) = (A + A')*x"],
    ["definition", "correct", "correct", "correct"],
  ],
  [
    ["f = tr(A*X*B)", "df = tr(A*dX*B) = tr(B*A*dX)", "d(f)/d(X) = A'*B'"],
    ["definition", "correct", "correct", "correct"],
  ],
  [
    ["y = A*x - b", "f = y'*y", "dy = A*dx", "df = 2*y'*dy = 2*y'*A*dx", "d2f = 2*dx'*A'*A*dx"],
    ["definition", "definition", "correct", "correct", "correct", "correct"],
  ],
  [
    ["y = A*x - b", "f = y'*y", "df = 2*y'*dy"],
    ["definition", "definition", "correct"],
  ],
  [
    ["f = x'*x", "df = 0"],
    ["definition", "undecided"],
  ],
  [["d(logdet(X)) = tr(inv(X)*dX) = sum(inv(X)'.*dX)"], ["correct", "correct"]],
  // reasons stand behind the lines; what is read off is checked as the derivative that it is
  [
    [
      "f = norm2(X*w - y)^2",
      "df = 2*(X*w - y)'*X*dw    d norm2(z) = sum(z.*dz)/norm2(z); X and y do not depend on w",
      "=>  g = X'*(X*w - y)    read off from df = g'*dw",
    ],
    ["definition", "correct", "definition", "wrong"],
  ],
  [
    ["f = tr(A*X)", "df = tr(A*dX)    全微分是线性的；A 与 X 无关", "=> ∇_X f = G = A'    由 df = tr(G'*dX) 读出", "⇒ df = tr(G'*dX)", "=> df/dX = H = A'"],
    ["definition", "correct", "definition", "correct", "correct", "definition", "correct"],
  ],
  // sentences, reasons and shapes under a line are no lines
  [
    [
      "Take the differential and bring it to df = g'*dx.",
      "      f = a'*exp(A*x)",
      "     df = (A'*(a.*exp(A*x)))'*dx    y = A*x",
      "             n×m  m×1",
      "            d exp(z) = exp(z).*dz; a and A do not depend on x",
      "求全微分，化为 df = g'*dx。",
      "  =>  g = A'*(a.*exp(A*x))",
    ],
    ["definition", "correct", "definition", "correct"],
  ],
  // what is not declared is of any kind and size that the lines allow
  [
    ["f = lam*norm2(w)^2", "d(f)/d(w) = 2*lam*w"],
    ["definition", "correct"],
  ],
  [
    ["f = mean(A*x)", "df = ones(n)'*A*dx/n"],
    ["definition", "correct"],
  ],
  [
    ["f = det(X'*A*X)", "d(f)/d(X) = 2*det(X'*A*X)*inv(X)'"],
    ["definition", "under-assumption"],
  ],
  [
    ["f = sin(x*b)", "d(f)/d(x) = b.*cos(x*b)"],
    ["definition", "under-assumption"],
  ],
  [
    ["f = A*exp(t*a)", "df = A*(a.*exp(t*a))*dt"],
    ["definition", "under-assumption"],
  ],
  // of f the differential alone is said: what is read off from it is right
  [
    ["df = tr(A*dX*B) = tr(B*A*dX)", "d(f)/d(X) = A'*B'", "d(f)/d(X) = A*B"],
    ["definition", "correct", "correct", "wrong"],
  ],
  // a definition that is not used asks for nothing
  [
    ["f = det(X)", "df = tr(adj(X)*dX)", "=> G = adj(X)'"],
    ["definition", "correct", "definition", "correct"],
  ],
  // a factor behind a gap is none
  [
    ["f = x'*A    x", "df = dx'*A*x + x'*A*dx", "= x'*(A + A')*dx", "d(f)/d(x) = (A + A')*x"],
    ["undecided", "undecided", "correct", "undecided"],
  ],
  // an error is marked once; what follows from it is right
  [
    ["f = tr(A*inv(X))", "df = tr(A*inv(X)*dX*inv(X))", "= tr(inv(X)*A*inv(X)*dX)", "d(f)/d(X) = (inv(X)*A*inv(X))'"],
    ["definition", "wrong", "correct", "correct"],
  ],
  // or is not carried on
  [
    ["(A + B)^2 = A^2 + A*B + B*A + B^2", "= A^2 + 3*A*B + B^2", "= A^2 + A*B + B*A + B^2"],
    ["correct", "wrong", "correct"],
  ],
  // and does not hide the next
  [
    ["tr(A*B)", "= tr(B*A)", "= 2*tr(B*A)", "= 2*tr(A*B)", "= 2*tr(A*B) + 1"],
    ["correct", "wrong", "correct", "wrong"],
  ],
  [
    ["L = norm2(X*w - y)^2", "d(L)/d(w) = 2*X'*(X*w - y)", "= 2*X'*X*w - 2*X*y"],
    ["definition", "correct", "wrong"],
  ],
  [
    ["f = a'*x", "df = b'*dx"],
    ["definition", "undecided"],
  ],
];

describe("derivations", () => {
  it.each(derivations)("%j", (lines, verdicts) => {
    expect(check(...lines).links?.map((l) => l.verdict)).toEqual(verdicts);
  });
  it("say where the first error is, what it is, and what to write", () => {
    const { verdict, reason, links } = check("f = tr(A*inv(X))", "df = tr(A*inv(X)*dX*inv(X))");
    expect([verdict, reason, links?.[1]?.diagnosis?.kind, links?.[1]?.repaired]).toEqual(["wrong", "line 2", "inverse-sign", "-tr(A*inv(X)*dX*inv(X))"]);
  });
  it("name a transpose where shapes contradict", () => {
    expect(check("X'*(X*w - y) = X'*X*w - X*y").links?.[0]).toMatchObject({ verdict: "wrong", repaired: "X'*X*w - X'*y" });
  });
});
