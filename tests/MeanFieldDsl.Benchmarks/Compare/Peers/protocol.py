"""What all Python peers share: the problem file, the choice of the fastest variant, and the line protocol."""
import sys
import time

import numpy

FAMILIES = ("relu", "sigmoid", "gauss", "torus", "tensor")


class Problem:
    """The numbers of one workload, in the precision that is timed."""

    def __init__(self, path, precision):
        numbers = numpy.fromfile(path, dtype=numpy.float64)
        family, n, m, p, length = (int(v) for v in numbers[:5])
        self.step, self.decay, self.extra = (float(v) for v in numbers[5:8])
        self.family, self.n, self.m, self.p, self.length = FAMILIES[family], n, m, p, length
        self.dtype = numpy.float32 if precision == "single" else numpy.float64
        rest = numbers[8:]
        self.x = numpy.ascontiguousarray(rest[: n * p].reshape(n, p).astype(self.dtype))
        self.y = rest[n * p : n * p + n].astype(self.dtype)
        self.start = rest[n * p + n :].reshape(m, length).astype(self.dtype)

    def with_ones(self):
        """The inputs with a column of ones, so that the bias is part of the product."""
        return numpy.hstack([self.x, numpy.ones((self.n, 1), self.dtype)])

    def whole(self):
        """All rows at once."""
        return [self.n]

    def blocks(self):
        """Numbers of rows that are worth trying: all at once, or so few that the activations stay in the cache."""
        return sorted({self.n, *(b for b in (32, 64, 128, 256, 512) if b < self.n)})

    def indices(self):
        """The three indices of each observed entry of a tensor."""
        return [numpy.ascontiguousarray(self.x[:, k]).astype(numpy.int64) for k in range(3)]


def timed(stepper, count):
    stepper.set(stepper.problem.start)
    begin = time.perf_counter()
    stepper.run(count)
    return time.perf_counter() - begin


def fastest(make, problem, variants):
    """Warms up each variant and keeps the one with the shortest step."""
    best = None
    for variant in variants:
        stepper = make(problem, variant)
        stepper.problem = problem
        for _ in range(3):
            one = timed(stepper, 1)
            if one > 0.5:
                break
        count = max(1, min(200, int(0.03 / one)))
        seconds = min(timed(stepper, count) for _ in range(1 if one > 0.5 else 3)) / count
        if best is None or seconds < best[0]:
            best = (seconds, variant, stepper)
    return best[2], best[1]


def serve(version, families, flush=None):
    """Answers 'load FILE PRECISION', 'steps COUNT', 'particles FILE' and 'quit' until the input ends.

    families maps a family to (make, variants): make(problem, rows) gives an object with set, run and get that works on so many
    rows at a time, and variants(problem) the numbers of rows to try.
    """
    print("hello", version, flush=True)
    stepper = None
    for line in sys.stdin:
        command, *rest = line.split()
        if command == "load":
            stepper = None
            problem = Problem(rest[0], rest[1])
            if flush is not None:
                flush(problem.family == "gauss")
            make, variants = families[problem.family]
            stepper, variant = fastest(make, problem, variants(problem))
            print("ready", variant, flush=True)
        elif command == "steps":
            print(repr(timed(stepper, int(rest[0]))), flush=True)
        elif command == "particles":
            stepper.get().astype(numpy.float64).tofile(rest[0])
            print("ready", flush=True)
        else:
            return
