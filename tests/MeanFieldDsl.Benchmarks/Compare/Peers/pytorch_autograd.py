"""PyTorch as most people write it: the objective, backward(), and an update of the parameters."""
import math
import sys

import torch

import protocol

torch.set_num_threads(int(sys.argv[1]))


class Autograd:
    def __init__(self, problem, block):
        self.m, self.step, self.decay = problem.m, problem.step, problem.decay
        self.x, self.y = torch.from_numpy(problem.x), torch.from_numpy(problem.y)
        self.extra = problem.extra

    def run(self, count):
        for _ in range(count):
            loss = 0.5 * (self.predict() - self.y).square().mean() + self.penalty()
            loss.backward()
            with torch.no_grad():
                for parameter in self.parameters:
                    parameter.sub_(parameter.grad, alpha=self.step * self.m)
                    parameter.grad = None

    def penalty(self):
        return 0.5 * self.decay / self.m * sum(p.square().sum() for p in self.parameters)

    def set(self, theta):
        parts = self.split(torch.from_numpy(theta))
        self.parameters = [part.clone().contiguous().requires_grad_() for part in parts]

    def get(self):
        return torch.cat([p.detach().reshape(self.m, -1) for p in self.parameters], 1).numpy()


class Network(Autograd):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        self.activation = torch.relu if problem.family == "relu" else torch.sigmoid

    def split(self, theta):
        return theta[:, 0], theta[:, 1:-1], theta[:, -1]

    def predict(self):
        a, w, b = self.parameters
        return self.activation(torch.nn.functional.linear(self.x, w, b)) @ a / self.m


class Gauss(Autograd):
    def split(self, theta):
        return theta[:, 0], theta[:, 1]

    def predict(self):
        w, t = self.parameters
        return torch.exp(-(self.x - t).square() / (2 * self.extra**2)) @ w / self.m


class Torus(Autograd):
    """In feature space: 25 Fourier coefficients, so the work is proportional to the number of particles."""

    def split(self, theta):
        return theta[:, 0], theta[:, 1:]

    def predict(self):
        r, t = self.parameters
        angles = torch.stack([t, 2 * t], 2)
        waves = torch.cat([torch.ones_like(t).unsqueeze(2), math.sqrt(2) * angles.cos(), math.sqrt(2) * angles.sin()], 2)
        coefficients = (waves[:, 0] * (r * r.abs() / self.m).unsqueeze(1)).t() @ waves[:, 1]
        return 5 * coefficients.flatten()

    def penalty(self):
        return self.decay / self.m * self.parameters[0].square().sum()


class Tensor(Autograd):
    def __init__(self, problem, block):
        super().__init__(problem, block)
        self.i, self.j, self.k = (torch.from_numpy(index) for index in problem.indices())

    def split(self, theta):
        return torch.chunk(theta, 3, dim=1)

    def predict(self):
        a, b, c = self.parameters
        return (a.t()[self.i] * b.t()[self.j] * c.t()[self.k]).sum(1) / self.m


protocol.serve(
    f"PyTorch {torch.__version__}",
    {
        "relu": (Network, protocol.Problem.whole),
        "sigmoid": (Network, protocol.Problem.whole),
        "gauss": (Gauss, protocol.Problem.whole),
        "torus": (Torus, protocol.Problem.whole),
        "tensor": (Tensor, protocol.Problem.whole),
    },
    torch.set_flush_denormal,
)
