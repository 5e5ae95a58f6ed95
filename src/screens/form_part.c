/* The lines beside a form of some fields, and the form they are most used with: a quick assessment, with what this
 * officer said last and what the others said. */
#include "form_part_in.h"

#include <stdio.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/standing.h"

enum { BESIDE_MOST = 9, WORDS_SIZE = 160 };

void form_part_place(struct area body, struct page *beside, struct area *form)
{
    struct area right;
    int height;

    if (frame_split(body, form, &right)) {
        page_place(beside, right);
        return;
    }
    height = beside->count + 1 < BESIDE_MOST ? beside->count + 1 : BESIDE_MOST;
    *form = (struct area){ body.x, body.y, body.width, body.height - height };
    page_place(beside, (struct area){ body.x, body.y + body.height - height + 1, body.width, height - 1 });
}

/* --- what was said before --- */
static const char *label_of(enum standing_measure measure)
{
    return _(party_assessment_type.fields[field_find(&party_assessment_type, standing_key(measure))].label);
}

static const char *stance_of(struct store *store, const char *code)
{
    return code[0] ? vocabulary_label(store_words(store), "stance", code) : "?";
}

static enum err add_measure(struct page *page, enum standing_measure measure, const struct standing_word *own,
                            const struct standing *others)
{
    char words[WORDS_SIZE], said[24] = "?", score[64];

    if (own->values[measure] != 0)
        snprintf(said, sizeof said, "%d", own->values[measure]);
    text_print_into(words, sizeof words, _("%s · you %s · others %s"), label_of(measure), said,
                    standing_show(&others->now[measure], score, sizeof score));
    return page_add(page, STYLE_TEXT, 0, words);
}

static enum err add_head(struct page *page, const struct standing_word *own, const struct standing *others)
{
    char mine[DATE_TEXT_SIZE] = "", theirs[DATE_TEXT_SIZE] = "", words[WORDS_SIZE];

    if (own->on.year != 0)
        date_format(own->on, mine);
    if (others->on.year != 0)
        date_format(others->on, theirs);
    text_print_into(words, sizeof words, _("Said before: you %s, others %s"), mine[0] ? mine : _("never"),
                    theirs[0] ? theirs : _("never"));
    return page_add(page, STYLE_STRONG, 0, words);
}

static enum err beside_assessment(struct store *store, const struct record *assessment, struct page *page,
                                  struct why *why)
{
    int64_t party = record_number(assessment, "party");
    struct standing_word own;
    struct standing others;
    char words[WORDS_SIZE];
    enum err e = standing_beside(store, party, store_officer_id(store), clock_today(), &own, &others, why);

    if (e || (e = add_head(page, &own, &others)))
        return e;
    for (int i = 0; i < STANDING_MEASURES && !e; i++)
        e = add_measure(page, (enum standing_measure)i, &own, &others);
    text_print_into(words, sizeof words, _("Stance · you %s · others %s"), stance_of(store, own.stance),
                    stance_of(store, others.stance));
    return e ? e : page_add(page, STYLE_TEXT, 0, words);
}

struct screen *assess_screen_new(int64_t party, int64_t round)
{
    static const char *const keys[] = { "influence", "interest", "capacity",   "trust_toward_city", "city_trust",
                                        "stance",    "evidence", "confidence", "engagement_now",    "engagement_wanted",
                                        "on",        "sens" };
    const struct form_part part = { .keys = keys, .count = ARRAY_COUNT(keys), .beside = beside_assessment };
    char fields[80];

    if (round != 0)
        snprintf(fields, sizeof fields, "party=%lld\nround=%lld", (long long)party, (long long)round);
    else
        snprintf(fields, sizeof fields, "party=%lld", (long long)party);
    return form_screen_new_part(&party_assessment_type, 0, fields, &part);
}
