"""NumPy by hand: the derivatives written out, every result into a buffer made beforehand, in blocks of rows."""
import math

import numpy

import protocol

try:
    from torch import set_flush_denormal as flush  # NumPy has no switch of its own, and denormals make it up to 30 times slower.
except ImportError:
    flush = None

numpy.seterr(over="ignore", under="ignore")


class ByHand:
    def __init__(self, problem, block):
        self.problem = problem
        p = problem
        # Numbers of the arrays' own precision: a Python float would do, a float64 scalar would widen the result.
        self.rate, self.keep = p.dtype(p.step), p.dtype(1 - p.step * p.decay)
        self.alpha = p.dtype(1 / (p.m * p.n))
        self.y = p.y / p.dtype(p.n)
        self.parts = [slice(start, min(start + block, p.n)) for start in range(0, p.n, block)]

    def empty(self, *shape):
        return numpy.zeros(shape, self.problem.dtype)

    def run(self, count):
        for _ in range(count):
            self.step()


class Network(ByHand):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        x, y = problem.with_ones(), self.y
        h, s, g, gx = self.empty(block, problem.m), self.empty(block, problem.m), self.empty(block), self.empty(block, x.shape[1])
        mask = numpy.zeros((block, problem.m), bool)
        self.blocks = [
            (x[part], y[part], *(buffer[: len(y[part])] for buffer in (h, s, mask, g, gx)), g[: len(y[part]), None])
            for part in self.parts
        ]
        shape = (problem.m, x.shape[1])
        self.total, self.part, self.slope, self.part_slope = self.empty(*shape), self.empty(*shape), self.empty(problem.m), self.empty(problem.m)

    def set(self, theta):
        self.a, self.w = theta[:, 0].copy(), theta[:, 1:].copy()

    def get(self):
        return numpy.hstack([self.a[:, None], self.w])

    def residual(self, h, y, g):
        numpy.dot(h, self.a, out=g)
        g *= self.alpha
        g -= y

    def update(self):
        self.w *= self.keep
        self.total *= (self.rate * self.a)[:, None]
        self.w -= self.total
        self.a *= self.keep
        self.slope *= self.rate
        self.a -= self.slope


class Relu(Network):
    """By homogeneity the derivative in a is that in w, times w: no product is needed for it."""

    def step(self):
        self.total.fill(0)
        for x, y, h, _, mask, g, gx, column in self.blocks:
            numpy.matmul(x, self.w.T, out=h)
            numpy.maximum(h, 0, out=h)
            self.residual(h, y, g)
            numpy.multiply(x, column, out=gx)
            numpy.greater(h, 0, out=mask)
            numpy.copyto(h, mask)
            numpy.matmul(h.T, gx, out=self.part)
            self.total += self.part
        numpy.einsum("ij,ij->i", self.w, self.total, out=self.slope)
        self.update()


class Sigmoid(Network):
    def step(self):
        self.total.fill(0)
        self.slope.fill(0)
        for x, y, h, s, _, g, gx, column in self.blocks:
            numpy.matmul(x, self.w.T, out=h)
            numpy.negative(h, out=h)
            numpy.exp(h, out=h)
            h += 1
            numpy.divide(1, h, out=h)
            self.residual(h, y, g)
            numpy.dot(h.T, g, out=self.part_slope)
            self.slope += self.part_slope
            numpy.subtract(1, h, out=s)
            s *= h
            numpy.multiply(x, column, out=gx)
            numpy.matmul(s.T, gx, out=self.part)
            self.total += self.part
        self.update()


class Gauss(ByHand):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        e, gx = self.empty(block, problem.m), self.empty(2, block)
        self.blocks = [
            (problem.x[part], problem.x[part, 0], self.y[part], e[: len(self.y[part])], gx[:, : len(self.y[part])]) for part in self.parts
        ]
        self.scale = problem.dtype(-0.5 / problem.extra**2)
        self.sums, self.part = self.empty(2, problem.m), self.empty(2, problem.m)

    def set(self, theta):
        self.w, self.t = theta[:, 0].copy(), theta[:, 1].copy()

    def get(self):
        return numpy.stack([self.w, self.t], 1)

    def step(self):
        self.sums.fill(0)
        for x, flat, y, e, gx in self.blocks:
            numpy.subtract(x, self.t, out=e)
            numpy.multiply(e, e, out=e)
            e *= self.scale
            numpy.exp(e, out=e)
            g = numpy.dot(e, self.w)
            g *= self.alpha
            numpy.subtract(g, y, out=gx[0])
            numpy.multiply(gx[0], flat, out=gx[1])
            numpy.matmul(gx, e, out=self.part)
            self.sums += self.part
        slope = self.sums[1] - self.t * self.sums[0]
        slope *= self.w
        slope *= self.rate / self.problem.dtype(self.problem.extra**2)
        self.w *= self.keep
        self.w -= self.rate * self.sums[0]
        self.t *= self.keep
        self.t -= slope


