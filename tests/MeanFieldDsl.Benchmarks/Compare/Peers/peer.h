/* What the families of the C peers share. SINGLE chooses the precision at compile time. */
#ifndef PEER_H
#define PEER_H

#include <cblas.h>
#include <math.h>
#include <stddef.h>

#ifdef SINGLE
typedef float real;
#define GEMM cblas_sgemm
#define GEMV cblas_sgemv
#define EXP expf
#define SIN sinf
#define COS cosf
#define SQRT sqrtf
#define FABS fabsf
#else
typedef double real;
#define GEMM cblas_dgemm
#define GEMV cblas_dgemv
#define EXP exp
#define SIN sin
#define COS cos
#define SQRT sqrt
#define FABS fabs
#endif

enum family { RELU, SIGMOID, GAUSS, TORUS, TENSOR };

struct problem {
    enum family family;
    size_t n, m, p, length;
    double step, decay, extra;
    real *x, *y;
    double *start;
};

/* set takes and get gives m x length numbers; block is the number of rows to work on at a time, where has_blocks says that it matters. */
struct stepper {
    void (*load)(const struct problem *problem, size_t block);
    void (*set)(const double *theta);
    void (*step)(void);
    void (*get)(double *theta);
    int has_blocks;
};

extern const struct stepper network, gauss, torus, tensor;

/* Zeros, aligned to a cache line; freed by release_all before the next problem. */
real *numbers(size_t count);

#endif
