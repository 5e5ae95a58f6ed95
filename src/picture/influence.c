/*
 * Influence × interest: who can move much and who cares much, as the officers see it, with what moved since the last
 * round. It costs one pass over stakeholders and one over assessments (domain/mapped.h).
 */
#include "picture_in.h"
#include "squares_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { AT_SECTOR, AT_AUDIENCE, AT_MOVED, SWITCHES };

static const struct picture_choice moved[] = { { .name = "all", .label = N_("everybody") },
                                               { .name = "moved", .label = N_("who moved") } };

static const struct picture_switch switches[SWITCHES] = {
    [AT_SECTOR] = { .key = 's',
                    .name = "sector",
                    .label = N_("Sector"),
                    .help = N_("Only stakeholders of this sector."),
                    .kind = SWITCH_WORD,
                    .vocabulary = "sector" },
    [AT_AUDIENCE] = { .key = 'g',
                      .name = "group",
                      .label = N_("Group"),
                      .help = N_("Only stakeholders that are there for this group."),
                      .kind = SWITCH_WORD,
                      .vocabulary = "audience" },
    [AT_MOVED] = { .key = 'm',
                   .name = "show",
                   .label = N_("Show"),
                   .help = N_("Everybody, or only those whose influence or interest moved since the last round."),
                   .kind = SWITCH_CHOICE,
                   .choices = moved,
                   .choice_count = sizeof moved / sizeof moved[0],
                   .lays_only = true },
};

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    struct mapped_wish wanted = { .as_of = wish->as_of };

    text_cut_into(wanted.sector, sizeof wanted.sector, wish->settings[AT_SECTOR].code);
    text_cut_into(wanted.audience, sizeof wanted.audience, wish->settings[AT_AUDIENCE].code);
    return squares_load(store, &wanted, data, why);
}

/* --- which square --- */
static int place(const struct mapped *mapped)
{
    int influence = mapped->standing ? standing_level(&mapped->standing->now[STANDING_INFLUENCE]) : 0;
    int interest = mapped->standing ? standing_level(&mapped->standing->now[STANDING_INTEREST]) : 0;

    return influence == 0 || interest == 0 ? SQUARE_NONE
                                           : (STANDING_LEVELS - influence) * STANDING_LEVELS + interest - 1;
}

/* Influence first: a voice that grows or fades changes more than an interest that does. */
static int has_moved(const struct mapped *mapped)
{
    int influence = mapped->standing ? standing_moved(mapped->standing, STANDING_INFLUENCE) : 0;

    return influence || !mapped->standing ? influence : standing_moved(mapped->standing, STANDING_INTEREST);
}

static void name_square(int row, int column, char *out, size_t size)
{
    text_print_into(out, size, _("influence %d, interest %d"), STANDING_LEVELS - row, column + 1);
}

static void tell(const struct mapped *mapped, char *out, size_t size)
{
    char influence[64], interest[64];

    if (mapped->standing)
        text_print_into(out, size, _("influence %s, interest %s, %s"),
                        standing_show(&mapped->standing->now[STANDING_INFLUENCE], influence, sizeof influence),
                        standing_show(&mapped->standing->now[STANDING_INTEREST], interest, sizeof interest),
                        stance_words(mapped));
}

/* --- drawing --- */
static struct squares squares_of(const struct mapped_all *all, const struct picture_wish *wish)
{
    return (struct squares){
        .all = all,
        .across = STANDING_LEVELS,
        .down = STANDING_LEVELS,
        .down_title = _("INFLUENCE"),
        .across_labels = { _("interest 1"), "2", "3", "4", _("5 high") },
        .down_labels = { _("5 high"), "4", "3", "2", "1" },
        .place = place,
        .moved = has_moved,
        .name = name_square,
        .tell = tell,
        .moved_only = wish->settings[AT_MOVED].choice == 1,
        .beside = wish->settings[AT_MOVED].choice == 1 ? _("Did not move, or not known")
                                                       : _("Influence or interest not known"),
        .corners = _("top right: work closely · bottom right: LOW VOICE, HIGH STAKE: check reach"),
    };
}

static void tell_head(const struct mapped_all *all, struct canvas *canvas)
{
    size_t placed = 0, has_moved_count = 0;
    char since[DATE_TEXT_SIZE];

    for (size_t i = 0; i < all->count; i++) {
        placed += place(&all->items[i]) != SQUARE_NONE;
        has_moved_count += has_moved(&all->items[i]) != 0;
    }
    if (all->standings.since.year != 0) {
        date_format(all->standings.since, since);
        canvas->head = canvas_print(canvas, _("%zu of %zu placed · %zu moved since %s"), placed, all->count,
                                    has_moved_count, since);
    } else {
        canvas->head = canvas_print(canvas, _("%zu of %zu placed · %zu moved"), placed, all->count, has_moved_count);
    }
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    const struct mapped_all *all = data;
    struct squares squares = squares_of(all, wish);
    enum err e;

    if (all->standings.count == 0) {
        canvas->empty =
            _("Nobody was assessed by then. Open a stakeholder and add an assessment, or go through a mapping "
              "round: it asks for one after another.");
        return OK;
    }
    tell_head(all, canvas);
    e = squares_lay(&squares, width, height, canvas);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    struct squares squares = squares_of(data, wish);

    return squares_fill(&squares, table);
}

const struct picture influence_picture = {
    .name = "influence",
    .label = N_("Influence and interest"),
    .sentence = N_("Who can move much, who cares much, where they stand, and who moved since the last round."),
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
