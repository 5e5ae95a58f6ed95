/* Papers for a request of access: what their files share. bundle.c gathers, bundle_third.c knows which fields speak of
 * others, bundle_marks.c keeps what was decided, bundle_sheet.c writes the lines that leave. */
#ifndef TOWNKEEP_DOMAIN_BUNDLE_IN_H
#define TOWNKEEP_DOMAIN_BUNDLE_IN_H

#include "document_in.h"
#include "townkeep/domain/access_bundle.h"

/* Why a field speaks of somebody else by its nature; NULL it does not. */
const char *bundle_third(const struct record_type *type, const struct field *field);
/* Whether it tells who told, which goes where they wished to stay unnamed. */
bool bundle_is_source(const struct record_type *type, const struct field *field);
/* What was decided before, to the passages it was decided of; a text that changed since is undecided again. */
void bundle_read_marks(struct access_bundle *bundle);
/* All lines that leave, with who looked up to the day it was put together. */
MUST_USE enum err bundle_lines(struct store *store, const struct access_bundle *bundle, struct document *out,
                               struct why *why);
/* A fingerprint of these lines. */
MUST_USE enum err bundle_fingerprint(const struct document *document, char out[STORE_FINGERPRINT_SIZE]);

#endif
