import { macrosByRule, readLatex } from "gradus-latex";
import { describe, expect, test } from "vitest";
import { line } from "./rows.ts";

const table = (name: string, rows: readonly (readonly [latex: string, read: string])[]) =>
  describe(name, () => {
    test.each(rows)("%s", (latex, read) => {
      expect(line(latex)).toBe(read);
      expect(readLatex(latex).diagnostics).toEqual([]);
    });
  });

table("fonts and macros by rule", [
  ["\\mathbf{x}^\\top A\\mathbf{x}", "x'*A*x"],
  ["\\boldsymbol{\\mu}^T\\boldsymbol{\\Sigma}^{-1}\\boldsymbol{\\mu}", "mu'*inv(Sigma)*mu"],
  ["\\Xv^\\top \\Av", "X'*A"],
  ["\\bX\\bmu + \\vx", "X*mu + x"],
  ["\\mat{A}\\vect{x}", "A*x"],
  ["\\mathbf{A x}^{\\mathrm T}", "A*x'"],
  ["\\hat{\\theta} - \\bar x_i", "theta_hat - x_bar[i]"],
  ["\\class{blue}{A + \\textcolor{red}{B}} C", "A + B*C"],
  ["\\underbrace{A}_{m \\times n} x", "A*x"],
  ["𝐗ᵀ𝐲 + α‖x‖₂²", "X'*y + alpha*norm2(x)^2"],
]);

table("products, powers and functions", [
  ["AXB", "A*X*B"],
  ["a \\cdot b / c", "a*b/c"],
  ["\\frac12 x^{-\\top}", "1/2*inv(x)'"],
  ["X^{-1} + c^{-2} + A^{\\dagger} + A^*", "inv(X) + c^-2 + pinv(A) + adj(A)"],
  ["A^{1/2} + B^{-1/2}", "sqrtm(A) + inv(sqrtm(B))"],
  ["A x \\odot B y", "A*x.*(B*y)"],
  ["X^{\\odot 2} \\oslash Y", "X.^2./Y"],
  ["A \\otimes B^\\top", "kron(A, B')"],
  ["\\operatorname{tr}(AB) + tr(BA) + \\tr C", "tr(A*B) + tr(B*A) + tr(C)"],
  ["\\log|X| + \\ln\\det X + \\det(X)", "logdet(X) + log(det(X)) + det(X)"],
  ["a^T\\exp(Xb)", "a'*exp(X*b)"],
  ["softmax(Wx) - y", "softmax(W*x) - y"],
  ["e^{-x} + e^{A}", "exp(-x) + expm(A)"],
  ["\\|Ax - b\\|_2^2 + \\lVert X\\rVert_F + ||w||_1", "norm2(A*x - b)^2 + normF(X) + norm1(w)"],
  ["\\|x - \\mu\\|_{\\Sigma^{-1}}^2", "sqrt((x - mu)'*inv(Sigma)*(x - mu))^2"],
  ["|x - a|", "abs(x - a)"],
  ["\\lambda_{\\max}(A)", "lambdamax(A)"],
  ["\\max(x, 0) + \\sqrt{2n}", "max(x, 0) + sqrt(2*n)"],
  ["\\langle u, v \\rangle", "dot(u, v)"],
  ["\\sin^2 \\theta", "sin(theta)^2"],
  ["\\tr{A} B", "tr(A)*B"],
  ["\\mathbf{u} \\cdot \\mathbf{v}", "dot(u, v)"],
  ["{a \\over b} + \\|\\mathbf{w}\\|^2_2", "a/b + norm2(w)^2"],
  ["-2X'(y - X\\beta)", "-2*X'*(y - X*beta)"],
  ["\\mathbf{u} \\times \\mathbf{v}", "cross(u, v)"],
  ["-y^\\top \\log \\sigma(Wx)", "-y'*log(sigma(W*x))"],
]);

table("indices and constants", [
  ["X_{ij} + [AB]_{ij} + (A)_{1,2}", "X[i,j] + (A*B)[i,j] + A[1,2]"],
  ["[A]_{:,j} + A_{i,:}", "A[j] + A'[i]'"],
  ["x_i^\\top x_{i-1} + x^{(j)}", "x[i]'*x[i - 1] + x[j]"],
  ["W_1 x + b_{\\mathrm{out}}", "W_1*x + b_out"],
  ["\\sum_{i=1}^m y_i a + (1 - y_i) b", "sum(i=1..m, y[i]*a + (1 - y[i])*b)"],
  ["x_j^{(i)}", "x[j,i]"],
  ["\\sum_{i=1}^N x_i y_i", "sum(i=1..N, x[i]*y[i])"],
  ["\\sum_{i \\in [n]} X^{i-1}", "sum(i=1..n, X^(i - 1))"],
  ["\\sum_{i,j} A_{ij}", "sum(i=1..«size for i», sum(j=1..«size for j», A[i,j]))"],
  ["I_n - \\mathbf{1}_n\\mathbf{1}_n^\\top / n", "eye(n) - ones(n)*ones(n)'/n"],
  ["1^T x + \\mathbf{0}", "«ones»'*x + «zeros»"],
  ["A E_{ij} + e_k \\delta_{ij}", "A*«e i j» + «e k»*delta(i, j)"],
  ["\\begin{bmatrix} a & 0 \\\\ 0 & x^\\top x \\end{bmatrix}", "[a, 0; 0, x'*x]"],
  ["\\begin{pmatrix} 1 & 2 \\\\ 0 & 3 \\end{pmatrix}", "1*e(1, 2)*e(1, 2)' + 2*e(1, 2)*e(2, 2)' + 3*e(2, 2)*e(2, 2)'"],
  ["\\begin{bmatrix} A & \\cdots \\\\ \\vdots & \\ddots \\end{bmatrix}", "[A, …; …, …]"],
  ["x \\in \\mathbb{R}^{n}, A \\in \\mathbb{R}^{m \\times n}", "x in R{n}; A in R{m x n}"],
  ["\\int_0^1 e^{-t} \\, dt", "int(t=0..1, exp(-t))"],
]);

