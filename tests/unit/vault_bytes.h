/* Whether bytes stand in the file of a vault, for somebody who holds every key: what is gone must not. */
#ifndef TOWNKEEP_TESTS_VAULT_BYTES_H
#define TOWNKEEP_TESTS_VAULT_BYTES_H

#include <CUnit/Basic.h>
#include <string.h>

#include "townkeep/vault/tree.h"

/* All pages of the file as they stand in it, decrypted, one behind the other. */
static inline bool vault_holds(struct vault *vault, const void *bytes, size_t len)
{
    struct tree_source source;
    uint8_t page[TREE_PAGE_SIZE];
    bool holds = false;

    CU_ASSERT_EQUAL_FATAL(vault_tree_source(vault, &source, NULL), OK);
    for (uint64_t i = 1; i <= source.pages && !holds; i++)
        holds = source.read(source.context, i, page) && memmem(page, sizeof page, bytes, len);
    vault_tree_source_release(&source);
    return holds;
}

#endif
