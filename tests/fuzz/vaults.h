/*
 * A small vault in memory for the targets that damage it: made once, put back before each run, its rows known by a
 * digest. Everything goes through the vault room's own calls, so that the format may change.
 */
#ifndef TOWNKEEP_TESTS_FUZZ_VAULTS_H
#define TOWNKEEP_TESTS_FUZZ_VAULTS_H

#include "../../src/vault/vault_in.h"
#include "fuzz.h"

struct fuzz_vault {
    char path[256], journal[300];
    struct passphrase *right, *wrong;
    uint8_t *kept, *kept_journal; /* as it was made; with a save cut short: vault and journal as a crash leaves them */
    size_t kept_len, kept_journal_len;
    uint8_t digest[HASH_SIZE]; /* of its rows */
    struct vault *vault;
    sqlite3 *database; /* of the open vault */
};

/* `is_crashed`: with a journal beside it, of a save that was cut short after pages were written. */
void vaults_make(struct fuzz_vault *vault, bool is_crashed);
void vaults_put_back(struct fuzz_vault *vault);
/* Open it, and its database when `whole`. A refusal must have a sentence and be of a kind that fits. */
MUST_USE enum err vaults_open(struct fuzz_vault *vault, bool whole, struct why *why);
void vaults_close(struct fuzz_vault *vault);
/* Read and change everything there is, as far as it goes; *is_same when all rows could be read and are what they were.
 * Ends soon whatever the pages say. */
void vaults_use(struct fuzz_vault *vault, bool *is_same);
int64_t vaults_number(struct fuzz_vault *vault, const char *sql); /* first column of the first row; -1 none */

#endif
