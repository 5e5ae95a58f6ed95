/*
 * From what two records say to one likeness. The name gives up to 72 points, so that no name alone makes a pair very
 * likely; what they share beside it (phone, mail, website, postcode) adds, what contradicts takes away, and some things
 * set a limit that nothing lifts. The numbers were set on the records of one English borough (charities, schools,
 * clubs, food banks, libraries), by reading the pairs.
 */
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"

enum {
    POINTS_COMMON_NAME = -18,
    POINTS_MORE = -6,
    POINTS_WITHIN = 40,
    POINTS_INITIALS = 46,
    POINTS_PHONE = 16,
    POINTS_SHARED_PHONE = 4,
    POINTS_MAIL = 16,
    POINTS_MAIL_HOST = 8,
    POINTS_SITE = 14,
    POINTS_SITE_HOST = 6,
    POINTS_POSTCODE = 12,
    POINTS_ADDRESS = 6,
    POINTS_ELSEWHERE = -14,
    POINTS_OTHER_STREET = -6,
    POINTS_OTHER_CONTACT = -4,
    POINTS_SAME_NUMBER = 96,
    /* What no agreement lifts. */
    LIMIT_PERSON = 20,
    LIMIT_PART = 40,
    LIMIT_OTHER_NUMBER = 40,
    LIMIT_BELONGS = 45,
    LIMIT_MARK = 45,
    LIMIT_SORT = 50,
    LIMIT_MORE = DUPLICATE_LIKELY - 1,
    LIMIT_ELSEWHERE = DUPLICATE_LIKELY - 7,
    LIMIT_OTHER_NAME = DUPLICATE_SHOWN - 1,
    LIMIT_OTHER_NAME_SAME_NUMBER = DUPLICATE_LIKELY - 5,
    SHARED_BY_FEW = 3, /* what more records than these have is an exchange, a council, a host */
    HOST_OF_FEW = 4,
    RARE = 56, /* eighths of a bit: a word that about one in 128 has */
};

struct scoring {
    const struct card *ours, *theirs;
    struct duplicate_pair *pair; /* NULL: the number alone is wanted */
    int points, limit;
    int contacts; /* how many ways to reach them agree */
    bool differs; /* at least one contradicts */
};

/* --- reasons --- */
static void add(struct scoring *scoring, enum duplicate_sign sign, int points, const char *ours, const char *theirs)
{
    struct duplicate_pair *pair = scoring->pair;
    struct duplicate_reason *reason;

    scoring->points += points;
    if (!pair || pair->reason_count == DUPLICATE_REASONS)
        return;
    reason = &pair->reasons[pair->reason_count++];
    *reason = (struct duplicate_reason){ .sign = sign, .points = points };
    text_cut_into(reason->ours, sizeof reason->ours, ours ? ours : "");
    text_cut_into(reason->theirs, sizeof reason->theirs, theirs ? theirs : "");
}

/* A reason that sets a limit stands before those that only take something away. */
static void limit(struct scoring *scoring, int limit, enum duplicate_sign sign, const char *ours, const char *theirs)
{
    int before = scoring->points;

    scoring->limit = limit < scoring->limit ? limit : scoring->limit;
    add(scoring, sign, limit - 100, ours, theirs);
    scoring->points = before;
}

static const struct card_item *shared(const struct card_list *ours, const struct card_list *theirs)
{
    for (int i = 0; i < ours->count; i++) {
        for (int j = 0; j < theirs->count; j++) {
            if (strcmp(ours->items[i].text, theirs->items[j].text) == 0)
                return &ours->items[i];
        }
    }
    return NULL;
}

/* --- the name --- */
static int name_points(int percent)
{
    static const struct {
        int from, points;
    } steps[] = { { 97, 72 }, { 92, 66 }, { 86, 58 }, { 80, 50 }, { 72, 40 }, { 62, 28 }, { 50, 14 } };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (percent >= steps[i].from)
            return steps[i].points;
    }
    return 0;
}

static int likeness_points(const struct name_likeness *like)
{
    int points = name_points(like->percent);

    return like->is_within && like->tells >= RARE && points < POINTS_WITHIN ? POINTS_WITHIN : points;
}

static int worth(const struct name_likeness *like)
{
    int points = likeness_points(like);

    if (like->belongs || like->mark)
        points -= 30;
    if (like->sorts[0] && like->sorts[1])
        points -= 20;
    return points;
}

static void best_name(const struct scoring *scoring, struct name_likeness *best)
{
    struct name_likeness like;

    *best = (struct name_likeness){ 0 };
    for (int i = 0; i < scoring->ours->name_count; i++) {
        for (int j = 0; j < scoring->theirs->name_count; j++) {
            names_compare(&scoring->ours->names[i], &scoring->theirs->names[j], &like);
            if (!best->ours || worth(&like) > worth(best))
                *best = like;
        }
    }
}

static const char *initials_of(const struct card *named, const struct card *spelled)
{
    for (int i = 0; i < 2 && named->acronym; i++) {
        if (spelled->initials[i] && strcmp(named->acronym, spelled->initials[i]) == 0)
            return named->acronym;
    }
    return NULL;
}

