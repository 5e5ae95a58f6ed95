/* The fixed roles of casework.md 1.2, and the trainer, who sees training only beside the common records. */
#ifndef TOWNKEEP_SCHEMA_ROLE_H
#define TOWNKEEP_SCHEMA_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/err.h"

enum {
    ROLE_INTAKE = 1 << 0,        /* intake_officer, IN */
    ROLE_CASE = 1 << 1,          /* case_officer, CO */
    ROLE_LEAD = 1 << 2,          /* team_lead, LD */
    ROLE_PROGRAMME = 1 << 3,     /* programme_officer, PO */
    ROLE_REVIEWER = 1 << 4,      /* data_protection_reviewer, DP */
    ROLE_ADMINISTRATOR = 1 << 5, /* administrator, AD */
    ROLE_TRAINER = 1 << 6,       /* trainer, TR */
    ROLE_COUNT = 7,
    ROLES_ALL = (1 << ROLE_COUNT) - 1,
    ROLES_OF_CASEWORK = ROLE_INTAKE | ROLE_CASE | ROLE_LEAD,
    ROLES_OF_TRAINING = ROLE_TRAINER | ROLE_PROGRAMME | ROLE_LEAD | ROLE_ADMINISTRATOR,
    ROLES_BUT_TRAINER = ROLES_ALL & ~ROLE_TRAINER,
};

/* "team_lead;administrator" (also ',' or '+' between) → bits; also accepts the two-letter codes, short forms (lead,
 * case, intake, admin, programme, reviewer) and labels, folded. E_INVALID naming the unknown word and listing the
 * roles. */
MUST_USE enum err roles_read(const char *text, unsigned *out, struct why *why);
/* Canonical "intake_officer;team_lead" into out; returns out. */
const char *roles_write(unsigned roles, char *out, size_t size);
/* "team lead, administrator" in the program's language into out; returns out. */
const char *roles_show(unsigned roles, char *out, size_t size);

#endif
