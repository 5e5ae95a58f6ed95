/*
 * A file for one person outside the office: encrypted with a passphrase that is told by another way. Whoever has the
 * program opens it with `townkeep unseal`; no vault is needed. The byte layout is at the head of
 * src/exchange/sealed_file.c.
 */
#ifndef TOWNKEEP_EXCHANGE_SEALED_FILE_H
#define TOWNKEEP_EXCHANGE_SEALED_FILE_H

#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/crypt/crypt.h"

enum { SEALED_FILE_MAX = 64 << 20 }; /* of what is in it */

/* A new file, mode 0600, there as a whole or not at all. `cost` zero: as for an officer's passphrase. E_CONFLICT when
 * something stands there; E_INVALID for a passphrase that is too weak, or for more than fits. */
MUST_USE enum err sealed_file_write(const char *path, const struct passphrase *passphrase, struct kdf_cost cost,
                                    const void *bytes, size_t len, struct why *why);
/* What is in it, appended to `out`, all or nothing; wipe it afterwards. E_INVALID for what is no such file,
 * E_PASSPHRASE, E_DAMAGED when it was cut off or changed. */
MUST_USE enum err sealed_file_read(const char *path, const struct passphrase *passphrase, struct buf *out,
                                   struct why *why);

#endif
