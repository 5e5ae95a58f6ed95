/*
 * What the unit tests share: the list of suites, temporary folders, and data that may be absent.
 * A test that needs absent data says so with unit_skip and returns; the runner announces it and counts it apart.
 */
#ifndef TOWNKEEP_TESTS_UNIT_H
#define TOWNKEEP_TESTS_UNIT_H

#include <stdbool.h>
#include <stddef.h>

struct suite {
    const char *name;
    void (*add)(void);
};

enum { UNIT_PATH_SIZE = 512 };

/* Say that a check was left out, and why. */
void unit_skip(const char *why);

/* The path of a file of the shared data, "names/x.csv", in out; false (after unit_skip) when it is not there. */
bool unit_data(const char *name, char out[UNIT_PATH_SIZE]);

/* A new empty folder, and its removal with all that is in it. */
void unit_folder(char out[UNIT_PATH_SIZE]);
void unit_folder_remove(const char *folder);

/* The path of `name` in `folder`. */
void unit_path(const char *folder, const char *name, char out[UNIT_PATH_SIZE]);

#endif
