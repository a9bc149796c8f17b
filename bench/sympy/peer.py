"""Times SymPy on each request and judges its answers by differences; prints one JSON object a line.

A request is timed from symbols to text in a process that has answered it before, with new names each time: warm, yet not remembered.
"""
import json
import statistics
import sys
import time

import sympy
from requests import ASKED, LONG, declared, m, n, shape, symbol
from sympy import Derivative, ImmutableMatrix, MatrixExpr, Symbol

SIZES = {n: 3, m: 2}
STEP = 1e-4


def answer(asked, run):
    """The derivative, or nothing where SymPy has none."""
    try:
        found = asked.build(*[symbol(name, run) for name in asked.names]).diff(symbol(asked.wrt, run))
        return None if found.has(Derivative) else (found, str(found))
    except Exception:
        return None


def timed(asked, runs, warm):
    took = []
    for k in range(-warm, runs):
        start = time.perf_counter()
        answer(asked, f"_{k + warm}")
        if k >= 0:
            took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def draw(asked):
    """A point: entries between 1/2 and 2, the diagonals of square matrices larger."""
    seed = [1]

    def entry(i, j):
        seed[0] = seed[0] * 16807 % 2147483647
        return sympy.Float(0.5 + 1.5 * seed[0] / 2147483647 + (3 if i == j else 0))

    def value(name):
        rows, cols = (SIZES.get(d, d) for d in shape(name))
        return ImmutableMatrix(rows, cols, lambda i, j: entry(i, j if cols > 1 else -1))

    return {name: sympy.Float(0.7) if shape(name) is None else value(name) for name in asked.names}


def numbers(e, point):
    """The entries of an expression at a point, row by row."""
    sized = e.subs(SIZES)
    sized = sized.subs({Symbol(k) if shape(k) is None else symbol(k).subs(SIZES): v for k, v in point.items()}).doit()
    sized = sized.as_explicit() if isinstance(sized, MatrixExpr) else sized
    entries = list(sized) if getattr(sized, "shape", ()) else [sized]
    return [float(entry) for entry in entries]


def differences(asked, f, point):
    """The derivative of a scalar by each entry of wrt, row by row; nothing for other functions."""
    x = point[asked.wrt]
    if shape(asked.wrt) is None:
        return [(numbers(f, {**point, asked.wrt: x + STEP})[0] - numbers(f, {**point, asked.wrt: x - STEP})[0]) / (2 * STEP)]
    if len(numbers(f, point)) > 1:
        return None
    slopes = []
    for k in range(len(x)):
        moved = [numbers(f, {**point, asked.wrt: ImmutableMatrix(*x.shape, [v + s * (i == k) for i, v in enumerate(x)])})[0] for s in (STEP, -STEP)]
        slopes.append((moved[0] - moved[1]) / (2 * STEP))
    return slopes


def verdict(asked, found):
    """Right or wrong by differences; nothing where this cannot tell."""
    point = draw(asked)
    f = asked.build(*[symbol(name) for name in asked.names])
    try:
        slopes = differences(asked, f, point)
        if slopes is None:
            return None
        values = numbers(found, point)
    except Exception:
        return None
    if len(values) == 1 and len(slopes) > 1:
        values = values * len(slopes)
    return "right" if all(abs(v - s) <= 1e-5 * (1 + abs(s)) for v, s in zip(values, slopes)) else "wrong"


def respond(asked, runs, warm):
    start = time.perf_counter()
    found = answer(asked, "")
    first = (time.perf_counter() - start) * 1000
    response = {"expression": asked.text, "wrt": asked.wrt, "declare": declared(asked.names), "version": sympy.__version__, "answer": found and found[1]}
    if found:
        response |= {"ms": timed(asked, runs, warm) if runs else first, "verdict": verdict(asked, found[0]) if runs else None}
    print(json.dumps(response), flush=True)


sys.setrecursionlimit(20000)
for asked in ASKED:
    respond(asked, 5, 2)
for asked in LONG:
    respond(asked, 0, 0)
