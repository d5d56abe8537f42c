/* Gaussian spikes: one exponential a pair, kept for a row. */
#include <string.h>
#include "../peer.h"

static const struct problem *problem;
static real *w, *t, *e, *w_sum, *t_sum;

static void load(const struct problem *given, size_t block)
{
    (void)block;
    problem = given;
    w = numbers(problem->m);
    t = numbers(problem->m);
    e = numbers(problem->m);
    w_sum = numbers(problem->m);
    t_sum = numbers(problem->m);
}

static void set(const double *theta)
{
    for (size_t i = 0; i < problem->m; i++) {
        w[i] = (real)theta[2 * i];
        t[i] = (real)theta[2 * i + 1];
    }
}

static void get(double *theta)
{
    for (size_t i = 0; i < problem->m; i++) {
        theta[2 * i] = w[i];
        theta[2 * i + 1] = t[i];
    }
}

static void step(void)
{
    size_t n = problem->n, m = problem->m;
    real square = (real)(problem->extra * problem->extra);
    memset(w_sum, 0, m * sizeof(real));
    memset(t_sum, 0, m * sizeof(real));
    for (size_t r = 0; r < n; r++) {
        real x = problem->x[r], f = 0;
        for (size_t i = 0; i < m; i++) {
            e[i] = EXP(-(x - t[i]) * (x - t[i]) / (2 * square));
            f += w[i] * e[i];
        }
        real g = (f / (real)m - problem->y[r]) / (real)n;
        for (size_t i = 0; i < m; i++) {
            w_sum[i] += g * e[i];
            t_sum[i] += g * e[i] * (x - t[i]);
        }
    }

    real rate = (real)problem->step, decay = (real)problem->decay;
    for (size_t i = 0; i < m; i++) {
        real w_slope = w_sum[i] + decay * w[i], t_slope = w[i] * t_sum[i] / square + decay * t[i];
        w[i] -= rate * w_slope;
        t[i] -= rate * t_slope;
    }
}

const struct stepper gauss = {load, set, step, get, 0};
