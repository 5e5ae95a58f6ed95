/* Private to mapping.c (making and asking), mapping_file.c (ini) and mapping_apply.c (patterns). */
#ifndef MAPPING_IN_H
#define MAPPING_IN_H

#include "townkeep/exchange/mapping.h"

/* The rule for a field of a part, made when there is none; NULL without memory. */
struct mapping_rule *mapping_rule_for(struct mapping_part *part, int field);
const struct mapping_rule *mapping_rule_find(const struct mapping_part *part, int field);
void mapping_rule_drop(struct mapping_part *part, int field);
MUST_USE enum err mapping_rule_set(struct mapping_part *part, int field, const char *pattern);
MUST_USE enum err mapping_add_word(struct mapping_rule *rule, const char *from, const char *to);
/* Whether a rule takes anything from this column. */
bool rule_is_column(const struct mapping_rule *rule, const struct sheet_row *headings, size_t column);
/* A new part; NULL without memory. */
struct mapping_part *mapping_add_part(struct mapping *mapping, const struct record_type *type, const char *name);

/* The next piece of a pattern from *at: literal text, or a column between braces. False at the end. */
struct pattern_piece {
    const char *text; /* borrowed from the pattern, `len` bytes, without the braces */
    size_t len;
    bool column;
};
bool pattern_next(const char **at, struct pattern_piece *piece);
bool pattern_has_columns(const char *pattern);
/* Which column a name of a piece stands for: by #N or by heading, folded; -1 none. */
int column_find(const char *name, size_t len, const struct sheet_row *headings);
/* The next of a piece's alternatives "a|b" from *at; false at the end. */
bool piece_alternative(const struct pattern_piece *piece, size_t *at, const char **name, size_t *len);
/* A copy for one file in which every column is a number, so that a row costs no comparing of headings. */
MUST_USE enum err mapping_resolve(const struct mapping *mapping, const struct sheet_row *headings, struct mapping *out);
/* Whether the mapping says that this text stands for nothing. */
bool mapping_stands_for_nothing(const struct mapping *mapping, const char *text);
MUST_USE enum err mapping_add_lookup(struct mapping *mapping, const char *name, const char *file, const char *by,
                                     const char *key);
/* Whether a rule only fills what is empty: a fixed value, or a pattern that begins with ?. */
bool mapping_rule_is_gentle(const struct mapping_rule *rule);
/* Whether it adds to a list: the pattern begins with +. */
bool mapping_rule_adds(const struct mapping_rule *rule);
/* Whether several values stand in the field, parted by ; . */
bool mapping_holds_several(const struct field *field);
/* The next part that the rule names as {@type-name}, from *at (NULL: the pattern's beginning): its index, the number of
 * parts for a name that is none, -1 at the end. {@} is the first part. */
int mapping_next_part(const struct mapping *mapping, const struct mapping_rule *rule, const char **at);
/* The parts in an order in which each stands behind those it names; false when they name one another in a circle. */
bool mapping_order(const struct mapping *mapping, size_t order[MAPPING_PARTS_MAX]);
/* Whether two texts are the same, folded. */
bool same_folded(const char *a, const char *b);

#endif
