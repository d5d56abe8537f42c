/* What the families of the C peer share. SINGLE chooses the precision at compile time. */
#ifndef PEER_H
#define PEER_H

#include <cblas.h>
#include <math.h>
#include <stddef.h>

/* Below LOWEST_POWER the exponential is denormal, which would cost the vector function a call for each lane. */
#ifdef SINGLE
typedef float real;
#define GEMM cblas_sgemm
#define EXP expf
#define SIN sinf
#define COS cosf
#define SQRT sqrtf
#define FABS fabsf
#define LOWEST_POWER -87
/* Without -ffast-math the vector functions of libmvec are used only where the declaration says that there are some. */
__attribute__((simd("notinbranch"))) extern float expf(float);
__attribute__((simd("notinbranch"))) extern float sinf(float);
__attribute__((simd("notinbranch"))) extern float cosf(float);
#else
typedef double real;
#define GEMM cblas_dgemm
#define EXP exp
#define SIN sin
#define COS cos
#define SQRT sqrt
#define FABS fabs
#define LOWEST_POWER -708
__attribute__((simd("notinbranch"))) extern double exp(double);
__attribute__((simd("notinbranch"))) extern double sin(double);
__attribute__((simd("notinbranch"))) extern double cos(double);
#endif

enum family { RELU, SIGMOID, GAUSS, TORUS, TENSOR };

struct problem {
    enum family family;
    size_t n, m, p, length;
    double step, decay, extra;
    real *x, *y;
    double *start;
};

/* set takes and get gives m x length numbers; block is the number of rows that are worked on at a time. */
struct stepper {
    void (*load)(const struct problem *problem, size_t block);
    void (*set)(const double *theta);
    void (*step)(void);
    void (*get)(double *theta);
};

extern const struct stepper network, gauss, torus, tensor;

/* Zeros, aligned to a cache line; freed by release_all before the next problem. */
real *numbers(size_t count);

/* Sums are kept in so many lanes, because a compiler may not reorder a sum by itself. */
#define LANES (256 / sizeof(real))

static inline real sum_lanes(const real *lanes)
{
    real sum = 0;
    for (size_t l = 0; l < LANES; l++)
        sum += lanes[l];
    return sum;
}

#endif
