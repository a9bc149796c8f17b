"""drive.py LIBRARY CASES.json: runs emitted Python, prints what each call gave back.

jax runs with NumPy and SciPy standing in for jax.numpy and jax.scipy where JAX is absent; the stand-in has no `.at`.
"""
import inspect
import json
import re
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


def arguments(function, values):
    """The arguments; with Dask, those that the description calls partitioned are in two blocks."""
    out = [read(v) for v in values]
    told = re.search(r"^ *(.+): partitioned along (\w+)", function.__doc__ or "", re.M) if library == "dask" else None
    if told:
        for k, name in enumerate(inspect.signature(function).parameters):
            if name in told[1].split(", "):
                sides = re.search(rf"^ *{name}: \((.*?),?\)$", function.__doc__, re.M)[1].split(", ")
                chunks = tuple((n + 1) // 2 if s == told[2] else n for s, n in zip(sides, out[k].shape))
                out[k] = da.from_array(out[k], chunks=chunks)
    return out


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
        if "stand_in_for_jax" in sys.modules and "_add_to_diagonal" in names:
            names["_add_to_diagonal"] = stand_in_for_jax.add_to_diagonal
        results = []
        for call in case["calls"]:
            function = names[call["name"]]
            r = function(*arguments(function, call["args"]))
            results.append([written(v) for v in (r if isinstance(r, tuple) else (r,))])
        out.append(results)
    except Exception as e:
        out.append({"error": f"{type(e).__name__}: {e}"})
print(json.dumps(out).replace("-Infinity", "-1e999").replace("Infinity", "1e999").replace("NaN", "null"))
