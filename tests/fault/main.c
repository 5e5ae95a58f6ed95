/*
 * Proves that what was reported saved is saved: fault PART [ROUNDS [SEED]]
 * Parts: crash (kill -9 and power cuts), proof (that a disk which does not sync is found out), calls (the N-th system
 * call fails), memory (the N-th allocation fails), damage (flipped bits, cut files, forged headers). ROUNDS 0, for the
 * last three: everything there is. The seed is printed, so that a run can be had again. The last line is "N passed, N
 * failed".
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault.h"

static const struct {
    const char *name;
    void (*run)(struct tally *tally, int64_t rounds, uint64_t seed);
    int64_t rounds; /* of the short form */
} parts[] = {
    { "crash", fault_crash, 120 }, { "proof", fault_proof, 400 },  { "calls", fault_calls, 1 },
    { "memory", fault_memory, 8 }, { "damage", fault_damage, 40 },
};

enum { COMPLAINTS_SHOWN = 60 };

void tally_fail(struct tally *tally, const char *format, ...)
{
    va_list arguments;

    if (tally->failed++ >= COMPLAINTS_SHOWN || tally->is_quiet)
        return;
    fputs("  FAILED ", stdout);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

static uint64_t some_seed(void)
{
    uint64_t seed;

    random_bytes(&seed, sizeof seed);
    return seed % 1000000;
}

int main(int argc, char **argv)
{
    struct tally tally = { 0 };
    uint64_t seed;
    size_t part = 0;

    while (part < sizeof parts / sizeof parts[0] && (argc < 2 || strcmp(argv[1], parts[part].name) != 0))
        part++;
    if (part == sizeof parts / sizeof parts[0]) {
        fputs("fault crash|proof|calls|memory|damage [ROUNDS [SEED]]\n", stderr);
        return 2;
    }
    if (!memory_start() || crypt_start(NULL))
        return 2;
    seed = argc > 3 ? strtoull(argv[3], NULL, 10) : some_seed();
    printf("%s, seed %llu\n", parts[part].name, (unsigned long long)seed);
    fflush(stdout);
    parts[part].run(&tally, argc > 2 ? strtoll(argv[2], NULL, 10) : parts[part].rounds, seed);
    printf("%lld passed, %lld failed\n", (long long)tally.passed, (long long)tally.failed);
    return tally.failed > 0;
}
