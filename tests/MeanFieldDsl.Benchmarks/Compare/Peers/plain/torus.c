/* Spikes on the torus in feature space: 25 Fourier coefficients, so the work is proportional to the number of particles. */
#include <string.h>
#include "../peer.h"

#define WAVES 5

typedef real waves[WAVES];

static const struct problem *problem;
static real *r, *t[2], target[WAVES][WAVES];
static waves *wave[2], *slope[2];

static void load(const struct problem *given, size_t block)
{
    (void)block;
    problem = given;
    r = numbers(problem->m);
    for (int c = 0; c < 2; c++) {
        t[c] = numbers(problem->m);
        wave[c] = (waves *)numbers(problem->m * WAVES);
        slope[c] = (waves *)numbers(problem->m * WAVES);
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

/* 1, cos, cos 2, sin, sin 2, all but the first times the root of 2, and their derivatives. */
static void evaluate(int c)
{
    real root = SQRT((real)2);
    for (size_t i = 0; i < problem->m; i++) {
        real at = t[c][i], *w = wave[c][i], *s = slope[c][i];
        w[0] = 1;
        w[1] = root * COS(at);
        w[2] = root * COS(2 * at);
        w[3] = root * SIN(at);
        w[4] = root * SIN(2 * at);
        s[0] = 0;
        s[1] = -w[3];
        s[2] = -2 * w[4];
        s[3] = w[1];
        s[4] = 2 * w[2];
    }
}

static void step(void)
{
    size_t m = problem->m;
    real residual[WAVES][WAVES];
    memset(residual, 0, sizeof residual);
    evaluate(0);
    evaluate(1);
    for (size_t i = 0; i < m; i++)
        for (int k = 0; k < WAVES; k++)
            for (int l = 0; l < WAVES; l++)
                residual[k][l] += r[i] * FABS(r[i]) * wave[0][i][k] * wave[1][i][l];
    for (int k = 0; k < WAVES; k++)
        for (int l = 0; l < WAVES; l++)
            residual[k][l] = residual[k][l] / (real)m - target[k][l];

    real rate = (real)problem->step, decay = (real)problem->decay;
    for (size_t i = 0; i < m; i++) {
        real value = 0, along = 0, across = 0, size = FABS(r[i]), mass = r[i] * size;
        for (int k = 0; k < WAVES; k++)
            for (int l = 0; l < WAVES; l++) {
                value += residual[k][l] * wave[0][i][k] * wave[1][i][l];
                along += residual[k][l] * slope[0][i][k] * wave[1][i][l];
                across += residual[k][l] * wave[0][i][k] * slope[1][i][l];
            }
        r[i] -= rate * (2 * size * value + 2 * decay * r[i]);
        t[0][i] -= rate * mass * along;
        t[1][i] -= rate * mass * across;
    }
}

const struct stepper torus = {load, set, step, get, 0};
