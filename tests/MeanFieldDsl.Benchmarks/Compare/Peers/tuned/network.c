/* ReLU and sigmoid networks: two products a block of rows by OpenBLAS, one pass of plain loops between them. */
#include <string.h>
#include "vector.h"

static const struct problem *problem;
static size_t block, inner;
static real *rows, *weights, *a, *z, *total, *slope, *scaled;

static void load(const struct problem *given, size_t given_block)
{
    problem = given;
    block = given_block;
    inner = problem->p + 1;
    rows = numbers(problem->n * inner);
    weights = numbers(problem->m * inner);
    total = numbers(problem->m * inner);
    a = numbers(problem->m);
    slope = numbers(problem->m);
    z = numbers(block * problem->m);
    scaled = numbers(block * inner);
    for (size_t r = 0; r < problem->n; r++) {
        memcpy(rows + r * inner, problem->x + r * problem->p, problem->p * sizeof(real));
        rows[r * inner + problem->p] = 1;
    }
}

static void set(const double *theta)
{
    for (size_t i = 0; i < problem->m; i++, theta += problem->length) {
        a[i] = (real)theta[0];
        for (size_t k = 0; k < inner; k++)
            weights[i * inner + k] = (real)theta[k + 1];
    }
}

static void get(double *theta)
{
    for (size_t i = 0; i < problem->m; i++, theta += problem->length) {
        theta[0] = a[i];
        for (size_t k = 0; k < inner; k++)
            theta[k + 1] = weights[i * inner + k];
    }
}

/* The prediction; leaves 0 or 1 in place of the pre-activations. */
static real relu(real *restrict row, const real *restrict factor, size_t m)
{
    real lanes[LANES] = {0}, rest = 0;
    size_t i = 0;
    for (; i + LANES <= m; i += LANES)
        for (size_t l = 0; l < LANES; l++) {
            real value = row[i + l];
            lanes[l] += factor[i + l] * (value > 0 ? value : 0);
            row[i + l] = value > 0 ? 1 : 0;
        }
    for (; i < m; i++) {
        rest += factor[i] * (row[i] > 0 ? row[i] : 0);
        row[i] = row[i] > 0 ? 1 : 0;
    }
    return rest + sum_lanes(lanes);
}

static real sigmoid(real *restrict row, const real *restrict factor, size_t m)
{
    real lanes[LANES] = {0}, rest = 0;
    size_t i = 0;
    for (size_t k = 0; k < m; k++)
        row[k] = 1 / (1 + EXP(-row[k]));
    for (; i + LANES <= m; i += LANES)
        for (size_t l = 0; l < LANES; l++)
            lanes[l] += factor[i + l] * row[i + l];
    for (; i < m; i++)
        rest += factor[i] * row[i];
    return rest + sum_lanes(lanes);
}

/* Puts the derivatives in place of the activations. */
static void sigmoid_slope(real *restrict row, real *restrict sum, real g, size_t m)
{
    for (size_t i = 0; i < m; i++) {
        sum[i] += g * row[i];
        row[i] *= 1 - row[i];
    }
}

static void step(void)
{
    size_t n = problem->n, m = problem->m;
    memset(slope, 0, m * sizeof(real));
    for (size_t first = 0; first < n; first += block) {
        size_t count = n - first < block ? n - first : block;
        const real *x = rows + first * inner;
        GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, (int)count, (int)m, (int)inner, 1, x, (int)inner, weights, (int)inner, 0, z, (int)m);
        for (size_t r = 0; r < count; r++) {
            real *row = z + r * m;
            real f = problem->family == RELU ? relu(row, a, m) : sigmoid(row, a, m);
            real g = (f / (real)m - problem->y[first + r]) / (real)n;
            if (problem->family == SIGMOID)
                sigmoid_slope(row, slope, g, m);
            for (size_t k = 0; k < inner; k++)
                scaled[r * inner + k] = g * x[r * inner + k];
        }
        GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, (int)m, (int)inner, (int)count, 1, z, (int)m, scaled, (int)inner, first > 0, total, (int)inner);
    }

    real rate = (real)problem->step, keep = (real)(1 - problem->step * problem->decay);
    for (size_t i = 0; i < m; i++) {
        real *w = weights + i * inner, *t = total + i * inner, sum = slope[i], factor = rate * a[i];
        if (problem->family == RELU)
            for (size_t k = 0; k < inner; k++)
                sum += w[k] * t[k]; /* by homogeneity */
        for (size_t k = 0; k < inner; k++)
            w[k] = keep * w[k] - factor * t[k];
        a[i] = keep * a[i] - rate * sum;
    }
}

const struct stepper network = {load, set, step, get, 1};
