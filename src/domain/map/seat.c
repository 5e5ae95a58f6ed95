/* Who sits in a standing body, for which organisation, in which role, from when to when. */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    SEAT_BODY,
    SEAT_PARTY,
    SEAT_PERSON,
    SEAT_ROLE,
    SEAT_VALID_FROM,
    SEAT_VALID_TO,
    SEAT_NOTE,
    SEAT_SENS,
    SEAT_SOURCE,
    SEAT_FIELD_COUNT
};

static const struct field seat_fields[SEAT_FIELD_COUNT] = {
    [SEAT_BODY] = {
        .key = "body", .label = N_("Body"), .kind = FIELD_REFERENCE, .refers_to = "party", .among = "kind=body",
        .back = N_("Seats on this body"),
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "committee;group",
    },
    [SEAT_PARTY] = {
        .key = "party", .label = N_("Organisation"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Seats it holds"),
        .among = "kind!=person",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .hint = N_("Whom the seat belongs to; it stays when the person changes."),
        .aliases = "member organisation",
    },
    [SEAT_PERSON] = {
        .key = "person", .label = N_("Person"), .kind = FIELD_REFERENCE, .refers_to = "party", .among = "kind=person",
        .back = N_("Seats held by this person"),
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 20,
        .hint = N_("Who comes, in a public or professional role."),
        .aliases = "member;name",
    },
    [SEAT_ROLE] = {
        .key = "role", .label = N_("Role"), .kind = FIELD_CHOICE, .vocabulary = "seat_role",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "member", .width = 12,
    },
    [SEAT_VALID_FROM] = {
        .key = "valid_from", .label = N_("Since"), .kind = FIELD_PARTIAL_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 10,
        .aliases = "start",
    },
    [SEAT_VALID_TO] = {
        .key = "valid_to", .label = N_("Until"), .kind = FIELD_PARTIAL_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 10,
        .hint = N_("Left empty, the seat is held today."),
        .aliases = "end",
    },
    [SEAT_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
        .aliases = "notes",
    },
    [SEAT_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
    [SEAT_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

static enum err seat_rule(struct record *seat, const struct record *before, const struct rule_context *context,
                          struct problems *problems)
{
    int64_t body = record_number(seat, "body");

    (void)before;
    (void)context;
    if (rule_is_empty(seat, SEAT_PARTY) && rule_is_empty(seat, SEAT_PERSON))
        problems_add(problems, SEAT_PARTY, N_("Say who holds the seat: an organisation, a person, or both."));
    if (body != 0 && record_number(seat, "party") == body)
        problems_add(problems, SEAT_PARTY, N_("A body holds no seat in itself: name the organisation that does."));
    if (body != 0 && record_number(seat, "person") == body)
        problems_add(problems, SEAT_PERSON, N_("A body holds no seat in itself: name the person who does."));
    rule_in_order(seat, SEAT_VALID_FROM, SEAT_VALID_TO, problems,
                  N_("The seat ends before it begins; check both dates."));
    return OK;
}

const struct record_type seat_type = {
    .key = "seat",
    .label = N_("Seat"),
    .plural = N_("Seats"),
    .hint =
        N_("Who sits in a standing body, for whom, in which role and since when. Seats that ended stay to be read."),
    .aliases = "seats;membership",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true,
    .fields = seat_fields,
    .field_count = SEAT_FIELD_COUNT,
    .title_field = SEAT_BODY,
    .subtitle_field = SEAT_ROLE,
    .sort = "role",
    .writers = ROLES_BUT_TRAINER,
    .match = "body,party,person,role",
    .rule = seat_rule,
};
