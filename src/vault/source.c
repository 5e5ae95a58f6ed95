/* A vault's pages for whoever reads its trees without SQLite (tree.h): from the file itself, past SQLite's cache. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "townkeep/base/i18n.h"
#include "townkeep/vault/tree.h"
#include "vault_in.h"

enum { PAGES_MAX = 1 << 28 }; /* a tebibyte */

static bool read_page(void *context, uint64_t number, uint8_t out[TREE_PAGE_SIZE])
{
    struct vault *vault = context;

    return page_get(vault, vault->fd, number, out) == PAGE_SOUND;
}

/* As many as page 1 promises, where the file was cut short (SQLite's file format, section 1.3.7). */
static uint64_t count_pages(struct vault *vault, int64_t length)
{
    uint64_t there = vault_page_count(vault, length, NULL), promised = 0;
    uint8_t first[VAULT_PAGE_SIZE];

    if (read_page(vault, 1, first) && memcmp(first + 24, first + 92, 4) == 0)
        promised = (uint64_t)first[28] << 24 | (uint64_t)first[29] << 16 | (uint64_t)first[30] << 8 | first[31];
    wipe(first, sizeof first);
    return promised > there && promised <= PAGES_MAX ? promised : there;
}

enum err vault_tree_source(struct vault *vault, struct tree_source *out, struct why *why)
{
    struct stat status;
    uint64_t pages;

    *out = (struct tree_source){ 0 };
    if (fstat(vault->fd, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be read"));
    pages = count_pages(vault, status.st_size);
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
