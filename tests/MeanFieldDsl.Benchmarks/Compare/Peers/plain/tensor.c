/* Rank-one tensors: the factors by index, so that the loops over the particles run along memory. */
#include <string.h>
#include "../peer.h"

static const struct problem *problem;
static size_t size;
static real *factor[3], *sum[3];

static void load(const struct problem *given, size_t block)
{
    (void)block;
    problem = given;
    size = problem->length / 3;
    for (int c = 0; c < 3; c++) {
        factor[c] = numbers(size * problem->m);
        sum[c] = numbers(size * problem->m);
    }
}

static void set(const double *theta)
{
    for (size_t i = 0; i < problem->m; i++)
        for (int c = 0; c < 3; c++)
            for (size_t k = 0; k < size; k++)
                factor[c][k * problem->m + i] = (real)*theta++;
}

static void get(double *theta)
{
    for (size_t i = 0; i < problem->m; i++)
        for (int c = 0; c < 3; c++)
            for (size_t k = 0; k < size; k++)
                *theta++ = factor[c][k * problem->m + i];
}

static void step(void)
{
    size_t n = problem->n, m = problem->m;
    for (int c = 0; c < 3; c++)
        memset(sum[c], 0, size * m * sizeof(real));
    for (size_t r = 0; r < n; r++) {
        const real *at = problem->x + 3 * r;
        size_t i = (size_t)at[0] * m, j = (size_t)at[1] * m, k = (size_t)at[2] * m;
        const real *a = factor[0] + i, *b = factor[1] + j, *c = factor[2] + k;
        real *da = sum[0] + i, *db = sum[1] + j, *dc = sum[2] + k, f = 0;
        for (size_t l = 0; l < m; l++)
            f += a[l] * b[l] * c[l];
        real g = (f / (real)m - problem->y[r]) / (real)n;
        for (size_t l = 0; l < m; l++) {
            da[l] += g * b[l] * c[l];
            db[l] += g * a[l] * c[l];
            dc[l] += g * a[l] * b[l];
        }
    }

    real rate = (real)problem->step, decay = (real)problem->decay;
    for (int c = 0; c < 3; c++)
        for (size_t k = 0; k < size * m; k++)
            factor[c][k] -= rate * (sum[c][k] + decay * factor[c][k]);
}

const struct stepper tensor = {load, set, step, get, 0};
