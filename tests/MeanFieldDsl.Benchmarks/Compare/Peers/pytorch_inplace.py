"""PyTorch by hand: the derivatives written out, every result into a buffer made beforehand, in blocks of rows."""
import math
import sys

import torch

import protocol

torch.set_num_threads(int(sys.argv[1]))
torch.set_grad_enabled(False)


class ByHand:
    def __init__(self, problem, block):
        self.problem = problem
        self.type = torch.from_numpy(problem.y).dtype
        self.rate = problem.step
        self.keep = 1 - problem.step * problem.decay
        self.y = torch.from_numpy(problem.y)
        # loss'(f) / n = f sum / (m n) - y / n, in one call of addmv.
        self.alpha, self.beta = 1 / (problem.m * problem.n), -1 / problem.n

    def empty(self, *shape):
        return torch.zeros(shape, dtype=self.type)

    def run(self, count):
        for _ in range(count):
            self.step()


class Network(ByHand):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        x = torch.from_numpy(problem.with_ones())
        h, s, g, gx = self.empty(block, problem.m), self.empty(block, problem.m), self.empty(block), self.empty(block, x.size(1))
        self.blocks = [
            (xb, yb, h[: len(yb)], h[: len(yb)].t(), s[: len(yb)], s[: len(yb)].t(), g[: len(yb)], g[: len(yb)].unsqueeze(1), gx[: len(yb)])
            for xb, yb in zip(x.split(block), self.y.split(block))
        ]
        self.total, self.product = self.empty(problem.m, x.size(1)), self.empty(problem.m, x.size(1))
        self.slope = self.empty(problem.m)

    def set(self, theta):
        theta = torch.from_numpy(theta)
        self.a, self.w = theta[:, 0].clone(), theta[:, 1:].contiguous()
        self.column, self.wt = self.a.unsqueeze(1), self.w.t()

    def get(self):
        return torch.cat([self.column, self.w], 1).numpy()

    def update(self):
        self.w.mul_(self.keep).addcmul_(self.column, self.total, value=-self.rate)
        self.a.mul_(self.keep).add_(self.slope, alpha=-self.rate)


class Relu(Network):
    """By homogeneity the derivative in a is that in w, times w: no product is needed for it."""

    def step(self):
        self.total.zero_()
        for x, y, h, ht, _, _, g, column, gx in self.blocks:
            torch.mm(x, self.wt, out=h)
            h.clamp_min_(0)
            torch.addmv(y, h, self.a, beta=self.beta, alpha=self.alpha, out=g)
            torch.mul(x, column, out=gx)
            h.sign_()
            self.total.addmm_(ht, gx)
        torch.mul(self.w, self.total, out=self.product)
        torch.sum(self.product, 1, out=self.slope)
        self.update()


class Sigmoid(Network):
    def step(self):
        self.total.zero_()
        self.slope.zero_()
        for x, y, h, ht, s, st, g, column, _ in self.blocks:
            torch.mm(x, self.wt, out=h)
            h.sigmoid_()
            torch.addmv(y, h, self.a, beta=self.beta, alpha=self.alpha, out=g)
            self.slope.addmv_(ht, g)
            torch.ops.aten.sigmoid_backward.grad_input(column, h, grad_input=s)
            self.total.addmm_(st, x)
        self.update()


class Gauss(ByHand):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        e, g, gx = self.empty(block, problem.m), self.empty(block), self.empty(block, 2)
        x = torch.from_numpy(problem.x)
        self.blocks = [
            (xb, yb, e[: len(yb)], e[: len(yb)].t(), gx[: len(yb), 0], g[: len(yb)], gx[: len(yb), 1], gx[: len(yb)], xb.squeeze(1))
            for xb, yb in zip(x.split(block), self.y.split(block))
        ]
        self.scale = -0.5 / problem.extra**2
        self.sums, self.slope = self.empty(problem.m, 2), self.empty(problem.m)

    def set(self, theta):
        theta = torch.from_numpy(theta)
        self.w, self.t = theta[:, 0].clone(), theta[:, 1].clone()

    def get(self):
        return torch.stack([self.w, self.t], 1).numpy()

    def step(self):
        self.sums.zero_()
        for x, y, e, et, first, g, second, both, flat in self.blocks:
            torch.sub(x, self.t, out=e)
            torch.mul(e, e, out=e)
            e.mul_(self.scale).exp_()
            torch.addmv(y, e, self.w, beta=self.beta, alpha=self.alpha, out=g)
            first.copy_(g)
            torch.mul(g, flat, out=second)
            self.sums.addmm_(et, both)
        torch.addcmul(self.sums[:, 1], self.t, self.sums[:, 0], value=-1, out=self.slope)
        self.slope.mul_(self.w)
        self.w.mul_(self.keep).add_(self.sums[:, 0], alpha=-self.rate)
        self.t.mul_(self.keep).add_(self.slope, alpha=-self.rate / self.problem.extra**2)


