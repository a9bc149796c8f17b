"""peers.py FOLDER [--device cpu|cuda] [--float 32|64] [--seconds S]: times emitted code beside PyTorch's autograd and NumPy as an expert writes it.

FOLDER holds NAME.numpy.py and NAME.torch.py for each problem, and problems.json. All versions of one problem run in turn, round after round;
the median of each is printed, as one JSON object a line. Every result is compared with autograd's before it is timed.
"""
import argparse
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import scipy.linalg
import scipy.special
import torch

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--device", default="cpu")
parser.add_argument("--float", type=int, default=64)
parser.add_argument("--seconds", type=float, default=3)
parser.add_argument("--only", default="")
options = parser.parse_args()
torch.set_num_threads(1)
dtype = torch.float32 if options.float == 32 else torch.float64
functional = torch.autograd.functional
rng = np.random.default_rng(0)
normal = rng.standard_normal


# Each problem: the arguments by name, f in torch, and the expert's NumPy of value and derivative.
def logistic(n):
    return dict(X=normal((2 * n, n)) / np.sqrt(n), y=np.sign(normal(2 * n)), w=normal(n))


def logistic_f(X, y, w):
    return -torch.nn.functional.logsigmoid(y * (X @ w)).sum()


def logistic_gradient(X, y, w):
    t = y * (X @ w)
    return np.logaddexp(0, -t).sum(), -(X.T @ (y * scipy.special.expit(-t)))


def logistic_hessian(X, y, w):
    p = scipy.special.expit(X @ w)
    A = X * np.sqrt(p * (1 - p))[:, None]
    return A.T @ A


def newton(X, y, w):
    t = y * (X @ w)
    p = scipy.special.expit(-t)
    A = X * np.sqrt(p * (1 - p))[:, None]
    return np.linalg.solve(A.T @ A, -(X.T @ (y * p)))


def factorisation(n):
    return dict(X=normal((n, n)), U=normal((n, 5)), V=normal((n, 5)))


def factorisation_f(X, U, V):
    return ((X - U @ V.T) ** 2).sum()


def factorisation_hessian(X, U, V):
    return 2 * np.kron(V.T @ V, np.eye(len(U)))


def network(n):
    return dict(W1=normal((n, n)) / n, W2=normal((n, n)) / n, x=normal(n), y=np.eye(n)[0])


def network_f(W1, W2, x, y):
    return -(y @ torch.log_softmax(W2 @ torch.tanh(W1 @ x), 0))


def network_hessian(W1, W2, x, y):
    h = np.tanh(W1 @ x)
    p = scipy.special.softmax(W2 @ h)
    s = 1 - h**2
    J = W2 * s
    q = J.T @ p
    M = (J.T * p) @ J - np.outer(q, q) - np.diag(2 * h * s * (W2.T @ (p - y)))
    return np.kron(np.outer(x, x), M)


def quadratic(n):
    return dict(A=normal((n, n)), x=normal(n))


def logsumexp_hessian(A, x):
    p = scipy.special.softmax(A @ x)
    q = A.T @ p
    B = A * np.sqrt(p)[:, None]
    return B.T @ B - np.outer(q, q)


def gaussian(d):
    B = normal((d, d))
    return dict(S=B @ B.T / d + np.eye(d), x=normal((d, 10 * d)), mu=normal(d))


def gaussian_f(S, x, mu):
    L = torch.linalg.cholesky(S)
    z = torch.linalg.solve_triangular(L, x - mu[:, None], upper=False)
    return -x.shape[1] * torch.log(torch.diagonal(L)).sum() - (z**2).sum() / 2


def gaussian_gradient(S, x, mu):
    N = x.shape[1]
    c = scipy.linalg.cho_factor(S, lower=True)
    r = x - mu[:, None]
    a = scipy.linalg.cho_solve(c, r)
    value = -N * np.log(np.diag(c[0])).sum() - (r * a).sum() / 2
    return value, (a @ a.T - N * scipy.linalg.cho_solve(c, np.eye(len(S)))) / 2, a.sum(axis=1)


