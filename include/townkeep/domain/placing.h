/*
 * Giving places to what has none: a stakeholder with a postcode and no place gets the place whose postcode beginnings
 * (place.postcodes) fit best; a site or venue gets the larger place it lies in, by its postcode, else by its
 * coordinates the nearest district or neighbourhood within PLACING_KILOMETRES. A site whose larger place is known
 * already gets a smaller one inside that, and never one outside of it. What has a place keeps it; people in a role,
 * closed and linked stakeholders are left alone. All of it is one save, undone in one step.
 */
#ifndef TOWNKEEP_DOMAIN_PLACING_H
#define TOWNKEEP_DOMAIN_PLACING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/store/store.h"

enum { PLACING_KILOMETRES = 5 };

struct placing {
    size_t areas; /* places with postcode beginnings, or districts with coordinates: by them it is done */
    size_t parties_by_postcode;
    size_t sites_by_postcode, sites_by_coordinates;
    size_t parties_no_postcode; /* left: neither place nor postcode */
    size_t parties_elsewhere;   /* left: a postcode that begins like no place here, or like two that are apart */
    size_t sites_left;
    size_t refused; /* could not be saved: something else is wrong in the record */
    int64_t entry;  /* of the history; 0 in a trial or when nothing was changed */
};
/* `trial`: only counted. E_PERMISSION when the officer may not write both kinds of records. */
MUST_USE enum err placing_run(struct store *store, bool trial, struct placing *out, struct why *why);
/* One finding a line. */
MUST_USE enum err placing_show(const struct placing *placing, bool trial, struct buf *out);

/* Whether a postcode begins so: letters in any case, blanks evened out, a British postcode without its blank
 * understood. "M3" does not begin "M33 4GY": where a postcode's first word has letters and digits, a number in it is
 * taken whole. */
bool postcode_begins(const char *postcode, const char *beginning);

#endif
