"""TorchScript: the derivatives by hand, compiled with the loop over the steps, in blocks of rows."""
import math
import sys
from typing import List

import torch
from torch import Tensor

import protocol

torch.set_num_threads(int(sys.argv[1]))


@torch.jit.script
def relu(xs: List[Tensor], ys: List[Tensor], a: Tensor, w: Tensor, step: float, decay: float, n: int, count: int) -> List[Tensor]:
    m = a.size(0)
    for _ in range(count):
        total = torch.zeros_like(w)
        for b in range(len(xs)):
            h = torch.relu(torch.mm(xs[b], w.t()))
            g = torch.addmv(ys[b], h, a, beta=-1.0 / n, alpha=1.0 / (m * n))
            total = torch.addmm(total, torch.sign(h).t(), xs[b] * g.unsqueeze(1))
        slope = (w * total).sum(1)
        w = w * (1 - step * decay) - (step * a).unsqueeze(1) * total
        a = a * (1 - step * decay) - step * slope
    return [a.unsqueeze(1), w]


@torch.jit.script
def sigmoid(xs: List[Tensor], ys: List[Tensor], a: Tensor, w: Tensor, step: float, decay: float, n: int, count: int) -> List[Tensor]:
    m = a.size(0)
    for _ in range(count):
        total = torch.zeros_like(w)
        slope = torch.zeros_like(a)
        for b in range(len(xs)):
            h = torch.sigmoid(torch.mm(xs[b], w.t()))
            g = torch.addmv(ys[b], h, a, beta=-1.0 / n, alpha=1.0 / (m * n))
            slope = torch.addmv(slope, h.t(), g)
            total = torch.addmm(total, (h * (1 - h)).t(), xs[b] * g.unsqueeze(1))
        w = w * (1 - step * decay) - (step * a).unsqueeze(1) * total
        a = a * (1 - step * decay) - step * slope
    return [a.unsqueeze(1), w]


@torch.jit.script
def gauss(xs: List[Tensor], ys: List[Tensor], w: Tensor, t: Tensor, step: float, decay: float, n: int, count: int, width: float) -> List[Tensor]:
    m = w.size(0)
    for _ in range(count):
        sums = torch.zeros([m, 2], dtype=w.dtype)
        for b in range(len(xs)):
            e = torch.exp((xs[b] - t).square() * (-0.5 / (width * width)))
            g = torch.addmv(ys[b], e, w, beta=-1.0 / n, alpha=1.0 / (m * n))
            sums = torch.addmm(sums, e.t(), torch.stack([g, g * xs[b].squeeze(1)], 1))
        slope = w * (sums[:, 1] - t * sums[:, 0]) / (width * width)
        w = w * (1 - step * decay) - step * sums[:, 0]
        t = t * (1 - step * decay) - step * slope
    return [w.unsqueeze(1), t.unsqueeze(1)]


@torch.jit.script
def torus(y: Tensor, r: Tensor, t: Tensor, step: float, decay: float, count: int) -> List[Tensor]:
    m = r.size(0)
    root = math.sqrt(2.0)
    ones = torch.ones([m, 2, 1], dtype=r.dtype)
    zeros = torch.zeros([m, 2, 1], dtype=r.dtype)
    for _ in range(count):
        angles = torch.stack([t, 2 * t], 2)
        c, s = root * angles.cos(), root * angles.sin()
        k = torch.stack([torch.ones_like(t), torch.full_like(t, 2.0)], 2)
        waves = torch.cat([ones, c, s], 2)
        slopes = torch.cat([zeros, -k * s, k * c], 2)
        q = r * r.abs()
        e, f = waves[:, 0], waves[:, 1]
        residual = torch.mm((e * (q / m).unsqueeze(1)).t(), f) - y
        ef = torch.mm(f, residual.t())
        value = (e * ef).sum(1)
        along = torch.stack([(slopes[:, 0] * ef).sum(1), (slopes[:, 1] * torch.mm(e, residual)).sum(1)], 1)
        t = t - step * q.unsqueeze(1) * along
        r = r - step * (2 * r.abs() * value + 2 * decay * r)
    return [r.unsqueeze(1), t]


@torch.jit.script
def tensor(index: List[List[Tensor]], ys: List[Tensor], a: Tensor, b: Tensor, c: Tensor, step: float, decay: float, n: int, count: int) -> List[Tensor]:
    m = a.size(1)
    for _ in range(count):
        da, db, dc = torch.zeros_like(a), torch.zeros_like(b), torch.zeros_like(c)
        for block in range(len(ys)):
            i, j, k = index[block]
            ai, bj, ck = a.index_select(0, i), b.index_select(0, j), c.index_select(0, k)
            bc = bj * ck
            g = (((ai * bc).sum(1) / m - ys[block]) / n).unsqueeze(1)
            da.index_add_(0, i, bc * g)
            ai = ai * g
            db.index_add_(0, j, ai * ck)
            dc.index_add_(0, k, ai * bj)
        a = a * (1 - step * decay) - step * da
        b = b * (1 - step * decay) - step * db
        c = c * (1 - step * decay) - step * dc
    return [a.t(), b.t(), c.t()]


class Scripted:
    """Holds the particles in parts and hands them to a compiled function."""

    def __init__(self, problem, block):
        self.problem = problem
        self.ys = list(torch.from_numpy(problem.y).split(block))

    def set(self, theta):
        self.parts = [part.contiguous() for part in self.split(torch.from_numpy(theta))]

    def run(self, count):
        self.result = self.call(count)

    def get(self):
        return torch.cat(self.result, 1).numpy()


class Network(Scripted):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        self.xs = list(torch.from_numpy(problem.with_ones()).split(block))

    def split(self, theta):
        return theta[:, 0], theta[:, 1:]

    def call(self, count):
        p = self.problem
        function = relu if p.family == "relu" else sigmoid
        return function(self.xs, self.ys, self.parts[0], self.parts[1], p.step, p.decay, p.n, count)


class Gauss(Scripted):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        self.xs = list(torch.from_numpy(problem.x).split(block))

    def split(self, theta):
        return theta[:, 0], theta[:, 1]

    def call(self, count):
        p = self.problem
        return gauss(self.xs, self.ys, self.parts[0], self.parts[1], p.step, p.decay, p.n, count, p.extra)


class Torus(Scripted):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        self.y = torch.from_numpy(problem.y).reshape(5, 5) / 5

    def split(self, theta):
        return theta[:, 0], theta[:, 1:]

    def call(self, count):
        return torus(self.y, self.parts[0], self.parts[1], self.problem.step, self.problem.decay, count)


class Tensors(Scripted):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        parts = [torch.from_numpy(index).split(block) for index in problem.indices()]
        self.index = [list(block) for block in zip(*parts)]

    def split(self, theta):
        return [part.t() for part in torch.chunk(theta, 3, dim=1)]

    def call(self, count):
        p, (a, b, c) = self.problem, self.parts
        return tensor(self.index, self.ys, a, b, c, p.step, p.decay, p.n, count)


protocol.serve(
    f"PyTorch {torch.__version__}",
    {
        "relu": (Network, protocol.Problem.blocks),
        "sigmoid": (Network, protocol.Problem.blocks),
        "gauss": (Gauss, protocol.Problem.blocks),
        "torus": (Torus, protocol.Problem.whole),
        "tensor": (Tensors, protocol.Problem.blocks),
    },
    torch.set_flush_denormal,
)
