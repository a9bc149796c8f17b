/** A question whose size is a number. */
export interface Question {
  readonly expression: string;
  readonly declare: string;
  readonly define?: Readonly<Record<string, string>>;
  readonly wrt: string;
}

/** A family of questions, and the sizes at which it is asked. */
export interface Family {
  readonly title: string;
  readonly sizes: readonly number[];
  readonly of: (size: number) => Question;
}

const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, k) => `${letter}${k + 1}`);

/** Layers `h1, h2, ...`, each written from the one before and its own weight, summed at the end. */
function layers(depth: number, wrt: string, layer: (before: string, weight: string) => string): Question {
  const weights = numbered("W", depth);
  const define = Object.fromEntries(weights.map((weight, k) => [`h${k + 1}`, layer(k === 0 ? "x" : `h${k}`, weight)]));
  return { expression: `sum(h${depth})`, define, declare: `x: vector(n); ${weights.map((w) => `${w}: matrix(n)`).join("; ")}`, wrt };
}

/** Products, whose answers grow with the square of the size, and networks, shared graphs of linear size. */
export const families: readonly Family[] = [
  {
    title: "tr(A1*X*A2*X*...*Ak*X) by X",
    sizes: [10, 25, 50, 100, 200],
    of: (k) => {
      const names = numbered("A", k);
      return {
        expression: `tr(${names.map((a) => `${a}*X`).join("*")})`,
        declare: `X: matrix(n); ${names.map((a) => `${a}: matrix(n)`).join("; ")}`,
        wrt: "X",
      };
    },
  },
  {
    title: "sigmoid(Wk*...sigmoid(W1*x)) by the first weight",
    sizes: [5, 10, 25, 50, 100],
    of: (k) => layers(k, "W1", (before, weight) => `sigmoid(${weight}*${before})`),
  },
  {
    title: "h + sigmoid(W*h), residual, by x",
    sizes: [5, 10, 25, 50, 100],
    of: (k) => layers(k, "x", (before, weight) => `${before} + sigmoid(${weight}*${before})`),
  },
];
