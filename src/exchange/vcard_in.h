/* Private to the address cards: vcard_line.c how a line is written, vcard.c what stands on a card. */
#ifndef VCARD_IN_H
#define VCARD_IN_H

#include "townkeep/base/buf.h"

/* A line is put together in a buffer of its own, then folded into the file. */
MUST_USE enum err vcard_add_text(struct buf *line, const char *text); /* escaped: \ , ; and line ends */
MUST_USE enum err vcard_add_raw(struct buf *line, const char *text);  /* a URI: as it is, without controls */
/* At most 75 bytes a line, never cut inside a character; then CRLF. Empties *line. */
MUST_USE enum err vcard_end_line(struct buf *line, struct buf *out);

#endif
