"""NumPy and SciPy under the names of JAX's modules, to run emitted JAX code where JAX is absent. `A.at[i, j].add(d)` is lacking."""
import sys
import types

import numpy
import scipy.linalg
import scipy.special

jax = types.ModuleType("jax")
jax.numpy = numpy
jax.config = types.SimpleNamespace(update=lambda name, value: None)
jax.scipy = types.ModuleType("jax.scipy")
jax.scipy.linalg = scipy.linalg
jax.scipy.special = scipy.special
jax.Array = type("Array", (), {})
jax.core = types.ModuleType("jax.core")
jax.core.Tracer = jax.Array
jax.lax = types.ModuleType("jax.lax")
jax.nn = types.ModuleType("jax.nn")
jax.nn.softmax = scipy.special.softmax
for name, module in {
    "jax": jax,
    "jax.numpy": numpy,
    "jax.scipy": jax.scipy,
    "jax.scipy.linalg": scipy.linalg,
    "jax.scipy.special": scipy.special,
    "jax.lax": jax.lax,
    "jax.nn": jax.nn,
}.items():
    sys.modules[name] = module


def fori_loop(low, high, body, value):
    """The body once for each index, the value handed on."""
    for i in range(low, high):
        value = body(i, value)
    return value


jax.lax.fori_loop = fori_loop


def add_to_diagonal(A, d):
    """What the emitted helper of that name does with `.at`."""
    B = A.copy()
    i = numpy.arange(A.shape[0])
    B[i, i] += d
    return B
