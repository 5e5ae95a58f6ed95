/* The header of the vault as a sheet to be printed: what it is and is not good for, then the lines. That it was printed
 * stands in the history, because the paper lets in whoever could unlock that day. */
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

static const char *file_name(const struct store *store)
{
    const char *slash = strrchr(store->path, '/');

    return slash ? slash + 1 : store->path;
}

static enum err write_words(const struct store *store, uint64_t generation, size_t lines, struct buf *out)
{
    char now[DATE_TIME_TEXT_SIZE];

    moment_format(clock_now(), now);
    return buf_printf(
        out,
        _("The header of a Townkeep vault, on paper\n\n"
          "Office:  %s\nFile:    %s\nPrinted: %s\nChange:  %llu\nLines:   %zu\n\n"
          "If both headers of the file are ever destroyed, type these lines into a text file and run\n"
          "\"townkeep header restore FILE\". A line typed wrong is named.\n\n"
          "This sheet opens nothing without a passphrase, or the recovery code, of the day it was printed.\n"
          "It knows nothing of what changed since: officers who were removed could unlock again, and newer\n"
          "passphrases would not open. Print a new one after each such change, and destroy this one.\n\n"),
        store->office, file_name(store), now, (unsigned long long)generation, lines);
}

enum err store_header_sheet(struct store *store, struct buf *out, struct why *why)
{
    struct buf lines = { 0 };
    uint64_t generation;
    size_t count;
    enum err e;

    if ((e = store_require_writable(store, why)) || (e = store_require(store, ROLE_ADMINISTRATOR, why)) ||
        (e = vault_header_sheet(store->vault, &lines, &count, &generation, why)))
        goto done;
    if ((e = write_words(store, generation, count, out)) || (e = buf_add(out, lines.data, lines.len))) {
        (void)why_set(why, e, "%s", err_text(e));
        goto done;
    }
    e = store_log(store, ENTRY_EXPORT, _("Printed the vault's header on paper"), 0, why);
done:
    buf_release(&lines);
    return e;
}