def softmax(n):
    Y = np.zeros((10, 10 * n))
    Y[rng.integers(10, size=10 * n), np.arange(10 * n)] = 1
    return dict(W=normal((10, n)) / n, X=normal((n, 10 * n)), Y=Y)


def softmax_f(W, X, Y):
    return -(Y * torch.log_softmax(W @ X, 0)).sum()


def softmax_gradient(W, X, Y):
    Z = W @ X
    Z -= Z.max(axis=0)
    E = np.exp(Z)
    mass = E.sum(axis=0)
    return np.log(mass).sum() - (Y * Z).sum(), (E / mass - Y) @ X.T


def layers(n):
    return dict(W1=normal((n, n)) / n, W2=normal((10, n)) / n, X=normal((n, 5 * n)), Y=normal((10, 5 * n)))


def layers_f(W1, W2, X, Y):
    return ((W2 @ torch.tanh(W1 @ X) - Y) ** 2).sum() / 2


def layers_gradient(W1, W2, X, Y):
    H = np.tanh(W1 @ X)
    R = W2 @ H - Y
    return (R * R).sum() / 2, ((1 - H * H) * (W2.T @ R)) @ X.T, R @ H.T


problems = {
    "logistic-hessian": (logistic, logistic_f, logistic_hessian),
    "factorisation-hessian": (factorisation, factorisation_f, factorisation_hessian),
    "factorisation-hvp": (factorisation, factorisation_f, lambda X, U, V, dU: 2 * (dU @ (V.T @ V))),
    "network-hessian": (network, network_f, network_hessian),
    "quadratic-hessian": (quadratic, lambda A, x: x @ (A @ x), lambda A, x: A + A.T),
    "logsumexp-hessian": (quadratic, lambda A, x: torch.logsumexp(A @ x, 0), logsumexp_hessian),
    "newton-logistic": (logistic, logistic_f, newton),
    "logistic-gradient": (logistic, logistic_f, logistic_gradient),
    "quadratic-gradient": (quadratic, lambda A, x: x @ (A @ x), lambda A, x: (x @ (Ax := A @ x), Ax + A.T @ x)),
    "gaussian-gradient": (gaussian, gaussian_f, gaussian_gradient),
    "softmax-gradient": (softmax, softmax_f, softmax_gradient),
    "network-gradient": (layers, layers_f, layers_gradient),
}


def module(path):
    names = {"__name__": "emitted"}
    exec(compile(open(path).read(), path, "exec"), names)
    return names


def tensor(v):
    return torch.tensor(v, dtype=dtype, device=options.device)


def wait():
    if options.device != "cpu":
        torch.cuda.synchronize()


def stacked(H):
    """A Hessian by a matrix as autograd gives it, with both sides by columns."""
    n = H.ndim // 2
    if n == 1:
        return H
    m, k = H.shape[:2]
    return H.permute(1, 0, 3, 2).reshape(m * k, m * k)


def close(a, b, tolerance):
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a.shape == b.shape and np.abs(a - b).max() <= tolerance * (1 + np.abs(b).max())