class Torus(ByHand):
    """In feature space; the waves of both coordinates stand in two tables, 1, cos, cos 2, sin, sin 2 by row."""

    def __init__(self, problem, block):
        super().__init__(problem, block)
        m = problem.m
        self.target = self.y.reshape(5, 5) / 5
        self.waves = torch.ones((5, 2, m), dtype=self.type)
        self.slopes = self.empty(5, 2, m)
        self.k = torch.tensor([1, 2], dtype=self.type).reshape(2, 1, 1)
        self.minus = -self.k
        self.angles, self.c, self.s = self.empty(2, 2, m), self.waves[1:3], self.waves[3:5]
        self.e, self.f = self.waves[:, 0], self.waves[:, 1]
        self.q, self.absolute, self.residual = self.empty(m), self.empty(m), self.empty(5, 5)
        self.scaled, self.ef, self.fe, self.product = (self.empty(5, m) for _ in range(4))
        self.value, self.along = self.empty(m), self.empty(2, m)
        self.root = math.sqrt(2)

    def set(self, theta):
        theta = torch.from_numpy(theta)
        self.r, self.t = theta[:, 0].clone(), theta[:, 1:].t().contiguous()

    def get(self):
        return torch.cat([self.r.unsqueeze(1), self.t.t()], 1).numpy()

    def step(self):
        torch.mul(self.k, self.t, out=self.angles)
        torch.cos(self.angles, out=self.c).mul_(self.root)
        torch.sin(self.angles, out=self.s).mul_(self.root)
        torch.mul(self.s, self.minus, out=self.slopes[1:3])
        torch.mul(self.c, self.k, out=self.slopes[3:5])
        torch.abs(self.r, out=self.absolute)
        torch.mul(self.r, self.absolute, out=self.q)
        torch.mul(self.e, self.q, out=self.scaled)
        torch.addmm(self.target, self.scaled, self.f.t(), beta=-1, alpha=1 / self.problem.m, out=self.residual)
        torch.mm(self.residual, self.f, out=self.ef)
        torch.mm(self.residual.t(), self.e, out=self.fe)
        torch.mul(self.e, self.ef, out=self.product)
        torch.sum(self.product, 0, out=self.value)
        self.ef.mul_(self.slopes[:, 0])
        self.fe.mul_(self.slopes[:, 1])
        torch.sum(self.ef, 0, out=self.along[0])
        torch.sum(self.fe, 0, out=self.along[1])
        self.t.addcmul_(self.along, self.q, value=-self.rate)
        self.r.mul_(1 - 2 * self.problem.step * self.problem.decay).addcmul_(self.absolute, self.value, value=-2 * self.rate)


class Tensor(ByHand):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        buffers = [self.empty(block, problem.m) for _ in range(5)]
        f = self.empty(block)
        parts = [torch.from_numpy(index).split(block) for index in problem.indices()]
        self.blocks = [
            (i, j, k, y, *(b[: len(y)] for b in buffers), f[: len(y)], f[: len(y)].unsqueeze(1))
            for i, j, k, y in zip(*parts, self.y.split(block))
        ]

    def set(self, theta):
        self.parts = [part.t().contiguous() for part in torch.chunk(torch.from_numpy(theta), 3, dim=1)]
        self.totals = [torch.zeros_like(part) for part in self.parts]

    def get(self):
        return torch.cat([part.t() for part in self.parts], 1).numpy()

    def step(self):
        (a, b, c), (da, db, dc) = self.parts, self.totals
        for total in self.totals:
            total.zero_()
        for i, j, k, y, ai, bj, ck, product, terms, f, column in self.blocks:
            torch.index_select(a, 0, i, out=ai)
            torch.index_select(b, 0, j, out=bj)
            torch.index_select(c, 0, k, out=ck)
            torch.mul(bj, ck, out=product)
            torch.mul(ai, product, out=terms)
            torch.sum(terms, 1, out=f)
            f.mul_(self.alpha).add_(y, alpha=self.beta)
            product.mul_(column)
            da.index_add_(0, i, product)
            ai.mul_(column)
            ck.mul_(ai)
            db.index_add_(0, j, ck)
            bj.mul_(ai)
            dc.index_add_(0, k, bj)
        for part, total in zip(self.parts, self.totals):
            part.mul_(self.keep).add_(total, alpha=-self.rate)


protocol.serve(
    f"PyTorch {torch.__version__}",
    {
        "relu": (Relu, protocol.Problem.blocks),
        "sigmoid": (Sigmoid, protocol.Problem.blocks),
        "gauss": (Gauss, protocol.Problem.blocks),
        "torus": (Torus, protocol.Problem.whole),
        "tensor": (Tensor, protocol.Problem.blocks),
    },
    torch.set_flush_denormal,
)
