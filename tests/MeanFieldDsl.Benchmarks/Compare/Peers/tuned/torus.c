/* Spikes on the torus in feature space: 25 Fourier coefficients, so the work is proportional to the number of particles. */
#include "vector.h"

#define WAVES 5

static const struct problem *problem;
static real *r, *t[2], *wave[2][WAVES], target[WAVES][WAVES];

static void load(const struct problem *given, size_t block)
{
    (void)block;
    problem = given;
    r = numbers(problem->m);
    for (int c = 0; c < 2; c++) {
        t[c] = numbers(problem->m);
        for (int k = 0; k < WAVES; k++)
            wave[c][k] = numbers(problem->m);
    }
    for (int k = 0; k < WAVES * WAVES; k++)
        target[k / WAVES][k % WAVES] = problem->y[k] / WAVES;
}

static void set(const double *theta)
{
    for (size_t i = 0; i < problem->m; i++) {
        r[i] = (real)theta[3 * i];
        t[0][i] = (real)theta[3 * i + 1];
        t[1][i] = (real)theta[3 * i + 2];
    }
}

static void get(double *theta)
{
    for (size_t i = 0; i < problem->m; i++) {
        theta[3 * i] = r[i];
        theta[3 * i + 1] = t[0][i];
        theta[3 * i + 2] = t[1][i];
    }
}

/* 1, cos, cos 2, sin, sin 2, all but the first times the root of 2. */
static void waves(const real *restrict at, real *restrict w0, real *restrict w1, real *restrict w2, real *restrict w3, real *restrict w4)
{
    real root = SQRT((real)2);
    size_t m = problem->m;
    /* In loops of their own both are vector functions; together they would become one scalar sincos. */
    for (size_t i = 0; i < m; i++)
        w1[i] = COS(at[i]);
    for (size_t i = 0; i < m; i++)
        w3[i] = SIN(at[i]);
    for (size_t i = 0; i < m; i++) {
        real c = w1[i], s = w3[i];
        w0[i] = 1;
        w1[i] = root * c;
        w2[i] = root * (2 * c * c - 1);
        w3[i] = root * s;
        w4[i] = root * 2 * s * c;
    }
}

static real moment(const real *restrict e, const real *restrict f)
{
    size_t m = problem->m, i = 0;
    real lanes[LANES] = {0}, rest = 0;
    const real *restrict mass = r;
    for (; i + LANES <= m; i += LANES)
        for (size_t l = 0; l < LANES; l++)
            lanes[l] += mass[i + l] * FABS(mass[i + l]) * e[i + l] * f[i + l];
    for (; i < m; i++)
        rest += mass[i] * FABS(mass[i]) * e[i] * f[i];
    return rest + sum_lanes(lanes);
}

static void update(real residual[WAVES][WAVES])
{
    real rate = (real)problem->step, shrink = (real)(1 - 2 * problem->step * problem->decay);
    real *restrict mass = r, *restrict first = t[0], *restrict second = t[1];
    const real *restrict e1 = wave[0][1], *restrict e2 = wave[0][2], *restrict e3 = wave[0][3], *restrict e4 = wave[0][4];
    const real *restrict f1 = wave[1][1], *restrict f2 = wave[1][2], *restrict f3 = wave[1][3], *restrict f4 = wave[1][4];
    for (size_t i = 0; i < problem->m; i++) {
        real row[WAVES], column[WAVES];
        for (int k = 0; k < WAVES; k++) {
            row[k] = residual[k][0] + residual[k][1] * f1[i] + residual[k][2] * f2[i] + residual[k][3] * f3[i] + residual[k][4] * f4[i];
            column[k] = residual[0][k] + residual[1][k] * e1[i] + residual[2][k] * e2[i] + residual[3][k] * e3[i] + residual[4][k] * e4[i];
        }
        real value = row[0] + row[1] * e1[i] + row[2] * e2[i] + row[3] * e3[i] + row[4] * e4[i];
        real along = row[3] * e1[i] - row[1] * e3[i] + 2 * (row[4] * e2[i] - row[2] * e4[i]);
        real across = column[3] * f1[i] - column[1] * f3[i] + 2 * (column[4] * f2[i] - column[2] * f4[i]);
        real size = FABS(mass[i]), q = mass[i] * size;
        first[i] -= rate * q * along;
        second[i] -= rate * q * across;
        mass[i] = shrink * mass[i] - 2 * rate * size * value;
    }
}

static void step(void)
{
    real residual[WAVES][WAVES];
    for (int c = 0; c < 2; c++)
        waves(t[c], wave[c][0], wave[c][1], wave[c][2], wave[c][3], wave[c][4]);
    for (int k = 0; k < WAVES; k++)
        for (int l = 0; l < WAVES; l++)
            residual[k][l] = moment(wave[0][k], wave[1][l]) / (real)problem->m - target[k][l];
    update(residual);
}

const struct stepper torus = {load, set, step, get, 0};
