/* Giving a copy out from the screen: where to, one more question, and what the officer must know afterwards. */
#include <stdio.h>
#include <string.h>

#include "document_screen_in.h"
#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/document.h"

struct copy_wish document_wish_of(const struct document_screen *document)
{
    const struct record *copy = &document->editing.record;
    struct copy_wish wish = { .recipient = record_text(copy, "recipient"),
                              .to_person = document->to_person,
                              .party = record_number(copy, "party") };

    if (!document->to_person)
        (void)date_parse(record_text(copy, "return_by"), false, &wish.return_by);
    return wish;
}

/* In the person's own folder, named after the number the copy will have. */
static enum err suggest_path(struct document_screen *document, struct store *store, struct why *why)
{
    char name[80];
    struct buf folder = { 0 };
    int64_t number = 0;
    enum err e = copy_next_number(store, &number, why);

    snprintf(name, sizeof name, "copy-%lld-%s.%s", (long long)number, document_form(document->kind)->code,
             document->is_sealed ? "sealed" : "txt");
    buf_clear(&document->path);
    if (!e && !(e = path_home(&folder, why)) && (e = path_join(&document->path, buf_text(&folder), name)))
        why_set(why, e, "%s", err_text(e));
    buf_release(&folder);
    return e;
}

void document_ask_place(struct document_screen *document, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };
    struct copy_wish wish;
    struct why why = { 0 };

    if (!editing_finish(&document->editing))
        return;
    wish = document_wish_of(document);
    if (copy_check(flow_store(flow), &document->document, &wish, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Where to?"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             document->is_sealed
                 ? _("A new file, sealed: only the passphrase that is shown then opens it. Its full path, or from your "
                     "own folder on.")
                 : _("A new text file, to print and then delete. Its full path, or from your own folder on."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Take it"));
    if (suggest_path(document, flow_store(flow), &why) || line_set(&dialog.line, buf_text(&document->path)))
        flow_refuse(flow, &why);
    else
        flow_ask(flow, &dialog, DOCUMENT_ASKED_PLACE);
}

void document_ask_write(struct document_screen *document, struct flow *flow, const char *typed)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    struct copy_wish wish = document_wish_of(document);
    struct buf shown = { 0 };
    struct why why = { 0 };

    buf_clear(&document->path);
    if (path_as_typed(typed, &document->path, &why) || name_shown(buf_text(&document->path), &shown)) {
        flow_refuse(flow, &why);
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Give out this copy?"));
    text_print_into(dialog.text, sizeof dialog.text,
                    document->is_sealed
                        ? _("For %s, to %s. The case says so before the file is there. The file is sealed.")
                        : _("For %s, to %s. The case says so before the file is there. The file is not sealed: "
                            "whoever holds it can read it."),
                    copy_recipient(&wish), buf_text(&shown));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Give it out"));
    flow_ask(flow, &dialog, DOCUMENT_ASKED_WRITE);
    buf_release(&shown);
}

static void tell_given(struct document_screen *document, struct flow *flow, const struct document_given *given)
{
    char text[500];

    if (!document->is_sealed) {
        flow_toast(flow, STYLE_GOOD, _("Copy %lld was written. Print it, hand it over, and delete the file."),
                   (long long)given->number);
        return;
    }
    text_print_into(text, sizeof text,
                    _("Copy %lld was written. Its passphrase is shown only now:\n\n    %s\n\nTell it to the recipient "
                      "by another way than the file. They open it with “townkeep unseal”."),
                    (long long)given->number, given->passphrase);
    flow_tell(flow, _("The copy is sealed"), text);
    explicit_bzero(text, sizeof text);
}

bool document_write_copy(struct document_screen *document, struct flow *flow)
{
    struct document_wish wish = { .copy = document_wish_of(document),
                                  .path = buf_text(&document->path),
                                  .is_sealed = document->is_sealed };
    struct document_given given;
    struct why why = { 0 };

    if (document_give(flow_store(flow), &document->document, &wish, &given, &why)) {
        flow_refuse(flow, &why);
        return false;
    }
    tell_given(document, flow, &given);
    explicit_bzero(&given, sizeof given);
    return true;
}
