/* What a whole escape sequence means; 0 and false for one that means nothing here. `params` is the text before the
 * final byte. */
#ifndef TOWNKEEP_TERM_SEQUENCE_IN_H
#define TOWNKEEP_TERM_SEQUENCE_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/draw/event.h"

uint32_t sequence_csi(const char *params, unsigned char final);
uint32_t sequence_ss3(const char *params, unsigned char final);
uint32_t sequence_console(unsigned char final);
/* xterm's mode 1006: "<button;column;row" and M or m. A click is an EVENT_MOUSE, the wheel the Up and Down keys. */
bool sequence_mouse(const char *params, unsigned char final, struct event *event);
/* xterm's mode 1000: three bytes, each 32 more than its meaning. */
bool sequence_old_mouse(const char bytes[3], struct event *event);

#endif