table("derivatives and differentials", [
  ["\\frac{\\partial f}{\\partial X}", "∂(f by X)"],
  ["\\frac{\\partial}{\\partial X} \\operatorname{tr}(AX^\\top)", "∂(tr(A*X') by X)"],
  ["\\partial x^\\top A x/\\partial x^\\top", "∂(x'*A*x by xᵀ)"],
  ["\\partial \\|x - a\\|_2 / \\partial x", "∂(norm2(x - a) by x)"],
  ["\\nabla_X \\ln|X|", "∂(logdet(X) by X)"],
  ["\\nabla f(x)^\\top v", "∂(f(x) by x)'*v"],
  ["\\partial_\\theta L(\\theta)", "∂(L(theta) by theta)"],
  ["\\frac{\\partial^2 f}{\\partial x \\partial x^\\top}", "∂(f by x, xᵀ)"],
  ["\\frac{d^2 y}{dt^2}", "∂(y by t, t)"],
  ["\\mathrm{d}\\mathbf{y}/\\mathrm{d}\\mathbf{x}", "∂(y by x)"],
  ["\\frac{\\partial [X^{-1}]_{kl}}{\\partial x_{ij}}", "∂(inv(X)[k,l] by X[i,j])"],
  ["\\pdv{f}{x}", "∂(f by x)"],
  ["\\mathsf{D} f(x) = 2x^\\top A", "∂(f(x) by x) = 2*x'*A"],
  ["\\frac{\\delta \\ell}{\\delta W}", "∂(ell by W)"],
  ["\\frac{\\partial f}{\\partial x}(x_0)", "«at ∂(f by x) x_0»"],
  ["d(XY) = (dX)Y + X dY", "d(X*Y) = d(X)*Y + X*d(Y)"],
  ["dX^{-1} = -X^{-1}dXX^{-1}", "d(inv(X)) = -inv(X)*d(X)*inv(X)"],
  ["d\\mathrm{tr}(X) = tr(dX)", "d(tr(X)) = tr(d(X))"],
  ["dX^T + dWx", "d(X)' + d(W)*x"],
  ["\\mathrm{d}^2 f", "d2(f)"],
  ["d\\sigma(X) = \\sigma'(X) \\odot dX", "d(sigma(X)) = sigma'(X).*d(X)"],
]);

table("expectations and what the language lacks", [
  ["\\mathbb{E}[xx^\\top]", "E(x*x')"],
  ["\\mathbb{E}_{x \\sim \\mathcal{N}(\\mu, \\Sigma)}[x^\\top A x]", "E(x'*A*x, x ~ normal(mu, Sigma))"],
  ["D_{KL}(P \\| Q)", "«KL P Q»"],
  ["\\mathrm{KL}(\\mathcal{N}(a, A) \\| \\mathcal{N}(b, B))", "KL(normal(a, A), normal(b, B))"],
  ["\\arg\\min_x \\|x\\|_2", "«argmin norm2(x)»"],
  ["\\prod_{i=1}^n x_i", "«prod x[i] i 1 n»"],
  ["\\left. f(x) \\right|_{x=0}", "«at f(x)»"],
  ["A + \\cdots + B", "A + … + B"],
]);

test("names of several letters are known by declaration", () => {
  expect(line("loss + dX W1", { declare: { loss: "scalar", dX: "matrix(m, n)", W1: "matrix(n, p)" } })).toBe("loss + dX*W*1".replace("W*1", "W*«ones»"));
  expect(line("W_1 x_1 + a^T b", { declare: { W1: "matrix(m, n)", x: "vector(n)", T: "scalar integer", a: "scalar", b: "vector(m)" } })).toBe(
    "W1*x[1] + a^T*b",
  );
  expect(line("\\sum_{ij} (A \\circ B)_{ij}", { declare: { A: "matrix(m, n)", B: "matrix(m, n)" } })).toBe("sum(i=1..m, sum(j=1..n, (A.*B)[i,j]))");
});

test("a mark that could stand on either side stands where the others do", () => {
  expect(line("\\bA \\bx + \\bv")).toBe("A*x + v");
  expect(line("\\Av \\xv + \\bv")).toBe("A*x + b");
  expect(macrosByRule("$\\bA \\bx$ and $\\bv$ and $\\bmu$")).toEqual({ bv: "\\mathbf{v}" });
});

test("derivatives of declared functions inside an expression are spelled", () => {
  const declare = { "u(x)": "vector(m)", x: "vector(n)", A: "matrix(m)" };
  expect(line("A \\frac{\\partial u}{\\partial x} + B", { declare })).toBe("A*D(u, x) + B");
  expect(line("\\frac{\\partial u}{\\partial x} = 0", { declare })).toBe("∂(u(x) by x) = 0");
});

test("plain and bold letters beside one another are two symbols", () => {
  const { symbols } = readLatex("\\frac{\\partial a \\mathbf{u}}{\\partial \\mathbf{x}} = a \\frac{\\partial u_i}{\\partial x}", { readings: 1 });
  expect(symbols.map(({ key, name }) => [key, name]).sort()).toEqual([
    ["a", "a"],
    ["bold u", "u"],
    ["bold x", "x_bold"],
    ["i", "i"],
    ["x", "x"],
  ]);
  expect(line("\\mathbf{x} + x", { names: { "bold x": "x", x: "s" } })).toBe("x + s");
});
