/* The C peers: answer 'load FILE PRECISION', 'steps COUNT', 'particles FILE' and 'quit' until the input ends. */
#define _POSIX_C_SOURCE 200809L
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "peer.h"

static struct problem problem;
static double *file_numbers;
static real *memory[64];
static int memory_count;

real *numbers(size_t count)
{
    void *address = NULL;
    if (memory_count == 64 || posix_memalign(&address, 64, (count + 1) * sizeof(real)))
        exit(1);
    memset(address, 0, count * sizeof(real));
    return memory[memory_count++] = address;
}

static void release_all(int keep)
{
    while (memory_count > keep)
        free(memory[--memory_count]);
}

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static double timed(const struct stepper *stepper, long count)
{
    stepper->set(problem.start);
    double begin = now();
    for (long k = 0; k < count; k++)
        stepper->step();
    return now() - begin;
}

static void read_problem(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END))
        exit(1);
    size_t count = (size_t)ftell(file) / sizeof(double);
    rewind(file);
    free(file_numbers);
    file_numbers = malloc(count * sizeof(double));
    if (!file_numbers || fread(file_numbers, sizeof(double), count, file) != count)
        exit(1);
    fclose(file);
    const double *at = file_numbers;
    problem = (struct problem){(enum family)at[0], (size_t)at[1], (size_t)at[2], (size_t)at[3], (size_t)at[4], at[5], at[6], at[7], 0, 0, 0};
    release_all(0);
    problem.x = numbers(problem.n * problem.p);
    problem.y = numbers(problem.n);
    at += 8;
    for (size_t k = 0; k < problem.n * problem.p; k++)
        problem.x[k] = (real)*at++;
    for (size_t k = 0; k < problem.n; k++)
        problem.y[k] = (real)*at++;
    problem.start = file_numbers + (at - file_numbers);
}

/* The number of rows at a time with the shortest step, and that step's time. */
static size_t fastest_block(const struct stepper *stepper)
{
    const size_t candidates[] = {16, 32, 64, 128, 256, 512, problem.n};
    int kept = memory_count;
    size_t best = problem.n;
    double shortest = INFINITY;
    for (int c = 0; c < 7; c++) {
        size_t block = candidates[c] < problem.n ? candidates[c] : problem.n;
        if (!stepper->has_blocks && c < 6)
            continue;
        release_all(kept);
        stepper->load(&problem, block);
        double one = timed(stepper, 1);
        if (one < 0.5)
            one = timed(stepper, 1);
        long count = one > 0.02 ? 1 : (long)(0.02 / one) + 1;
        double seconds = timed(stepper, count) / (double)count;
        if (seconds < shortest) {
            shortest = seconds;
            best = block;
        }
    }
    release_all(kept);
    stepper->load(&problem, best);
    return best;
}

static void write_particles(const struct stepper *stepper, const char *path)
{
    double *theta = malloc(problem.m * problem.length * sizeof(double));
    FILE *file = fopen(path, "wb");
    if (!theta || !file)
        exit(1);
    stepper->get(theta);
    fwrite(theta, sizeof(double), problem.m * problem.length, file);
    fclose(file);
    free(theta);
}

int main(void)
{
    const struct stepper *const families[] = {&network, &network, &gauss, &torus, &tensor};
    const struct stepper *stepper = NULL;
    char line[4096], argument[4096];
    printf("hello gcc %s, OpenBLAS for %s\n", __VERSION__, openblas_get_corename());
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        long count;
        if (sscanf(line, "load %4095s", argument) == 1) {
            read_problem(argument);
            stepper = families[problem.family];
            /* Of this process alone: Gaussian tails are denormal in single precision. */
            _MM_SET_FLUSH_ZERO_MODE(problem.family == GAUSS ? _MM_FLUSH_ZERO_ON : _MM_FLUSH_ZERO_OFF);
            printf("ready %zu\n", fastest_block(stepper));
        } else if (stepper && sscanf(line, "steps %ld", &count) == 1) {
            printf("%.17g\n", timed(stepper, count));
        } else if (stepper && sscanf(line, "particles %4095s", argument) == 1) {
            write_particles(stepper, argument);
            printf("ready\n");
        } else {
            break;
        }
        fflush(stdout);
    }
    return 0;
}
