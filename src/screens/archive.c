/* Archiving one record from a screen. Nothing is destroyed; Ctrl-Z takes it back. */
#include <stdio.h>

#include "archive_in.h"
#include "townkeep/base/text.h"

void archive_ask(struct flow *flow, const char *name, int question)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };
    struct buf title = { 0 };

    if (!buf_printf(&title, _("Archive “%s”?"), name))
        snprintf(dialog.title, sizeof dialog.title, "%.*s", (int)text_fit(buf_text(&title), 60), buf_text(&title));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("It leaves the lists and can be brought back at any time. Say why in a few words; that stays in its "
               "history."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Archive it"));
    flow_ask(flow, &dialog, question);
    buf_wipe(&title);
}

static enum err archive_save(struct store *store, const struct record_type *type, int64_t id, bool back,
                             const char *reason, struct why *why)
{
    struct save *save = NULL;
    struct saved saved = { 0 };
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = back ? save_unarchive(save, type, id, why) : save_archive(save, type, id, reason, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, NULL, &saved, why);
}

bool archive_record(struct flow *flow, const struct record_type *type, int64_t id, bool back, const char *reason)
{
    struct why why = { 0 };

    if (archive_save(flow_store(flow), type, id, back, reason, &why)) {
        flow_refuse(flow, &why);
        return false;
    }
    flow_toast(flow, STYLE_GOOD, "%s", back ? _("Brought back.") : _("Archived. Ctrl-Z brings it back."));
    return true;
}
