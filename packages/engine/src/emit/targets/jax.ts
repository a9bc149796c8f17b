import type { Target } from "../target.ts";
import { pattern, type Spellings } from "../write.ts";
import { arrayHelpers, arraySpellings, scipy } from "./numpy.ts";
import { type PythonLibrary, writePython } from "./python.ts";
import { call } from "./spell.ts";

const spellings: Spellings = {
  ...arraySpellings("jnp"),
  logm: call("_logm"),
  sqrtm: call("_sqrtm"),
  sinm: pattern("expm(1j * $0).imag"),
  cosm: pattern("expm(1j * $0).real"),
};

const jaxScipy = (module: string, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(scipy(module, ...names)).map(([name, line]) => [name, line.replace("from scipy", "from jax.scipy")]));

const library: PythonLibrary = {
  spellings,
  header: ["import jax.numpy as jnp"],
  imports: {
    jax: "import jax",
    numpy: "import numpy",
    ...jaxScipy("special", "expit", "erf", "logsumexp"),
    softmax: "from jax.nn import softmax",
    ...jaxScipy("linalg", "cho_factor", "cho_solve", "lu_factor", "lu_solve", "solve_triangular", "expm"),
    fori_loop: "from jax.lax import fori_loop",
    factorial: "from math import factorial",
  },
  helpers: {
    ...arrayHelpers("jnp"),
    _add_to_diagonal: `def _add_to_diagonal(A, d):
    """A + diag(d), without the diagonal matrix."""
    i = jnp.arange(A.shape[0])
    return A.at[i, i].add(d)`,
    _logm: `def _logm(A):
    """The principal logarithm: of the 64th root, by the quadrature of Gauss and Legendre, times 64."""
    eye = jnp.eye(A.shape[0])
    X = fori_loop(0, 6, lambda _, root: _sqrtm(root), A) - eye
    points = zip(*numpy.polynomial.legendre.leggauss(10))
    return 64 * sum(w / 2 * jnp.linalg.solve(eye + (x + 1) / 2 * X, X) for x, w in points)`,
    _sqrtm: `def _sqrtm(A):
    """The principal square root, by the iteration of Denman and Beavers; not a number where it finds no real one."""
    eye = jnp.eye(A.shape[0])

    def step(_, known):
        X, M = known
        N = jnp.linalg.inv(M)
        return X @ (eye + N) / 2, eye / 2 + (M + N) / 4

    X, M = fori_loop(0, 40, step, (A, A))
    return jnp.where(jnp.abs(M - eye).max() < 1e-3, X, jnp.nan)`,
  },
  zeros: (sides) => (sides.length === 0 ? "0.0" : `jnp.zeros(${sides.length === 1 ? sides[0] : `(${sides.join(", ")})`})`),
  double: 'jax.config.update("jax_enable_x64", True)',
  array: (list) => `jnp.array(${list})`,
  reserved: ["jnp"],
};

/** JAX, whose functions can be compiled by `jax.jit`. */
export const jax: Target = { name: "jax", spellings, write: (plan) => writePython(plan, library) };
