/*
 * What the pictures of the network have in common: the network of a day with what is measured of it, how a tie and a
 * stakeholder are told in a line, and ties as rows for a spreadsheet.
 *
 * Loading asks for all stakeholders and ties of the day (network.h says what that costs); betweenness is worked out for
 * the pictures that show it, in full or about.
 */
#ifndef TOWNKEEP_PICTURE_MAP_IN_H
#define TOWNKEEP_PICTURE_MAP_IN_H

#include "townkeep/domain/network.h"
#include "townkeep/picture/picture.h"

enum { MAP_WORDS_SIZE = 200, MAP_MARKS_SIZE = 8, MAP_MARKS_WIDTH = 3 };
enum map_depth { MAP_PLAIN, MAP_MEASURED, MAP_BETWEEN };

struct map {
    struct network network;
    struct network_measures measures;
    const struct vocabularies *words; /* the store's */
    ptrdiff_t own;
    bool is_ranked; /* betweenness was worked out, and so was who stands where */
    bool is_about;  /* not in full */
    size_t ranked;  /* how many stand between others */
};
/* `relationships_only`: seats and parts are left out. */
MUST_USE enum err map_load(struct store *store, struct date as_of, bool relationships_only, enum map_depth depth,
                           struct map *out, struct why *why);
void map_release(struct map *map);
/* The same for a picture that is a map and nothing else: its `load` and its `release`. `out` becomes a struct map. */
MUST_USE enum err map_open(struct store *store, struct date as_of, bool relationships_only, enum map_depth depth,
                           void **out, struct why *why);
void map_close(void *map); /* NULL allowed */

/* The switch for that, the same in every picture. */
enum { TIES_ALL, TIES_RELATIONSHIPS, TIES_CHOICES };
extern const struct picture_choice map_ties[TIES_CHOICES];
#define MAP_TIES_SWITCH                                                                                           \
    {                                                                                                             \
        .key = 'b', .name = "ties", .label = N_("Ties"),                                                          \
        .help = N_("All ties, or relationships only: without seats on standing bodies and without \"part of\"."), \
        .kind = SWITCH_CHOICE, .choices = map_ties, .choice_count = TIES_CHOICES                                  \
    }

/* --- told in words --- */
/* "funds" from the one, "is funded by" from the other, into out; returns out. */
const char *map_reading(const struct map *map, const struct tie *tie, bool from_first, char out[MAP_WORDS_SIZE]);
/* "4!?": strength, no agreement, not sure; "" none of them. */
const char *map_marks(const struct tie *tie, char out[MAP_MARKS_SIZE]);
const char *map_tell_tie(const struct map *map, const struct tie *tie, struct canvas *canvas);
const char *map_tell_node(const struct map *map, size_t node, struct canvas *canvas);
/* "bridge 3 of 41", "about bridge 3 of 41", "between nobody". */
const char *map_tell_rank(const struct map *map, size_t node, char out[MAP_WORDS_SIZE]);
extern const char map_legend[]; /* N_() */
extern const char map_nobody[]; /* N_() instead of a picture */

/* Spots with the stakeholder, or the tie's record, behind them. */
MUST_USE enum err map_spot_node(const struct map *map, size_t node, struct area area, struct canvas *canvas);
MUST_USE enum err map_spot_tie(const struct map *map, const struct tie *tie, struct area area, struct canvas *canvas);

/* One row for each tie between two that are marked; NULL: all ties. */
MUST_USE enum err map_table(const struct map *map, const bool *marked, struct picture_table *table);

#endif
