/*
 * From a case and an action to what is looked for. Actions and needs are of the person's life, services of the guide's
 * areas of prevention: the two tables here join them.
 */
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/provider.h"

struct areas_of {
    const char *code;
    const char *areas[PROVIDER_AREAS_MAX];
};

static const struct areas_of kinds[] = {
    { "social_youth", { "youth", "social_services" } },
    { "mentoring", { "youth", "community_engagement", "civil_society" } },
    { "counselling", { "health", "social_services" } },
    { "family_support", { "family", "social_services" } },
    { "school_training", { "education", "youth" } },
    { "job", { "business", "reintegration" } },
    { "housing_practical", { "social_services" } },
    { "health", { "health" } },
    { "legal_papers", { "social_services", "civil_society" } },
    { "complaint_support", { "civil_society", "cohesion" } },
    { "online_safety", { "communications", "education" } },
    { "sport_culture", { "sports", "culture" } },
    { "faith_identity", { "community_engagement", "culture" } },
    { "mediation", { "community_engagement", "cohesion" } },
    { "specialist_exit", { "reintegration" } },
    { "childcare", { "family" } },
};

static const struct areas_of needs[] = {
    { "safety", { "social_services", "civil_society" } },
    { "housing", { "social_services" } },
    { "income", { "social_services" } },
    { "work", { "business", "reintegration" } },
    { "school", { "education", "youth" } },
    { "family", { "family", "social_services" } },
    { "belonging", { "youth", "sports", "culture", "community_engagement" } },
    { "health", { "health" } },
    { "wellbeing", { "health", "social_services" } },
    { "substances", { "health" } },
    { "legal", { "social_services", "civil_society" } },
    { "fair_treatment", { "civil_society", "cohesion" } },
    { "online_life", { "communications", "education" } },
    { "meaning", { "community_engagement", "culture" } },
    { "access", { "cohesion", "social_services" } },
    { "childcare", { "family" } },
    { "conditions", { "reintegration" } },
    { "supervision", { "reintegration" } },
    { "trauma_support", { "health" } },
    { "reunification", { "family", "reintegration" } },
    { "childrens_school", { "education", "family" } },
    { "accepting_home", { "social_services", "reintegration" } },
    { "mediation", { "business", "reintegration" } },
    { "media_exposure", { "communications" } },
    { "community_reception", { "community_engagement", "reintegration" } },
    { "ties_left_behind", { "reintegration" } },
    { "disengagement", { "reintegration" } },
};

static void add_areas(const struct areas_of *table, size_t count, const char *code, struct provider_need *need)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i].code, code) != 0)
            continue;
        for (size_t a = 0; a < PROVIDER_AREAS_MAX && table[i].areas[a]; a++)
            need->areas[need->area_count++] = table[i].areas[a];
        return;
    }
}

/* What is done decides; where that is left open, what it is for. */
static void find_areas(const struct record *action, struct provider_need *need)
{
    if (!action)
        return;
    add_areas(kinds, sizeof kinds / sizeof kinds[0], record_text(action, "kind"), need);
    if (need->area_count == 0)
        add_areas(needs, sizeof needs / sizeof needs[0], record_text(action, "serves"), need);
}

/* Full years between a day of birth and today, at least and at most where month or day are not known. */
static void ages_of(struct date birth, struct date today, int *youngest, int *oldest)
{
    bool had_birthday = today.month > birth.month || (today.month == birth.month && today.day >= birth.day);
    bool not_yet = today.month < birth.month ||
                   (today.month == birth.month && (birth.day == 0 || today.day < birth.day)) || birth.month == 0;

    *oldest = today.year - birth.year - (had_birthday ? 0 : 1);
    *youngest = today.year - birth.year - (not_yet ? 1 : 0);
}

static void find_ages(const struct record *episode, struct provider_need *need)
{
    enum { NO_LIMIT = 130 };
    static const struct {
        const char *code;
        int youngest, oldest;
    } bands[] = { { "under_12", 0, 11 }, { "12_15", 12, 15 }, { "16_17", 16, 17 },        { "18_24", 18, 24 },
                  { "25_39", 25, 39 },   { "40_64", 40, 64 }, { "65_over", 65, NO_LIMIT } };
    struct date birth;

    need->youngest = need->oldest = -1;
    if (date_parse(record_text(episode, "birth"), true, &birth) && birth.year <= need->today.year) {
        ages_of(birth, need->today, &need->youngest, &need->oldest);
        return;
    }
    for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++) {
        if (strcmp(record_text(episode, "age_band"), bands[i].code) == 0) {
            need->youngest = bands[i].youngest;
            need->oldest = bands[i].oldest;
        }
    }
}

void provider_need_of(const struct record *episode, const struct record *action, const struct vocabularies *words,
                      struct date today, struct provider_need *out)
{
    const char *language = record_text(episode, "language");
    const struct vocabulary_entry *spoken = language[0] ? vocabulary_read(words, "language", language) : NULL;

    memset(out, 0, sizeof *out);
    out->today = today;
    out->district = record_number(episode, "area");
    text_cut_into(out->level, sizeof out->level, record_text(episode, "level"));
    text_cut_into(out->language, sizeof out->language, spoken ? spoken->code : "");
    find_ages(episode, out);
    find_areas(action, out);
}
