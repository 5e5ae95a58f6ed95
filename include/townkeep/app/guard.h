/*
 * The fences around the process. In this order: guards_start_alone, guards_note_environment before the environment is
 * cleaned, guards_start once the process is prepared, guards_confine when it is known what will be done (cli_process),
 * and guards_end_children when no child is wanted any more. None of them can fail: what a machine does not have is told
 * in the report, and the program runs without it.
 */
#ifndef TOWNKEEP_APP_GUARD_H
#define TOWNKEEP_APP_GUARD_H

#include <stdbool.h>

#include "townkeep/base/guard.h"
#include "townkeep/cli/cli.h"

/* Before all else: when the environment names libraries to load into this program, or one of its own has started
 * threads, start it again without. They have run by now, but have seen no secret yet. Comes back when there are none,
 * or starting again failed. */
void guards_start_alone(char **argv);
void guards_note_environment(struct guards *guards);
void guards_start(struct guards *guards);
void guards_confine(struct guards *guards, const struct cli_reach *reach);
void guards_end_children(struct guards *guards);

/* The parts, each by itself, for tests. */
struct guard calls_fence(void);                          /* seccomp: no network, no programs, no tracing */
bool calls_fence_children(void);                         /* seccomp: no children; false when the machine cannot */
struct guard files_fence(const struct cli_reach *reach); /* Landlock */
struct guard swap_look(void);                            /* what /proc/swaps says */
/* The same of another list, and with the devices described in another folder than /sys. */
struct guard swap_look_in(const char *list, const char *devices);

#endif
