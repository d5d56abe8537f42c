/* ReLU and sigmoid networks: the products of whole matrices by OpenBLAS, plain loops between them. */
#include <string.h>
#include "../peer.h"

static const struct problem *problem;
static size_t inner;
static real *rows, *weights, *a, *z, *h, *f, *weight_sum, *a_sum;

static void load(const struct problem *given, size_t block)
{
    (void)block;
    problem = given;
    inner = problem->p + 1;
    rows = numbers(problem->n * inner);
    weights = numbers(problem->m * inner);
    weight_sum = numbers(problem->m * inner);
    a = numbers(problem->m);
    a_sum = numbers(problem->m);
    z = numbers(problem->n * problem->m);
    h = numbers(problem->n * problem->m);
    f = numbers(problem->n);
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

static void activate(void)
{
    size_t pairs = problem->n * problem->m;
    if (problem->family == RELU)
        for (size_t k = 0; k < pairs; k++)
            h[k] = z[k] > 0 ? z[k] : 0;
    else
        for (size_t k = 0; k < pairs; k++)
            h[k] = 1 / (1 + EXP(-z[k]));
}

/* The derivatives of the loss in the pre-activations, but for the output weights. */
static void differentiate(void)
{
    size_t m = problem->m;
    for (size_t r = 0; r < problem->n; r++)
        for (size_t i = 0; i < m; i++) {
            real value = h[r * m + i];
            z[r * m + i] = f[r] * (problem->family == RELU ? (value > 0 ? (real)1 : (real)0) : value * (1 - value));
        }
}

static void step(void)
{
    int n = (int)problem->n, m = (int)problem->m, d = (int)inner;
    GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, n, m, d, 1, rows, d, weights, d, 0, z, m);
    activate();
    GEMV(CblasRowMajor, CblasNoTrans, n, m, (real)1 / (real)m, h, m, a, 1, 0, f, 1);
    for (int r = 0; r < n; r++)
        f[r] = (f[r] - problem->y[r]) / (real)n;
    GEMV(CblasRowMajor, CblasTrans, n, m, 1, h, m, f, 1, 0, a_sum, 1);
    differentiate();
    GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, m, d, n, 1, z, m, rows, d, 0, weight_sum, d);

    real rate = (real)problem->step, decay = (real)problem->decay;
    for (int i = 0; i < m; i++) {
        real *w = weights + (size_t)i * inner, *sum = weight_sum + (size_t)i * inner;
        for (size_t k = 0; k < inner; k++)
            w[k] -= rate * (a[i] * sum[k] + decay * w[k]);
        a[i] -= rate * (a_sum[i] + decay * a[i]);
    }
}

const struct stepper network = {load, set, step, get, 0};
