/* A passphrase being typed: dots on the screen, the bytes in guarded memory only. */
#ifndef TOWNKEEP_SCREENS_PASSPHRASE_FIELD_H
#define TOWNKEEP_SCREENS_PASSPHRASE_FIELD_H

#include <stdbool.h>

#include "townkeep/crypt/crypt.h"
#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

/* Text, paste, Backspace (one back), Ctrl-U (all). True when taken. */
bool passphrase_field_handle(struct passphrase *passphrase, const struct event *event);
void passphrase_field_draw(const struct passphrase *passphrase, struct grid *grid, int x, int y, int width,
                           bool active);

#endif
