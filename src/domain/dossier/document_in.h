/* What the documents share: the records they are built from, and how a line is added. */
#ifndef TOWNKEEP_DOMAIN_DOCUMENT_IN_H
#define TOWNKEEP_DOMAIN_DOCUMENT_IN_H

#include "townkeep/base/buf.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/document.h"
#include "townkeep/domain/panel.h"

/* --- telling.c: words that tell who somebody is --- */
struct telling {
    struct buf phrases; /* folded, one a line, words parted by blanks */
    struct date today;
};
void telling_release(struct telling *telling);
/* Each word of a name alone tells who it is; of a place or a school only the whole. Words of one or two letters do not.
 */
MUST_USE enum err telling_add_name(struct telling *telling, const char *name);
MUST_USE enum err telling_add_whole(struct telling *telling, const char *title);
/* The text without them, “[…]” in their place, and with months instead of days; appended to `out`. */
MUST_USE enum err telling_redact(const struct telling *telling, const char *text, struct buf *out);

/* --- sources.c --- */
struct sources {
    struct store *store;
    const struct vocabularies *words;
    struct date today;
    struct record office, episode, referral; /* referral: .type NULL when there is none */
    struct panel_papers panel;
    struct assessment assessment; /* record.type NULL: none yet */
    struct record plan;
    struct record *actions; /* of the plan */
    size_t action_count;
    struct record *statements; /* of the person */
    size_t statement_count;
    struct record *items; /* of a meeting, as they are called */
    size_t item_count;
    struct telling telling;
};
void sources_release(struct sources *sources);
MUST_USE enum err sources_of_item(struct store *store, int64_t item, struct sources *out, struct why *why);
MUST_USE enum err sources_of_plan(struct store *store, int64_t plan, struct sources *out, struct why *why);
MUST_USE enum err sources_of_meeting(struct store *store, int64_t meeting, struct sources *out, struct why *why);

/* --- lines --- */
MUST_USE enum err document_add(struct document *document, enum document_style style, const char *text);
MUST_USE enum err document_printf(struct document *document, enum document_style style, const char *format, ...)
    PRINTF_LIKE(3, 4);
MUST_USE enum err document_space(struct document *document);
/* A heading and under it the field; nothing when it is empty. */
MUST_USE enum err document_field(struct document *document, const struct sources *sources, const struct record *record,
                                 const char *key, const char *heading);
/* What the field holds, for people; "" when empty. */
MUST_USE enum err document_shown(const struct sources *sources, const struct record *record, const char *key,
                                 struct buf *out);
/* The statements of the person, which go with everything; `telling` when the document names nobody. */
MUST_USE enum err document_statements(struct document *document, const struct sources *sources,
                                      const struct telling *telling);

/* Whether the person was asked before the panel or after, which every sheet of the panel says. */
MUST_USE enum err document_profile(struct document *document, const struct sources *sources);

/* --- what stands on each --- */
enum err sheet_f2(const struct sources *sources, struct document *out);
enum err sheet_f3(const struct sources *sources, struct document *out);
enum err sheet_letter(const struct sources *sources, struct document *out);
enum err sheet_plan(const struct sources *sources, struct document *out);
enum err sheet_agenda(const struct sources *sources, struct document *out);
/* bundle_sheet.c: from the request alone */
enum err sheet_access(struct store *store, int64_t request, struct document *out, struct why *why);

#endif