for problem in json.load(open(os.path.join(options.folder, "problems.json"))):
    name, kind, wrt = problem["name"], problem["kind"], problem["wrt"]
    if options.only and options.only not in name:
        continue
    make, f, expert = problems[name]
    by_numpy, by_torch = (module(os.path.join(options.folder, f"{name}.{t}.py")) for t in ("numpy", "torch"))
    wrts = wrt if isinstance(wrt, list) else [wrt]
    for n in problem["sizes"]:
        data = make(n)
        order = list(data)
        if kind == "hvp":
            data["d" + wrts[0]] = normal(data[wrts[0]].shape)
        arrays = {k: (v.astype(np.float32) if options.float == 32 else v) for k, v in data.items()}
        tensors = {k: tensor(v) for k, v in arrays.items()}
        arguments = problem["arguments"] + (["d" + wrts[0]] if kind == "hvp" else [])
        function = {"gradient": "value_and_gradient", "hessian": "hessian", "hvp": "hvp"}[kind]

        def of(*x):
            return f(*[x[wrts.index(k)] if k in wrts else tensors[k] for k in order])

        points = [tensors[k] for k in wrts]

        def autograd():
            xs = [p.detach().requires_grad_() for p in points]
            value = of(*xs)
            return (value.detach(), *torch.autograd.grad(value, xs))

        def loop():
            return functional.hessian(of, points[0])

        def vectorized():
            return functional.hessian(of, points[0], vectorize=True)

        def along():
            return functional.hvp(of, points[0], tensors["d" + wrts[0]])[1]

        def emitted_numpy(fn=by_numpy[function], args=[arrays[k] for k in arguments]):
            return fn(*args)

        def emitted_torch(fn=by_torch[function], args=[tensors[k] for k in arguments]):
            return fn(*args)

        def by_hand(args=[arrays[k] for k in (order + (["d" + wrts[0]] if kind == "hvp" else []))]):
            return expert(*args)

        if name == "newton-logistic":
            value_n, hess_n, value_t, hess_t = by_numpy["value_and_gradient"], by_numpy["hessian"], by_torch["value_and_gradient"], by_torch["hessian"]
            an, at = [arrays[k] for k in arguments], [tensors[k] for k in arguments]
            emitted_numpy = lambda: np.linalg.solve(hess_n(*an), value_n(*an)[1])
            emitted_torch = lambda: torch.linalg.solve(hess_t(*at), value_t(*at)[1])
            step = lambda H: torch.linalg.solve(H(), autograd()[1])
            hessian_loop, hessian_vectorized = loop, vectorized
            loop, vectorized = lambda: step(hessian_loop), lambda: step(hessian_vectorized)
        versions = {"emitted numpy": emitted_numpy, "expert numpy": by_hand, "emitted torch": emitted_torch}
        if options.device != "cpu":
            versions = {"emitted torch": emitted_torch}
        if kind == "gradient":
            versions["torch autograd"] = autograd
        elif kind == "hvp":
            versions["torch hvp"] = along
        else:
            versions["torch hessian, loop"] = loop
            versions["torch hessian, vectorize"] = vectorized
        first = {}
        results = {}
        for label, run in versions.items():
            start = time.perf_counter()
            results[label] = run()
            wait()
            first[label] = time.perf_counter() - start
        want = results["torch autograd" if kind == "gradient" else "torch hvp" if kind == "hvp" else "torch hessian, vectorize"]
        tolerance = 1e-3 if options.float == 32 else 1e-7
        for label, got in results.items():
            a = [x.cpu().numpy() if torch.is_tensor(x) else x for x in (got if isinstance(got, tuple) else (stacked(got) if torch.is_tensor(got) and got.ndim == 4 else got,))]
            b = [x.cpu().numpy() for x in (want if isinstance(want, tuple) else (stacked(want) if want.ndim == 4 else want,))]
            if not all(close(x, y, tolerance) for x, y in zip(a, b)):
                sys.exit(f"{name}, n = {n}: {label} gives another result")
        times = {label: [] for label in versions}
        start = time.perf_counter()
        rounds = 0
        # what is slow is run a few times only; the others go on in turn
        while rounds < 5 or (time.perf_counter() - start < options.seconds and rounds < 2000):
            # in another order each round: what runs after its like finds its data in the cache
            for label, run in rng.permutation(list(versions.items())):
                if first[label] > 1 and len(times[label]) >= (3 if first[label] < 10 else 1):
                    continue
                t = time.perf_counter()
                run()
                wait()
                times[label].append(time.perf_counter() - t)
            rounds += 1
        print(json.dumps(dict(name=name, n=n, kind=kind, milliseconds={k: float(np.median(v)) * 1e3 for k, v in times.items()}, rounds=rounds)), flush=True)
print(json.dumps(dict(versions=dict(python=sys.version.split()[0], numpy=np.__version__, scipy=scipy.__version__, torch=torch.__version__, device=options.device, float=options.float))))
