/* What the files of actions share. */
#ifndef TOWNKEEP_TESTS_FAULT_ACTIONS_IN_H
#define TOWNKEEP_TESTS_FAULT_ACTIONS_IN_H

#include "fault.h"

/* Of the catalogue the place was opened with: store_office.h gives each file a set of its own. */
const struct record_type *type_of(const struct place *place, const char *key);
bool has_entries_more(struct place *place, int64_t count); /* of the history, than were kept */
enum err run_put(struct place *place, struct record *record, struct why *why);
void give_party(struct place *place, struct record *record); /* a new one */
/* Whether the vault opens with it; Ana has it open meanwhile, and again afterwards. */
bool opens_with(struct place *place, const struct passphrase *passphrase);

extern const struct action record_actions[], office_actions[];
extern const size_t record_action_count, office_action_count;

/* actions_map.c */
extern const struct action map_actions[];
extern const size_t map_action_count;

/* actions_backup.c */
extern const struct action backup_actions[];
extern const size_t backup_action_count;

#endif
