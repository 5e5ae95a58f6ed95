/* The agenda of a meeting: which cases, in which order, by pseudonym, and nothing else about them. */
#include "document_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

static enum err add_item(const struct sources *sources, const struct record *item, int number, struct document *out)
{
    struct buf name = { 0 };
    int64_t episode = record_number(item, "episode");
    enum err e = store_title(sources->store, &episode_type, episode, &name);

    if (!e)
        e = document_printf(out, DOCUMENT_TEXT, "%2d. %s · %s", number, buf_text(&name),
                            vocabulary_label(sources->words, "panel_stage", record_text(item, "stage")));
    if (!e && out->case_count < DOCUMENT_CASES_MAX)
        out->cases[out->case_count++] = episode;
    buf_wipe(&name);
    return e;
}

static enum err add_head(const struct sources *sources, struct document *out)
{
    const struct record *meeting = &sources->panel.meeting;
    struct buf when = { 0 };
    enum err e;

    if ((e = document_shown(sources, meeting, "on", &when)) ||
        (record_has(meeting, "start") &&
         ((e = buf_add_str(&when, ", ")) || (e = document_shown(sources, meeting, "start", &when)))))
        goto done;
    if ((e = document_printf(out, DOCUMENT_TITLE, _("Agenda of the panel of %s"), buf_text(&when))))
        goto done;
    if (record_has(meeting, "place"))
        e = document_printf(out, DOCUMENT_TEXT, _("Place: %s"), record_text(meeting, "place"));
    if (!e)
        e = document_printf(out, DOCUMENT_TEXT, _("Chaired by: %s"), record_text(meeting, "chair"));
done:
    buf_wipe(&when);
    return e;
}

enum err sheet_agenda(const struct sources *sources, struct document *out)
{
    enum err e;

    if ((e = add_head(sources, out)) || (e = document_space(out)) ||
        (e = document_add(out, DOCUMENT_TEXT,
                          _("Before the first case: the rules of confidentiality are read out, and "
                            "everybody accepts them."))) ||
        (e = document_add(out, DOCUMENT_TEXT,
                          _("Before each case: whoever knows the person or the family says so and "
                            "leaves the room."))) ||
        (e = document_space(out)))
        return e;
    for (size_t i = 0; i < sources->item_count && !e; i++)
        e = add_item(sources, &sources->items[i], (int)i + 1, out);
    return e;
}
