import type { Target } from "../target.ts";
import { pattern, type Spellings } from "../write.ts";
import { arrayHelpers, arraySpellings, scipy } from "./numpy.ts";
import { type PythonLibrary, writePython } from "./python.ts";

const spellings: Spellings = {
  ...arraySpellings("jnp"),
  logm: null,
  sinm: pattern("expm(1j * $0).imag"),
  cosm: pattern("expm(1j * $0).real"),
};

const jaxScipy = (module: string, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(scipy(module, ...names)).map(([name, line]) => [name, line.replace("from scipy", "from jax.scipy")]));

const library: PythonLibrary = {
  spellings,
  header: ["import jax.numpy as jnp"],
  imports: {
    numpy: "import numpy",
    ...jaxScipy("special", "expit", "erf", "logsumexp"),
    softmax: "from jax.nn import softmax",
    ...jaxScipy("linalg", "cho_factor", "cho_solve", "lu_factor", "lu_solve", "solve_triangular", "expm", "sqrtm"),
    factorial: "from math import factorial",
  },
  helpers: {
    ...arrayHelpers("jnp"),
    _add_to_diagonal: `def _add_to_diagonal(A, d):
    """A + diag(d), without the diagonal matrix."""
    i = jnp.arange(A.shape[0])
    return A.at[i, i].add(d)`,
  },
  zeros: (sides) => (sides.length === 0 ? "0.0" : `jnp.zeros(${sides.length === 1 ? sides[0] : `(${sides.join(", ")})`})`),
  array: (list) => `jnp.array(${list})`,
  reserved: ["jnp"],
};

/** JAX, whose functions can be compiled by `jax.jit`. */
export const jax: Target = { name: "jax", spellings, write: (plan) => writePython(plan, library) };
