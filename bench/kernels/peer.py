"""peer.py N: seconds of NumPy for each dense kernel on N x N, the least processor's time of several runs, as one JSON object. Threads and processor by OpenBLAS's environment."""
import json
import sys
import time

import numpy as np
import scipy
import scipy.linalg

n = int(sys.argv[1])
rng = np.random.default_rng(0)
A, B = rng.standard_normal((n, n)), rng.standard_normal((n, n))
S = A.T @ A / n + np.eye(n)
L = np.linalg.cholesky(S)
kernels = {
    "A*B": lambda: A @ B,
    "A'*A": lambda: A.T @ A,
    "Cholesky": lambda: scipy.linalg.cho_factor(S, lower=True, check_finite=False),
    "LU": lambda: scipy.linalg.lu_factor(A, check_finite=False),
    "L\\B": lambda: scipy.linalg.solve_triangular(L, B, lower=True, check_finite=False),
}


def best(run):
    run()
    times = []
    for _ in range(8):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


print(json.dumps(dict(seconds={name: best(run) for name, run in kernels.items()}, numpy=np.__version__)))
