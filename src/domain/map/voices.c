/*
 * What each officer said of each stakeholder, kept while the assessments go by, newest first: so the first word that
 * comes is the one that counts. Found again through a table of slots, as in any hash table, because a town of 10,000
 * stakeholders with five officers would be slow to search otherwise.
 */
#include <stdlib.h>
#include <string.h>

#include "standing_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/queries.h"

enum { SLOTS_AT_FIRST = 256 };

static size_t slot_of(const struct voices *voices, int64_t party, int64_t officer)
{
    uint64_t mixed = ((uint64_t)party ^ ((uint64_t)officer << 7)) * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(mixed >> 32) & (voices->slot_count - 1);

    while (voices->slots[slot] != 0) {
        const struct voice *voice = &voices->items[voices->slots[slot] - 1];

        if (voice->party == party && voice->officer == officer)
            break;
        slot = (slot + 1) & (voices->slot_count - 1);
    }
    return slot;
}

/* Half of the slots stay free. */
static bool grow(struct voices *voices)
{
    size_t slot_count = voices->slot_count ? 2 * voices->slot_count : SLOTS_AT_FIRST;
    struct voice *items = realloc(voices->items, slot_count / 2 * sizeof *items);
    uint32_t *slots;

    if (!items)
        return false;
    voices->items = items;
    if (!(slots = calloc(slot_count, sizeof *slots)))
        return false;
    free(voices->slots);
    voices->slots = slots;
    voices->slot_count = slot_count;
    voices->room = slot_count / 2;
    for (size_t i = 0; i < voices->count; i++)
        voices->slots[slot_of(voices, items[i].party, items[i].officer)] = (uint32_t)(i + 1);
    return true;
}

static struct voice *voice_of(struct voices *voices, int64_t party, int64_t officer)
{
    size_t slot;

    if (voices->count == voices->room && !grow(voices))
        return NULL;
    slot = slot_of(voices, party, officer);
    if (voices->slots[slot] == 0) {
        voices->items[voices->count] = (struct voice){ .party = party, .officer = officer };
        voices->slots[slot] = (uint32_t)++voices->count;
    }
    return &voices->items[voices->slots[slot] - 1];
}

static void take_code(char out[STANDING_CODE_SIZE], const struct record *assessment, const char *key)
{
    if (out[0] == '\0')
        text_cut_into(out, STANDING_CODE_SIZE, record_text(assessment, key));
}

/* The newest assessment of all of them comes first, and says what lies before it. */
static struct date take_of_all(const struct voices *voices, struct voice *all, const struct record *assessment,
                               struct date on)
{
    if (all->on.year == 0) {
        all->on = on;
        all->base = voices->since.year != 0 ? voices->since : days_from(on, -STANDING_APART_DAYS);
    }
    take_code(all->stance, assessment, "stance");
    take_code(all->engagement_now, assessment, "engagement_now");
    take_code(all->engagement_wanted, assessment, "engagement_wanted");
    return all->base;
}

static void take_values(struct voice *voice, const struct record *assessment, bool is_before)
{
    for (int i = 0; i < STANDING_MEASURES; i++) {
        int64_t value = record_number(assessment, standing_key((enum standing_measure)i));

        if (value < 1 || value > STANDING_LEVELS)
            continue;
        if (voice->now[i] == 0)
            voice->now[i] = (unsigned char)value;
        if (is_before && voice->before[i] == 0)
            voice->before[i] = (unsigned char)value;
    }
}

enum err voices_add(struct voices *voices, const struct record *assessment, struct why *why)
{
    int64_t party = same_as_of(voices->same, record_number(assessment, "party"));
    struct voice *voice;
    struct date on, base;

    if (!date_parse(record_text(assessment, "on"), false, &on))
        return OK;
    if (!(voice = voice_of(voices, party, VOICE_OF_ALL)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    base = take_of_all(voices, voice, assessment, on);
    if (!(voice = voice_of(voices, party, record_number(assessment, "by"))))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if (voice->on.year == 0)
        voice->on = on;
    take_code(voice->stance, assessment, "stance");
    take_values(voice, assessment, date_compare(on, base) <= 0);
    return OK;
}

static int compare_voices(const void *a, const void *b)
{
    const struct voice *left = a, *right = b;

    if (left->party != right->party)
        return left->party < right->party ? -1 : 1;
    return (left->officer > right->officer) - (left->officer < right->officer);
}

/* The slots point at the old order and are of no use after it. */
void voices_sort(struct voices *voices)
{
    free(voices->slots);
    voices->slots = NULL;
    voices->slot_count = voices->room = 0;
    if (voices->count > 0)
        qsort(voices->items, voices->count, sizeof *voices->items, compare_voices);
}

void voices_release(struct voices *voices)
{
    if (voices->items)
        memset(voices->items, 0, voices->count * sizeof *voices->items);
    free(voices->items);
    free(voices->slots);
    memset(voices, 0, sizeof *voices);
}
