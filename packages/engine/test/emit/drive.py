"""drive.py LIBRARY CASES.json: runs emitted Python, prints what each call gave back.

jax runs with NumPy and SciPy standing in for jax.numpy and jax.scipy where JAX is absent; the stand-in has no `.at`.
"""
import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
library, file = sys.argv[1:]


def plain(v):
    return np.array(v, dtype=float) if isinstance(v, list) else v


read = plain
if library == "torch":
    import torch

    torch.set_default_dtype(torch.float64)

    def read(v):
        return torch.tensor(v, dtype=torch.float64) if isinstance(v, list) else v

if library == "dask":
    import dask.array as da

    def read(v):
        a = plain(v)
        return da.from_array(a, chunks=tuple(max(1, (n + 1) // 2) for n in a.shape)) if isinstance(v, list) else v

if library == "jax":
    try:
        import jax

        jax.config.update("jax_enable_x64", True)
    except ImportError:
        import stand_in_for_jax


def written(v):
    if hasattr(v, "compute"):
        v = v.compute()
    return np.asarray(v, dtype=float).tolist()


out = []
for case in json.load(open(file)):
    try:
        names = {"__name__": "emitted"}
        exec(compile(case["code"], "emitted", "exec"), names)
        results = []
        for call in case["calls"]:
            r = names[call["name"]](*[read(a) for a in call["args"]])
            results.append([written(v) for v in (r if isinstance(r, tuple) else (r,))])
        out.append(results)
    except Exception as e:
        out.append({"error": f"{type(e).__name__}: {e}"})
print(json.dumps(out))
