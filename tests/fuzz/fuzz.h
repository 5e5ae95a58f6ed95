/*
 * What the fuzz targets share. A target takes any bytes, gives them to a part of the program that reads what others
 * wrote, and ends the process when a promise of that part is broken. Two programs run the targets: libfuzzer.c (clang's
 * libFuzzer, `make fuzz`) looks for inputs; replay.c, for any compiler, runs the seeds, the kept inputs and small
 * changes of both, as a test.
 *
 * tests/fuzz/target_NAME.c defines `fuzz_target_NAME`. Inputs that once broke something stand in tests/fuzz/kept/NAME/.
 */
#ifndef TOWNKEEP_TESTS_FUZZ_H
#define TOWNKEEP_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"

typedef void fuzz_take(void *data, const void *bytes, size_t len);

struct fuzz_target {
    const char *name;
    size_t most;         /* bytes of the longest input worth trying */
    void (*start)(void); /* once, before the first run; NULL nothing to do */
    void (*run)(const uint8_t *bytes, size_t len);
    void (*seeds)(fuzz_take *take, void *data); /* inputs to begin with, made by the program's own writers */
};
extern const struct fuzz_target *const fuzz_targets[];
extern const size_t fuzz_target_count;
const struct fuzz_target *fuzz_find(const char *name); /* NULL: none */

/* A broken promise: says which, and aborts. */
void fuzz_must(bool holds, const char *promise);
/* The next bytes of an input as text, up to and without a zero byte or the end; the caller frees. */
char *fuzz_text(struct scan *scan);
/* Put what the input says over `bytes`, until it ends or says stop: where (2 bytes, of `len`), how many (1), these. */
void fuzz_edit(struct scan *scan, uint8_t *bytes, size_t len);
/* A folder in memory, made once for this process and removed with it, and files in it. */
const char *fuzz_folder(void);
void fuzz_file(const char *name, const void *bytes, size_t len, char path[static 256]);

#endif
