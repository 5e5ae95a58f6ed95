/* The program's own hashing of passphrases, behind the stand-in of hashing.c. */
#ifndef TOWNKEEP_TESTS_FUZZ_HASHING_H
#define TOWNKEEP_TESTS_FUZZ_HASHING_H

#include "townkeep/crypt/crypt.h"

MUST_USE enum err __real_kdf_passphrase(const struct passphrase *passphrase, const uint8_t salt[SALT_SIZE],
                                        struct kdf_cost cost, struct secret **out, struct why *why);

#endif
