/* What the files of this room share among themselves. */
#ifndef TOWNKEEP_CRYPT_CRYPT_IN_H
#define TOWNKEEP_CRYPT_CRYPT_IN_H

#include "townkeep/crypt/crypt.h"

/* The passphrase in NFC form, so that the same words typed on different keyboards give the same key. The secret's first
 * *len bytes are the text. E_INVALID when it is empty or no UTF-8. */
MUST_USE enum err passphrase_normal(const struct passphrase *passphrase, struct secret **out, size_t *len,
                                    struct why *why);
/* The bytes as they were added, for the recovery code's reader; borrowed. */
const char *passphrase_bytes(const struct passphrase *passphrase, size_t *len);

#endif