static void weigh_more(struct scoring *scoring, const char *more)
{
    scoring->limit = scoring->limit < LIMIT_MORE ? scoring->limit : LIMIT_MORE;
    add(scoring, SIGN_MORE, POINTS_MORE, more, "");
}

/* The branches of one charity bear its name. */
static bool is_borne_by_many(const struct name_likeness *like)
{
    return like->ours->holders > SHARED_BY_FEW || like->theirs->holders > SHARED_BY_FEW;
}

static void weigh_odd_words(struct scoring *scoring, const struct name_likeness *like)
{
    const char *ours = like->ours->shown, *theirs = like->theirs->shown;

    if (like->belongs)
        limit(scoring, LIMIT_BELONGS, SIGN_BELONGS, like->belongs, "");
    if (like->mark)
        limit(scoring, LIMIT_MARK, SIGN_MARK, like->mark, "");
    if (like->sorts[0] && like->sorts[1])
        limit(scoring, LIMIT_SORT, SIGN_SORT, like->sorts[0], like->sorts[1]);
    else if (like->more && like->percent < 97)
        weigh_more(scoring, like->more);
    if (like->percent >= 80 && (like->is_common || like->tells < RARE || is_borne_by_many(like)))
        add(scoring, SIGN_COMMON_NAME, POINTS_COMMON_NAME, ours, theirs);
}

static void weigh_names(struct scoring *scoring, struct name_likeness *like)
{
    const char *initials;

    best_name(scoring, like);
    if (!like->ours)
        return;
    initials = initials_of(scoring->ours, scoring->theirs);
    initials = initials ? initials : initials_of(scoring->theirs, scoring->ours);
    if (initials && likeness_points(like) < POINTS_INITIALS) {
        bool ours = initials == scoring->ours->acronym;

        like->percent = 80;
        add(scoring, SIGN_INITIALS, POINTS_INITIALS, scoring->ours->names[0].shown, scoring->theirs->names[0].shown);
        if (scoring->pair) {
            struct duplicate_reason *reason = &scoring->pair->reasons[scoring->pair->reason_count - 1];

            text_cut_into(reason->ours, sizeof reason->ours, initials);
            text_cut_into(reason->theirs, sizeof reason->theirs,
                          ours ? scoring->theirs->names[0].shown : scoring->ours->names[0].shown);
        }
        return;
    }
    if (likeness_points(like) > 0)
        add(scoring, like->how, likeness_points(like), like->ours->shown, like->theirs->shown);
    weigh_odd_words(scoring, like);
}

/* --- how to reach them --- */
static void weigh_contact(struct scoring *scoring, const struct card_list *ours, const struct card_list *theirs,
                          enum duplicate_sign sign, int points)
{
    const struct card_item *same = shared(ours, theirs);

    if (same && same->holders <= SHARED_BY_FEW) {
        add(scoring, sign, points, same->text, same->text);
        scoring->contacts++;
    } else if (same && sign == SIGN_PHONE) {
        add(scoring, SIGN_SHARED_PHONE, POINTS_SHARED_PHONE, same->text, same->text);
    } else if (!same && ours->count > 0 && theirs->count > 0) {
        scoring->differs = true;
    }
}

static void weigh_host(struct scoring *scoring, const struct card_list *ours, const struct card_list *theirs,
                       enum duplicate_sign sign, int points)
{
    const struct card_item *same = shared(ours, theirs);

    if (same && same->holders <= HOST_OF_FEW)
        add(scoring, sign, points, same->text, same->text);
}

static void weigh_contacts(struct scoring *scoring)
{
    const struct card *ours = scoring->ours, *theirs = scoring->theirs;

    weigh_contact(scoring, &ours->phones, &theirs->phones, SIGN_PHONE, POINTS_PHONE);
    weigh_contact(scoring, &ours->mails, &theirs->mails, SIGN_MAIL, POINTS_MAIL);
    if (!shared(&ours->mails, &theirs->mails))
        weigh_host(scoring, &ours->mail_hosts, &theirs->mail_hosts, SIGN_MAIL_HOST, POINTS_MAIL_HOST);
    weigh_contact(scoring, &ours->sites, &theirs->sites, SIGN_SITE, POINTS_SITE);
    if (!shared(&ours->sites, &theirs->sites))
        weigh_host(scoring, &ours->site_hosts, &theirs->site_hosts, SIGN_SITE_HOST, POINTS_SITE_HOST);
    if (scoring->differs && scoring->contacts == 0)
        add(scoring, SIGN_OTHER_CONTACTS, POINTS_OTHER_CONTACT, "", "");
}

