/* Rank-one tensors: the factors by index, so that the loops over the particles run along memory. */
#include <string.h>
#include "vector.h"

static const struct problem *problem;
static size_t size;
static int *index_of;
static real *factor[3], *total[3];

static void load(const struct problem *given, size_t block)
{
    (void)block;
    problem = given;
    size = problem->length / 3;
    index_of = (int *)numbers(problem->n * 3); /* an int is no larger than a real */
    for (size_t k = 0; k < problem->n * 3; k++)
        index_of[k] = (int)problem->x[k];
    for (int c = 0; c < 3; c++) {
        factor[c] = numbers(size * problem->m);
        total[c] = numbers(size * problem->m);
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

static real predict(const real *restrict a, const real *restrict b, const real *restrict c, size_t m)
{
    real lanes[LANES] = {0}, rest = 0;
    size_t i = 0;
    for (; i + LANES <= m; i += LANES)
        for (size_t l = 0; l < LANES; l++)
            lanes[l] += a[i + l] * b[i + l] * c[i + l];
    for (; i < m; i++)
        rest += a[i] * b[i] * c[i];
    return rest + sum_lanes(lanes);
}

static void collect(const real *restrict a, const real *restrict b, const real *restrict c, real *restrict da, real *restrict db, real *restrict dc, real g, size_t m)
{
    for (size_t i = 0; i < m; i++) {
        real ga = g * a[i], bc = b[i] * c[i];
        da[i] += g * bc;
        db[i] += ga * c[i];
        dc[i] += ga * b[i];
    }
}

static void step(void)
{
    size_t m = problem->m;
    for (int c = 0; c < 3; c++)
        memset(total[c], 0, size * m * sizeof(real));
    for (size_t r = 0; r < problem->n; r++) {
        size_t i = (size_t)index_of[3 * r] * m, j = (size_t)index_of[3 * r + 1] * m, k = (size_t)index_of[3 * r + 2] * m;
        const real *a = factor[0] + i, *b = factor[1] + j, *c = factor[2] + k;
        real g = (predict(a, b, c, m) / (real)m - problem->y[r]) / (real)problem->n;
        collect(a, b, c, total[0] + i, total[1] + j, total[2] + k, g, m);
    }

    real rate = (real)problem->step, keep = (real)(1 - problem->step * problem->decay);
    for (int c = 0; c < 3; c++)
        for (size_t k = 0; k < size * m; k++)
            factor[c][k] = keep * factor[c][k] - rate * total[c][k];
}

const struct stepper tensor = {load, set, step, get, 0};
