import { answer, type DeriveAnswer, numbers } from "gradus";
import { describe, expect, test } from "vitest";

const explained = (expression: string, wrt: string, explain: readonly ("check" | "shapes" | "network")[]): DeriveAnswer => {
  const r = answer({ expression, wrt, explain });
  if (!r.ok) throw new Error(r.error.message);
  return r as DeriveAnswer;
};

describe("explain", () => {
  test("nothing is added where nothing is asked", () => {
    const r = explained("x'*A*x", "x", []);
    expect(Object.keys(r.verified)).toEqual(["status", "maxError", "trials", "seed"]);
    expect("shapes" in r || "network" in r).toBe(false);
  });

  test("what cannot be shown is refused", () => {
    for (const explain of ["check", ["curve"], [null], 3])
      expect(answer({ expression: "x'*x", wrt: "x", explain: explain as never })).toMatchObject({
        ok: false,
        error: { code: "request", message: "explain is a list of what to show", in: "explain", hint: "check, shapes, network" },
      });
  });

  test.each([
    ["a'*exp(X*b)", "X"],
    ["logdet(X)", "X"],
    ["sum(sin(x))", "x"],
  ])("the curve of %s falls with the step, and rises with rounding", (expression, wrt) => {
    const { sizes, curve = [] } = explained(expression, wrt, ["check"]).verified;
    expect(sizes?.length).toBeGreaterThanOrEqual(3);
    const errors = curve.map(([, e]) => e);
    const least = Math.min(...errors);
    expect(least).toBeLessThan(1e-9);
    expect(errors[0]).toBeGreaterThan(100 * least);
    expect(errors.at(-1)).toBeGreaterThan(100 * least);
  });

  test("each part of the text has its shape", () => {
    const text = "norm2(X*w - y)^2";
    const shapes = explained(text, "w", ["shapes"]).shapes ?? [];
    expect(Object.fromEntries(shapes.map(({ span, shape }) => [text.slice(...span), shape.join(" x ")]))).toEqual({
      X: "m x n",
      w: "n x 1",
      "X*w": "m x 1",
      y: "m x 1",
      "X*w - y": "m x 1",
      "norm2(X*w - y)": "1 x 1",
      "2": "1 x 1",
      "norm2(X*w - y)^2": "1 x 1",
    });
  });

  test.each([
    ["tr(A*X*B*X')", "X", "A01 X12 B23 X03", "A02 X23 B31 + A20 X23 B13"],
    ["x'*A*x", "x", "x0 A01 x1", "A + A'01 x1"],
    ["A*X*B", "X", "A02 X23 B31", "B20 A13"],
    ["sum(A.*X)", "X", "A01 X01", "A01"],
  ])("the network of %s by %s", (expression, wrt, of, derivative) => {
    const { network } = explained(expression, wrt, ["network"]);
    const drawn = (terms: NonNullable<typeof network>["of"]) =>
      terms.map((t) => t.nodes.map((n) => `${n.label}${[...n.rows, ...n.cols].join("")}`).join(" ")).join(" + ");
    expect(drawn(network?.of ?? [])).toBe(of);
    expect(drawn(network?.derivative ?? [])).toBe(derivative);
    expect(network?.of[0]?.nodes.filter((n) => n.variable === "is").map((n) => n.label)).toEqual(of.match(new RegExp(`${wrt}(?=\\d)`, "g")));
  });

  test("an index of a diagonal is free twice", () => {
    const { network } = explained("softmax(x)", "x", ["network"]);
    expect(network?.derivative[0]?.indices).toEqual([{ dimension: "n", free: "both" }]);
  });
});

describe("numbers", () => {
  const matrices: readonly (readonly [expression: string, wrt: string, more: object])[] = [
    ["logdet(X)", "X", {}],
    ["A*X*B", "X", { layout: "denominator" }],
    ["a'*exp(X*b)", "X", { layout: "numerator" }],
    ["x'*A*x", "x", { order: 2 }],
    ["X[2,1]^2*tr(X)", "X[2,1]", {}],
    ["-y'*log(softmax(W*x))", "W", { declare: "y: vector(m) onehot" }],
    ["a'*a", "x", { define: { a: "B*x" } }],
  ];
  test.each(matrices)("%s by %s: the formula meets the differences", (expression, wrt, more) => {
    const r = numbers({ expression, wrt, ...more });
    if (!r.ok) throw new Error(r.error.message);
    const [formula, differences] = [r.derivative.flat(), r.numeric?.flat() ?? []];
    expect(formula.length).toBe(differences.length);
    formula.forEach((v, k) => expect(Math.abs(v - (differences[k] as number))).toBeLessThan(1e-5 * Math.max(1, Math.abs(v))));
  });

  test("takes the values and sizes it is given", () => {
    const r = numbers({ expression: "logdet(X)", wrt: "X", sizes: { n: 2 }, values: { X: [[2, 0], [0, 4]] } }); // biome-ignore format: a matrix
    expect(r.ok && r.derivative).toEqual([[0.5, 0], [0, 0.25]]); // biome-ignore format: a matrix
    expect(numbers({ expression: "log(x)", wrt: "x", declare: "x: scalar", values: { x: [[-1]] } })).toMatchObject({
      ok: false,
      error: { code: "unverified", message: "the function has no value at such numbers" },
    });
  });
});
