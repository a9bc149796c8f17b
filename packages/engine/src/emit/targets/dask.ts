import type { CodeOperation } from "../operation.ts";
import type { Target } from "../target.ts";
import { levels, pattern, type Spelling, type Spellings, Unspelled } from "../write.ts";
import { arrayHelpers, arraySpellings, scipy } from "./numpy.ts";
import { type PythonLibrary, writePython } from "./python.ts";
import { call, text } from "./spell.ts";

/** NumPy's functions take Dask's arrays; what does not is composed of what does. */
const plain = arraySpellings("np");

/** Operations that need the whole of what they take: of small values that are computed then, of values in blocks not at all. */
const whole: readonly CodeOperation[] =
  "kronecker commuterows commutecols vec unvec diagonalmatrix diagonal trace cross skew inverse solve cholesky cholfactor cholsolve cholinverse chollogdet lufactor lusolve lusolvetransposed luinverse lulogdet solvelower solveupper logdeterminant determinant adjugate pseudoinverse matrixpower expm logm sinm cosm sqrtm spectralnorm nuclear lambdamax lowertriangle uppertriangle".split(
    " ",
  ) as CodeOperation[];

const solving: ReadonlySet<CodeOperation> = new Set(["cholsolve", "lusolve", "lusolvetransposed"]);

const computing =
  (op: CodeOperation, spelling: Spelling): Spelling =>
  (w, n) => {
    const [factor, sides] = n.args;
    // a solve with what is whole is a product with its inverse, block by block
    if (solving.has(op) && w.blocks.get(factor?.id ?? 0) !== "large" && w.blocks.get(sides?.id ?? 0) === "large") {
      const unit = `np.eye(${w.rows(n)})`;
      const turned = op === "lusolvetransposed" ? ", trans=1" : "";
      return {
        text: `${op === "cholsolve" ? "cho_solve" : "lu_solve"}(${w.arg(n, 0, 0)}, ${unit}${turned}) @ ${w.arg(n, 1, levels.prefix)}`,
        level: levels.product,
      };
    }
    if (n.args.some((a) => w.blocks.get(a.id) === "large")) throw new Unspelled(`${op} of what is in blocks`);
    const taken = n.args.filter((a) => w.blocks.get(a.id) === "small" && !["cholfactor", "lufactor"].includes(a.op));
    return w.wrapping("np.asarray", taken, () => spelling(w, n));
  };

const spellings: Spellings = {
  ...plain,
  ...(Object.fromEntries(whole.map((op) => [op, computing(op, plain[op] as Spelling)])) as Pick<Spellings, "inverse">),
  inner: pattern("np.sum($0 * $1)"),
  adddiagonal: computing("adddiagonal", plain.adddiagonal as Spelling),
  norm: pattern("np.sqrt(np.sum($0 ** 2))"),
  logsumexp: call("_logsumexp"),
  softmax: text((w, n) => `np.exp(${w.arg(n, 0)} - _logsumexp(${w.arg(n, 0, 0)}))`),
  logsumexpcols: pattern("_logsumexp($0, 0)"),
  softmaxcols: text((w, n) => `np.exp(${w.arg(n, 0)} - _logsumexp(${w.arg(n, 0, 0)}, 0))`),
};

const library: PythonLibrary = {
  spellings,
  header: ["import dask", "import numpy as np"],
  imports: {
    numpy: "import numpy",
    ...scipy("special", "expit", "erf"),
    ...scipy("linalg", "cho_factor", "cho_solve", "lu_factor", "lu_solve", "solve_triangular", "expm", "logm", "sinm", "cosm", "sqrtm"),
    factorial: "from math import factorial",
  },
  helpers: {
    ...arrayHelpers("np"),
    _logsumexp: `def _logsumexp(x, axis=None):
    """The logarithm of the sum of exponentials, without overflow."""
    top = x.max(axis=axis)
    return top + np.log(np.sum(np.exp(x - top), axis=axis))`,
  },
  zeros: (sides) => (sides.length === 0 ? "0.0" : `np.zeros(${sides.length === 1 ? sides[0] : `(${sides.join(", ")})`})`),
  returned: (values) => `return dask.compute(${values.join(", ")})${values.length === 1 ? "[0]" : ""}`,
  partitioned: true,
  array: (list) => `np.array(${list})`,
  reserved: ["dask", "np"],
};

/** NumPy's interface on Dask's arrays: data in row blocks, larger than memory; the results are computed in one pass. */
export const dask: Target = { name: "dask", spellings, write: (plan) => writePython(plan, library) };
