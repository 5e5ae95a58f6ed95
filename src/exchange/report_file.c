/* A report into a file: the log first, then all of it under a temporary name, then its own. */
#include <unistd.h>

#include "export_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/exported_file.h"
#include "townkeep/exchange/report.h"

static enum err log_report(struct store *store, const char *label, const char *path, const char *reason,
                           struct why *why)
{
    struct buf sentence = { 0 };
    bool has_reason = reason && reason[0];
    enum err e = buf_printf(&sentence, _("Wrote the report “%s” to %s%s%s"), label, path, has_reason ? ": " : "",
                            has_reason ? reason : "");

    if (!e)
        e = exported_note(store, &(struct exported){ .what = label, .path = path, .profile = "", .reason = reason },
                          buf_text(&sentence), why);
    buf_release(&sentence);
    return e;
}

enum err report_save(struct store *store, const char *label, const char *path, const char *reason,
                     const struct buf *text, struct why *why)
{
    struct buf temporary = { 0 };
    enum err e;

    if ((e = export_check_target(path, false, why)) ||
        (e = buf_printf(&temporary, "%s.new-%ld", path, (long)getpid())) ||
        (store && (e = log_report(store, label, path, reason, why))))
        goto done;
    if (!(e = path_write_file(buf_text(&temporary), buf_text(text), text->len, why)))
        e = export_settle(buf_text(&temporary), path, false, why);
    unlink(buf_text(&temporary)); /* the second name after a link; there is none after a rename */
done:
    buf_release(&temporary);
    return e;
}
