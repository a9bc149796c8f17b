"""The requests that SymPy's matrix expressions can be asked, each also as text for us."""
from collections import namedtuple

from sympy import Determinant, HadamardProduct, KroneckerProduct, MatMul, MatrixSymbol, Symbol, Trace, cos, exp, log, sin, symbols, tanh

n, m = symbols("n m", integer=True, positive=True)
SHAPES = {"X": (n, n), "Y": (n, n), "A": (n, n), "B": (n, n), "C": (n, n), "F": (m, n), "x": (n, 1), "a": (n, 1), "b": (n, 1), "y": (m, 1), "t": None}
TYPES = {(n, n): "matrix(n)", (m, n): "matrix(m, n)", (n, 1): "vector(n)", (m, 1): "vector(m)", None: "scalar"}

# text, wrt, the names used, the expression from those names' symbols
Asked = namedtuple("Asked", "text wrt names build")


def chain(k):
    names = ["X"] + [f"A{i}" for i in range(1, k + 1)]
    return Asked("tr(" + "*".join(f"A{i}*X" for i in range(1, k + 1)) + ")", "X", names, lambda X, *factors: Trace(MatMul(*[f for A in factors for f in (A, X)])))


ASKED = [
    Asked("tr(X)", "X", ["X"], lambda X: Trace(X)),
    Asked("tr(X) + 1", "X", ["X"], lambda X: Trace(X) + 1),
    Asked("tr(A*X)", "X", ["A", "X"], lambda A, X: Trace(A * X)),
    Asked("tr(X'*A*X)", "X", ["A", "X"], lambda A, X: Trace(X.T * A * X)),
    Asked("tr(A*X*B*X'*C)", "X", ["A", "B", "C", "X"], lambda A, B, C, X: Trace(A * X * B * X.T * C)),
    Asked("tr(X^3)", "X", ["X"], lambda X: Trace(X**3)),
    Asked("a'*X*b", "X", ["a", "b", "X"], lambda a, b, X: a.T * X * b),
    Asked("a'*X'*X*b", "X", ["a", "b", "X"], lambda a, b, X: a.T * X.T * X * b),
    Asked("tr(inv(X))", "X", ["X"], lambda X: Trace(X.inv())),
    Asked("tr(A*inv(X))", "X", ["A", "X"], lambda A, X: Trace(A * X.inv())),
    Asked("a'*inv(X)*b", "X", ["a", "b", "X"], lambda a, b, X: a.T * X.inv() * b),
    Asked("tr(A*(B.*X))", "X", ["A", "B", "X"], lambda A, B, X: Trace(A * HadamardProduct(B, X))),
    Asked("det(X)", "X", ["X"], lambda X: Determinant(X)),
    Asked("log(det(X))", "X", ["X"], lambda X: log(Determinant(X))),
    Asked("tr(A*X) + log(det(X))", "X", ["A", "X"], lambda A, X: Trace(A * X) + log(Determinant(X))),
    Asked("a'*x", "x", ["a", "x"], lambda a, x: a.T * x),
    Asked("x'*A*x", "x", ["A", "x"], lambda A, x: x.T * A * x),
    Asked("(F*x - y)'*(F*x - y)", "x", ["F", "x", "y"], lambda F, x, y: (F * x - y).T * (F * x - y)),
    Asked("x'*A*x/(x'*x)", "x", ["A", "x"], lambda A, x: (x.T * A * x) * (x.T * x).inv()),
    Asked("a'*exp(x)", "x", ["a", "x"], lambda a, x: a.T * x.applyfunc(exp)),
    Asked("y'*tanh(F*x)", "x", ["F", "x", "y"], lambda F, x, y: y.T * (F * x).applyfunc(tanh)),
    Asked("F*x", "x", ["F", "x"], lambda F, x: F * x),
    Asked("exp(x)", "x", ["x"], lambda x: x.applyfunc(exp)),
    Asked("A.*X", "X", ["A", "X"], lambda A, X: HadamardProduct(A, X)),
    Asked("inv(X)", "X", ["X"], lambda X: X.inv()),
    Asked("X'*X", "X", ["X"], lambda X: X.T * X),
    Asked("A*X*B", "X", ["A", "B", "X"], lambda A, B, X: A * X * B),
    Asked("kron(A, X)", "X", ["A", "X"], lambda A, X: KroneckerProduct(A, X)),
    Asked("sin(t)*exp(t^2)", "t", ["t"], lambda t: sin(t) * exp(t**2)),
    Asked("log(1 + t^2)/cos(t)", "t", ["t"], lambda t: log(1 + t**2) / cos(t)),
    chain(10),
]
LONG = [chain(50)]


def shape(name):
    return SHAPES["A"] if name not in SHAPES else SHAPES[name]


def symbol(name, run=""):
    """A symbol whose name says the run, so that SymPy meets it for the first time."""
    return Symbol(name + run) if shape(name) is None else MatrixSymbol(name + run, *shape(name))


def declared(names):
    return {name: TYPES[shape(name)] for name in names}
