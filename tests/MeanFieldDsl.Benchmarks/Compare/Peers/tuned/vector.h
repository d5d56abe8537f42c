/* What lets gcc vectorise the tuned loops without -ffast-math. */
#ifndef VECTOR_H
#define VECTOR_H

#include "../peer.h"

/* Without -ffast-math the vector functions of libmvec are used only where the declaration says that there are some. */
__attribute__((simd("notinbranch"))) extern real EXP(real);
__attribute__((simd("notinbranch"))) extern real SIN(real);
__attribute__((simd("notinbranch"))) extern real COS(real);

/* Below it the exponential is denormal, which would cost the vector function a call for each lane. */
#ifdef SINGLE
#define LOWEST_POWER -87
#else
#define LOWEST_POWER -708
#endif

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
