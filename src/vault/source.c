/* A vault's pages for whoever reads its trees without SQLite (tree.h): from the file itself, past SQLite's cache. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "townkeep/base/i18n.h"
#include "townkeep/vault/tree.h"
#include "vault_in.h"

static bool read_page(void *context, uint64_t number, uint8_t out[TREE_PAGE_SIZE])
{
    struct vault *vault = context;

    return read_fully(vault->fd, out, VAULT_PAGE_SIZE, vault_page_place(number)) && page_open(vault, number, out) == OK;
}

enum err vault_tree_source(struct vault *vault, struct tree_source *out, struct why *why)
{
    struct stat status;
    uint64_t pages;

    *out = (struct tree_source){ 0 };
    if (fstat(vault->fd, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be read"));
    pages = status.st_size > PAGES_START ? (uint64_t)(status.st_size - PAGES_START) / VAULT_PAGE_SIZE : 0;
    *out = (struct tree_source){
        .read = read_page, .context = vault, .pages = pages, .seen = calloc((size_t)pages + 1, 1)
    };
    return out->seen != NULL ? OK : vault_no_memory(why);
}

void vault_tree_source_release(struct tree_source *source)
{
    free(source->seen);
    *source = (struct tree_source){ 0 };
}
