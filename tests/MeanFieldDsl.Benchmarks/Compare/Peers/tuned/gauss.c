/* Gaussian spikes: one exponential a pair, in one pass over a row of pairs that stays in the first cache. */
#include <string.h>
#include "vector.h"

static const struct problem *problem;
static real *w, *t, *e, *weight_sum, *moment_sum;

static void load(const struct problem *given, size_t block)
{
    (void)block;
    problem = given;
    w = numbers(problem->m);
    t = numbers(problem->m);
    e = numbers(problem->m);
    weight_sum = numbers(problem->m);
    moment_sum = numbers(problem->m);
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

static real predict(real x, real scale)
{
    size_t m = problem->m, i = 0;
    real lanes[LANES] = {0}, rest = 0, *restrict out = e;
    const real *restrict at = t, *restrict mass = w;
    for (size_t k = 0; k < m; k++) {
        real d = x - at[k];
        real power = scale * d * d;
        out[k] = EXP(power < LOWEST_POWER ? LOWEST_POWER : power);
    }
    for (; i + LANES <= m; i += LANES)
        for (size_t l = 0; l < LANES; l++)
            lanes[l] += mass[i + l] * out[i + l];
    for (; i < m; i++)
        rest += mass[i] * out[i];
    return rest + sum_lanes(lanes);
}

static void collect(real x, real g)
{
    real *restrict weights = weight_sum, *restrict moments = moment_sum;
    const real *restrict value = e, *restrict at = t;
    for (size_t i = 0; i < problem->m; i++) {
        real term = g * value[i];
        weights[i] += term;
        moments[i] += term * (x - at[i]);
    }
}

static void step(void)
{
    real square = (real)(problem->extra * problem->extra), scale = (real)-0.5 / square;
    memset(weight_sum, 0, problem->m * sizeof(real));
    memset(moment_sum, 0, problem->m * sizeof(real));
    for (size_t r = 0; r < problem->n; r++) {
        real f = predict(problem->x[r], scale);
        collect(problem->x[r], (f / (real)problem->m - problem->y[r]) / (real)problem->n);
    }

    real rate = (real)problem->step, keep = (real)(1 - problem->step * problem->decay);
    for (size_t i = 0; i < problem->m; i++) {
        real mass = w[i];
        w[i] = keep * mass - rate * weight_sum[i];
        t[i] = keep * t[i] - rate * mass * moment_sum[i] / square;
    }
}

const struct stepper gauss = {load, set, step, get, 0};