/* --- where --- */
static void weigh_place(struct scoring *scoring)
{
    const struct card *ours = scoring->ours, *theirs = scoring->theirs;
    bool same_address =
        ours->address.text && theirs->address.text && strcmp(ours->address.text, theirs->address.text) == 0;

    if (!ours->postcode || !theirs->postcode) {
        if (same_address)
            add(scoring, SIGN_ADDRESS, POINTS_ADDRESS, ours->address.text, theirs->address.text);
        return;
    }
    if (strcmp(ours->postcode, theirs->postcode) == 0) {
        add(scoring, SIGN_POSTCODE, POINTS_POSTCODE, ours->postcode, theirs->postcode);
        if (same_address)
            add(scoring, SIGN_ADDRESS, POINTS_ADDRESS, ours->address.text, theirs->address.text);
    } else if (strcmp(ours->area, theirs->area) == 0 || scoring->contacts > 0) {
        add(scoring, SIGN_ELSEWHERE, POINTS_OTHER_STREET, ours->postcode, theirs->postcode);
    } else {
        add(scoring, SIGN_ELSEWHERE, POINTS_ELSEWHERE, ours->postcode, theirs->postcode);
        scoring->limit = scoring->limit < LIMIT_ELSEWHERE ? scoring->limit : LIMIT_ELSEWHERE;
    }
}

/* --- registers --- */
/* A list of org-id.guide gives one number to one organisation; its codes read GB-CHC, XI-LEI: country, hyphen, list.
 * Other schemes are names of files and systems, in which one may well stand twice. */
static bool is_register(const char *number)
{
    return number[0] >= 'a' && number[0] <= 'z' && number[1] >= 'a' && number[1] <= 'z' && number[2] == '-' &&
           strchr(number, ':');
}

static bool is_same_register(const char *a, const char *b)
{
    size_t len = strcspn(a, ":") + 1;

    return strncmp(a, b, len) == 0;
}

static void weigh_numbers(struct scoring *scoring, const struct name_likeness *like)
{
    const struct card_list *ours = &scoring->ours->numbers, *theirs = &scoring->theirs->numbers;
    const struct card_item *same = shared(ours, theirs);

    if (same) {
        add(scoring, SIGN_NUMBER, 0, same->text, same->text);
        scoring->points = scoring->points < POINTS_SAME_NUMBER ? POINTS_SAME_NUMBER : scoring->points;
        if (scoring->pair)
            scoring->pair->reasons[scoring->pair->reason_count - 1].points = POINTS_SAME_NUMBER;
        if (like->percent < 40)
            scoring->limit =
                scoring->limit < LIMIT_OTHER_NAME_SAME_NUMBER ? scoring->limit : LIMIT_OTHER_NAME_SAME_NUMBER;
        return;
    }
    if (likeness_points(like) < POINTS_WITHIN && like->percent < 50)
        scoring->limit = scoring->limit < LIMIT_OTHER_NAME ? scoring->limit : LIMIT_OTHER_NAME;
    for (int i = 0; i < ours->count; i++) {
        for (int j = 0; j < theirs->count; j++) {
            const char *a = ours->items[i].text, *b = theirs->items[j].text;

            if (!is_register(a) || !is_same_register(a, b))
                continue;
            limit(scoring, LIMIT_OTHER_NUMBER, SIGN_OTHER_NUMBER, a, b);
            return;
        }
    }
}

/* --- all of it --- */
static void weigh_kinds(struct scoring *scoring)
{
    const struct card *ours = scoring->ours, *theirs = scoring->theirs;

    if (ours->is_person != theirs->is_person)
        limit(scoring, LIMIT_PERSON, SIGN_PERSON, "", "");
    if ((ours->parent && ours->parent == theirs->id) || (theirs->parent && theirs->parent == ours->id))
        limit(scoring, LIMIT_PART, SIGN_PART, "", "");
}

static int weight(int points)
{
    return points < 0 ? -points : points;
}

/* What counts most first; an insertion sort keeps what counts the same in its order. */
static void sort_reasons(struct duplicate_pair *pair)
{
    for (int i = 1; i < pair->reason_count; i++) {
        struct duplicate_reason reason = pair->reasons[i];
        int at = i;

        for (; at > 0 && weight(pair->reasons[at - 1].points) < weight(reason.points); at--)
            pair->reasons[at] = pair->reasons[at - 1];
        pair->reasons[at] = reason;
    }
}

int cards_score(const struct card *ours, const struct card *theirs, struct duplicate_pair *pair)
{
    struct scoring scoring = { .ours = ours, .theirs = theirs, .pair = pair, .limit = 100 };
    struct name_likeness like;
    int score;

    if (pair) {
        *pair = (struct duplicate_pair){ .a = ours->id, .b = theirs->id };
        text_cut_into(pair->names[0], DUPLICATE_NAME, ours->name_count ? ours->names[0].shown : "");
        text_cut_into(pair->names[1], DUPLICATE_NAME, theirs->name_count ? theirs->names[0].shown : "");
    }
    weigh_kinds(&scoring);
    weigh_names(&scoring, &like);
    weigh_contacts(&scoring);
    weigh_place(&scoring);
    weigh_numbers(&scoring, &like);
    score = scoring.points < 0 ? 0 : scoring.points;
    score = score < scoring.limit ? score : scoring.limit;
    if (pair) {
        pair->likeness = score;
        sort_reasons(pair);
    }
    return score;
}
