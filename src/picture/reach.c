/*
 * Trust × reach: who reaches a group that is hard to reach, and is trusted both ways. Whoever is asked about a group
 * stands at the upper right. It costs one pass over stakeholders and one over assessments; with people reached, one
 * over programmes, activities and their counts too (domain/mapped.h).
 */
#include "picture_in.h"
#include "squares_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { AT_AUDIENCE, AT_REACH, AT_SECTOR, SWITCHES };
enum { REACH_GROUPS, REACH_LANGUAGES, REACH_PEOPLE };
enum { ACROSS = STANDING_LEVELS + 1, DOWN = SQUARES_DOWN };

static const struct picture_choice reaches[] = {
    [REACH_GROUPS] = { .name = "groups", .label = N_("groups") },
    [REACH_LANGUAGES] = { .name = "languages", .label = N_("languages") },
    [REACH_PEOPLE] = { .name = "people", .label = N_("people") },
};

static const struct picture_switch switches[SWITCHES] = {
    [AT_AUDIENCE] = { .key = 'g',
                      .name = "group",
                      .label = N_("Group"),
                      .help = N_("Only who is there for this group: who can reach them, and is trusted by both?"),
                      .kind = SWITCH_WORD,
                      .vocabulary = "audience" },
    [AT_REACH] = { .key = 'r',
                   .name = "reach",
                   .label = N_("Reach"),
                   .help = N_("What counts as reach: groups, languages, or people at their activities."),
                   .kind = SWITCH_CHOICE,
                   .choices = reaches,
                   .choice_count = sizeof reaches / sizeof reaches[0] },
    [AT_SECTOR] = { .key = 's',
                    .name = "sector",
                    .label = N_("Sector"),
                    .help = N_("Only stakeholders of this sector."),
                    .kind = SWITCH_WORD,
                    .vocabulary = "sector" },
};

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    struct mapped_wish wanted = { .as_of = wish->as_of,
                                  .with_people = wish->settings[AT_REACH].choice == REACH_PEOPLE };

    text_cut_into(wanted.sector, sizeof wanted.sector, wish->settings[AT_SECTOR].code);
    text_cut_into(wanted.audience, sizeof wanted.audience, wish->settings[AT_AUDIENCE].code);
    return squares_load(store, &wanted, data, why);
}

/* --- which square --- */
/* Each row begins at so many; the uppermost first. */
static const int64_t counts[DOWN] = { 4, 3, 2, 1, 0 }, people[DOWN] = { 500, 100, 20, 1, 0 };

static const char *const count_labels[DOWN] = { "4+", "3", "2", "1", "0" };
static const char *const people_labels[DOWN] = { "500+", "100-499", "20-99", "1-19", "0" };

static int row_of(int64_t reach, const int64_t *steps)
{
    int row = 0;

    while (row + 1 < DOWN && reach < steps[row])
        row++;
    return row;
}

static int place(int row, const struct mapped *mapped)
{
    return row * ACROSS + mapped_trust(mapped);
}

static int place_groups(const struct mapped *mapped)
{
    return place(row_of(mapped->groups, counts), mapped);
}

static int place_languages(const struct mapped *mapped)
{
    return place(row_of(mapped->languages, counts), mapped);
}

static int place_people(const struct mapped *mapped)
{
    return place(row_of(mapped->people, people), mapped);
}

/* Their trust first: it is the harder one to win. */
static int has_moved(const struct mapped *mapped)
{
    int toward = mapped->standing ? standing_moved(mapped->standing, STANDING_TRUST_TOWARD_CITY) : 0;

    return toward || !mapped->standing ? toward : standing_moved(mapped->standing, STANDING_CITY_TRUST);
}

static const char *trust_words(int column)
{
    static const char *const words[ACROSS] = { N_("trust not known"), N_("trust 1"), N_("trust 2"),
                                               N_("trust 3"),         N_("trust 4"), N_("trust 5") };

    return _(words[column]);
}

static void name_groups(int row, int column, char *out, size_t size)
{
    text_print_into(out, size, _("%s both ways, groups %s"), trust_words(column), count_labels[row]);
}

static void name_languages(int row, int column, char *out, size_t size)
{
    text_print_into(out, size, _("%s both ways, languages %s"), trust_words(column), count_labels[row]);
}

static void name_people(int row, int column, char *out, size_t size)
{
    text_print_into(out, size, _("%s both ways, people %s"), trust_words(column), people_labels[row]);
}

static void tell(const struct mapped *mapped, char *out, size_t size)
{
    static const struct standing_score unknown = { 0 };
    const struct standing *standing = mapped->standing;
    char toward[64], back[64];

    text_print_into(
        out, size, _("their trust %s, our trust %s; groups %d, languages %d"),
        standing_show(standing ? &standing->now[STANDING_TRUST_TOWARD_CITY] : &unknown, toward, sizeof toward),
        standing_show(standing ? &standing->now[STANDING_CITY_TRUST] : &unknown, back, sizeof back), mapped->groups,
        mapped->languages);
}

/* --- drawing --- */
static const char *title_of(int reach)
{
    static const char *const titles[] = {
        [REACH_GROUPS] = N_("GROUPS"), [REACH_LANGUAGES] = N_("LANGUAGES"), [REACH_PEOPLE] = N_("PEOPLE")
    };

    return _(titles[reach]);
}

static struct squares squares_of(const struct mapped_all *all, const struct picture_wish *wish)
{
    static int (*const places[])(const struct mapped *) = { place_groups, place_languages, place_people };
    static void (*const names[])(int, int, char *, size_t) = { name_groups, name_languages, name_people };
    int reach = wish->settings[AT_REACH].choice;
    struct squares squares = {
        .all = all,
        .across = ACROSS,
        .down = DOWN,
        .down_title = title_of(reach),
        .across_labels = { _("trust ?"), _("1 low"), "2", "3", "4", _("5 high") },
        .place = places[reach],
        .moved = has_moved,
        .name = names[reach],
        .tell = tell,
        .beside = _("Stand nowhere"),
        .corners = _("top right: ask them to open doors · top left: build trust first"),
    };

    for (int i = 0; i < DOWN; i++)
        squares.down_labels[i] = reach == REACH_PEOPLE ? people_labels[i] : count_labels[i];
    return squares;
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    enum { TRUSTED = 4 };
    const struct mapped_all *all = data;
    struct squares squares = squares_of(all, wish);
    size_t trusted = 0;
    enum err e;

    if (all->count == 0) {
        canvas->empty = wish->settings[AT_AUDIENCE].code[0]
                            ? _("Nobody on the map is there for this group. That is the finding: a mapping round asks "
                                "who could be.")
                            : _("Nobody stands on the map yet: add stakeholders first.");
        return OK;
    }
    for (size_t i = 0; i < all->count; i++)
        trusted += mapped_trust(&all->items[i]) >= TRUSTED;
    canvas->head = canvas_print(canvas, _("%zu of %zu trusted both ways (4 or 5)"), trusted, all->count);
    e = squares_lay(&squares, width, height, canvas);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    struct squares squares = squares_of(data, wish);

    return squares_fill(&squares, table);
}

const struct picture reach_picture = {
    .name = "reach",
    .label = N_("Trust and reach"),
    .sentence = N_("Who can reach a group, and is trusted both by them and by the city."),
    .type = &party_assessment_type,
    .has_past = true,
    .stays_here = true,
    .switches = switches,
    .switch_count = SWITCHES,
    .load = load,
    .lay = lay,
    .table = fill,
    .release = squares_release,
};
