"""expert.py M N FILE: seconds of the Hessian of logistic regression as an expert writes it in NumPy, the least processor's time of several runs, as one JSON object.

FILE holds X (M x N), y and w as float64, one after another; the Hessian's first row and sum come back to be compared.
"""
import json
import sys
import time

import numpy as np
import scipy.special

m, n = int(sys.argv[1]), int(sys.argv[2])
data = np.fromfile(sys.argv[3])
X, y, w = data[: m * n].reshape(m, n), data[m * n : m * n + m], data[m * n + m :]


def hessian(X, y, w):
    p = scipy.special.expit(X @ w)
    A = X * np.sqrt(p * (1 - p))[:, None]
    return A.T @ A


H = hessian(X, y, w)
times = []
for _ in range(8):
    start = time.process_time()
    hessian(X, y, w)
    times.append(time.process_time() - start)
print(json.dumps(dict(seconds=min(times), numpy=np.__version__, row=H[0].tolist(), sum=float(H.sum()))))