class Torus(ByHand):
    """In feature space; the waves of both coordinates stand in two tables, 1, cos, cos 2, sin, sin 2 by row."""

    def __init__(self, problem, block):
        super().__init__(problem, block)
        m = problem.m
        self.target = problem.y.reshape(5, 5) / problem.dtype(5)
        self.waves = numpy.ones((5, 2, m), problem.dtype)
        self.slopes = self.empty(5, 2, m)
        self.k = numpy.array([1, 2], problem.dtype).reshape(2, 1, 1)
        self.angles, self.c, self.s = self.empty(2, 2, m), self.waves[1:3], self.waves[3:5]
        self.e, self.f = self.waves[:, 0], self.waves[:, 1]
        self.root = problem.dtype(math.sqrt(2))
        self.shrink = problem.dtype(1 - 2 * problem.step * problem.decay)

    def set(self, theta):
        self.r, self.t = theta[:, 0].copy(), theta[:, 1:].T.copy()

    def get(self):
        return numpy.hstack([self.r[:, None], self.t.T])

    def step(self):
        numpy.multiply(self.k, self.t, out=self.angles)
        numpy.cos(self.angles, out=self.c)
        numpy.sin(self.angles, out=self.s)
        self.waves[1:] *= self.root
        numpy.multiply(self.s, -self.k, out=self.slopes[1:3])
        numpy.multiply(self.c, self.k, out=self.slopes[3:5])
        absolute = numpy.abs(self.r)
        q = self.r * absolute
        residual = (self.e * q) @ self.f.T
        residual /= self.problem.m
        residual -= self.target
        ef, fe = residual @ self.f, residual.T @ self.e
        value = (self.e * ef).sum(0)
        q *= self.rate
        ef *= self.slopes[:, 0]
        fe *= self.slopes[:, 1]
        self.t[0] -= q * ef.sum(0)
        self.t[1] -= q * fe.sum(0)
        absolute *= value
        absolute *= 2 * self.rate
        self.r *= self.shrink
        self.r -= absolute


class Tensor(ByHand):
    """The sums over the entries of one index are products with a table of zeros and ones, which beats add.at by far."""

    def __init__(self, problem, block):
        super().__init__(problem, block)
        size = problem.length // 3
        index = problem.indices()
        ones = [(numpy.arange(size)[:, None] == i[None, :]).astype(problem.dtype) for i in index]
        buffers = [self.empty(block, problem.m) for _ in range(4)]
        self.blocks = [
            ([i[part] for i in index], [numpy.ascontiguousarray(o[:, part]) for o in ones], self.y[part], *(b[: len(self.y[part])] for b in buffers))
            for part in self.parts
        ]
        self.totals, self.part = [self.empty(size, problem.m) for _ in range(3)], self.empty(size, problem.m)

    def set(self, theta):
        self.factors = [factor.T.copy() for factor in numpy.split(theta, 3, axis=1)]

    def get(self):
        return numpy.hstack([factor.T for factor in self.factors])

    def step(self):
        for total in self.totals:
            total.fill(0)
        for index, ones, y, a, b, c, product in self.blocks:
            for factor, i, out in zip(self.factors, index, (a, b, c)):
                numpy.take(factor, i, axis=0, out=out, mode="clip")
            numpy.multiply(b, c, out=product)
            g = numpy.einsum("ij,ij->i", a, product)
            g *= self.alpha
            g -= y
            column = g[:, None]
            product *= column
            a *= column
            c *= a
            b *= a
            for total, one, terms in zip(self.totals, ones, (product, c, b)):
                numpy.matmul(one, terms, out=self.part)
                total += self.part
        for factor, total in zip(self.factors, self.totals):
            factor *= self.keep
            total *= self.rate
            factor -= total


protocol.serve(
    f"NumPy {numpy.__version__}",
    {
        "relu": (Relu, protocol.Problem.blocks),
        "sigmoid": (Sigmoid, protocol.Problem.blocks),
        "gauss": (Gauss, protocol.Problem.blocks),
        "torus": (Torus, protocol.Problem.whole),
        "tensor": (Tensor, protocol.Problem.blocks),
    },
    flush,
)
