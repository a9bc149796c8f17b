"""python3 references.py > references.json: values, gradients and Hessians to 60 digits by mpmath, at points where the formula as typed overflows or cancels."""
import json

import mpmath as mp

mp.mp.dps = 60
step = mp.mpf(10) ** -15
exp, log, total = mp.exp, mp.log, mp.fsum
z = [1e4, -1e4, 20.5, -0.75, 3]
c = [1, 3, 5, -2, 0.5]


def sigmoid(x):
    return 1 / (1 + exp(-x))


def logsumexp(v):
    return log(total(map(exp, v)))


def softmax(v):
    return [exp(x - logsumexp(v)) for x in v]


def dot(a, b):
    return total(x * y for x, y in zip(a, b))


def each(f):
    return lambda v: total(map(f, v))


def softplus(x):
    return log(1 + exp(x))


def normal(x):
    return (1 + mp.erf(x / mp.sqrt(2))) / 2


formulas = {
    "sum(log(1 + exp(z)))": each(softplus),
    "sum(log(1 + exp(-z)))": each(lambda x: softplus(-x)),
    "sum(softplus(z))": each(softplus),
    "-sum(log(sigmoid(z)))": each(lambda x: softplus(-x)),
    "-sum(log(1 - sigmoid(z)))": each(softplus),
    "sum(log(1 - sigmoid(z)) + log(sigmoid(z)))": each(lambda x: -softplus(x) - softplus(-x)),
    "-sum(c.*z - log(1 + exp(z)))": lambda v: each(softplus)(v) - dot(c, v),
    "logsumexp(z)": logsumexp,
    "log(sum(exp(z)))": logsumexp,
    "log(mean(exp(z)))": lambda v: logsumexp(v) - log(len(v)),
    "log(1 + sum(exp(z)))": lambda v: log(1 + total(map(exp, v))),
    "logsumexp(z)^2": lambda v: logsumexp(v) ** 2,
    "c'*softmax(z)": lambda v: dot(c, softmax(v)),
    "c'*exp(z)/sum(exp(z))": lambda v: dot(c, softmax(v)),
    "sum(c.*exp(z - logsumexp(z)))": lambda v: dot(c, softmax(v)),
    "-c'*log(softmax(z))": lambda v: -dot(c, [x - logsumexp(v) for x in v]),
    "-log(c'*exp(z)/sum(exp(z)))": lambda v: -log(dot(c, softmax(v))),
    "-log(exp(z[2])/sum(exp(z)))": lambda v: logsumexp(v) - v[1],
    "norm2(exp(z)/sum(exp(z)))^2": lambda v: total(x * x for x in softmax(v)),
    "log(exp(z[1]) + exp(z[3]))": lambda v: log(exp(v[0]) + exp(v[2])),
    "log(exp(z[1])/(exp(z[1]) + exp(z[3])))": lambda v: v[0] - log(exp(v[0]) + exp(v[2])),
    "log(1 + exp(c'*z))": lambda v: softplus(dot(c, v)),
    "1/(1 + exp(-c'*z))": lambda v: sigmoid(dot(c, v)),
    "sum(log(cosh(z)))": each(lambda x: log(mp.cosh(x))),
    "sum(log(exp(z) + exp(-z)))": each(lambda x: log(exp(x) + exp(-x))),
    "sum(exp(z)./(1 + exp(z)))": each(sigmoid),
    "sum(exp(z)./(1 + exp(z)).^2)": each(lambda x: sigmoid(x) * sigmoid(-x)),
    "sum(1./(1 + exp(-z)))": each(sigmoid),
    "sum(1./(exp(z) + exp(-z)))": each(lambda x: 1 / (exp(x) + exp(-x))),
    "sum(1./cosh(z))": each(lambda x: 1 / mp.cosh(x)),
    "sum(tanh(z))": each(mp.tanh),
    "sum(silu(z))": each(lambda x: x * sigmoid(x)),
    "sum(gelu(z))": each(lambda x: x * normal(x)),
    "sum(log(1 + exp(-abs(z))))": each(lambda x: softplus(-abs(x))),
}


def differences(f, v):
    """Value, gradient and Hessian by central differences."""
    n = range(len(v))

    def at(*moves):
        w = list(map(mp.mpf, v))
        for i, by in moves:
            w[i] += by * step
        return f(w)

    gradient = [(at((i, 1)) - at((i, -1))) / (2 * step) for i in n]
    hessian = [[(at((i, 1), (j, 1)) - at((i, 1), (j, -1)) - at((i, -1), (j, 1)) + at((i, -1), (j, -1))) / (4 * step**2) for j in n] for i in n]
    return f(list(map(mp.mpf, v))), gradient, hessian


def numbers(a):
    return [numbers(x) for x in a] if isinstance(a, list) else float(a)


rows = []
for expression, f in formulas.items():
    value, gradient, hessian = differences(f, z)
    rows.append(dict(expression=expression, declare="z: vector(n); c: vector(n)", wrt="z", order=2, arguments=dict(z=z, c=c), want=numbers([value, gradient, hessian])))

# positive definite matrices of condition 1e12: L*L' of integers, and one whose rows and columns are scaled
k = 1000
d = [2.0 ** -(4 * i) for i in range(6)]
graded = [[d[i] * d[j] * (1 if i == j else 0.5 / (1 + abs(i - j))) for j in range(6)] for i in range(6)]
for S, x in (([[1, k], [k, k * k + 1]], [1, 2]), (graded, [a * b for a, b in zip(d, [1, -2, 3, 0.5, -1, 2])])):
    n = len(x)
    M, b = mp.matrix(S), mp.matrix(x)
    inverse = M**-1
    u = inverse * b
    value = log(mp.det(M)) + (b.T * u)[0]
    declare = "S: matrix(n) posdef; x: vector(n)"
    expression = "logdet(S) + x'*inv(S)*x"
    rows.append(dict(expression=expression, declare=declare, wrt="x", order=1, arguments=dict(S=S, x=x), want=numbers([value, [2 * u[i] for i in range(n)]])))
    by_s = [[inverse[i, j] - u[i] * u[j] for j in range(n)] for i in range(n)]
    rows.append(dict(expression=expression, declare=declare, wrt="S", order=1, arguments=dict(S=S, x=x), want=numbers([value, by_s])))

print("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]")
