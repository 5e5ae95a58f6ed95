/* The formats, each in a file of its own; sharing.c has the table of them. */
#ifndef SHARING_IN_H
#define SHARING_IN_H

#include "townkeep/exchange/sharing.h"

/* Records that hang on others, by whom they hang on. `key` names the reference. */
struct belonging {
    int64_t owner;
    const struct record *record; /* borrowed from the parcel */
};
struct belongings {
    struct belonging *items; /* by owner, then id; owned */
    size_t count;
};
MUST_USE enum err belongings_make(const struct parcel *parcel, const char *type, const char *key,
                                  struct belongings *out);
void belongings_release(struct belongings *belongings);
/* The first of an owner's; walk on from it while ->owner is the same and it is before the end. NULL none. */
const struct belonging *belongings_of(const struct belongings *belongings, int64_t owner);
const struct belonging *belongings_end(const struct belongings *belongings);

enum err vcard_write_4(const struct parcel *parcel, struct sharing_files *files, struct why *why);
enum err vcard_write_3(const struct parcel *parcel, struct sharing_files *files, struct why *why);
enum err hsds3_write(const struct parcel *parcel, struct sharing_files *files, struct why *why);
parcel_rule hsds3_rule;
enum err listing_write(const struct parcel *parcel, struct sharing_files *files, struct why *why);
enum err graphml_write(const struct parcel *parcel, struct sharing_files *files, struct why *why);
enum err dot_write(const struct parcel *parcel, struct sharing_files *files, struct why *why);
enum err kumu_write_json(const struct parcel *parcel, struct sharing_files *files, struct why *why);
enum err kumu_write_csv(const struct parcel *parcel, struct sharing_files *files, struct why *why);

#endif
