/* The code of conduct: what it says, who accepted it, and the door to casework that asks for it. */
#include "townkeep/domain/conduct.h"

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

const char *const conduct_rules[] = {
    N_("I write down what was seen or heard, by whom and when; never what somebody is, believes or belongs to."),
    N_("I give nobody a score or a colour. What is not known I write down as not known, and I look for what is strong "
       "as hard as for what worries."),
    N_("I open only what I work on. I know that every look, every name shown, every search by name and every print "
       "stands in a log that others read."),
    N_("Where I know the person, or have a stake in it, I step aside and say so."),
    N_("Support is a person's own choice. I tell them that there is a record, write down what they agree to and within "
       "which limits, and stop when they take it back."),
    N_("I tell others no more than they need, on a basis that is written down, and write down also what I refused. "
       "Elected officials, their staff and the press learn nothing about a person from me."),
    N_("Who told us something and wishes to stay unnamed stays unnamed."),
    N_("What a person says against their record goes wherever the record goes. A complaint is answered by somebody who "
       "had no part in what it is about."),
    N_("I decide nothing that needs two alone, and sign nothing I have not read."),
    N_("Where somebody is in danger, emergency services come first and the record after."),
    N_("My passphrase is mine alone. Paper that I gave out comes back or is destroyed, and nothing is kept longer than "
       "two have decided."),
};
const size_t conduct_rule_count = sizeof conduct_rules / sizeof conduct_rules[0];

enum err conduct_is_accepted(struct store *store, bool *accepted, struct why *why)
{
    struct query query;
    size_t count = 0;
    bool more = false;
    enum err e;

    query_init(&query, &code_acceptance_type);
    query_narrow_number(&query, "officer", FILTER_IS, store_officer_id(store));
    query_narrow(&query, "version", FILTER_IS, CONDUCT_VERSION);
    e = store_count(store, &query, 1, &count, &more, why);
    *accepted = !e && count > 0;
    return e;
}

enum err conduct_accept(struct store *store, struct why *why)
{
    struct record acceptance = { 0 };
    char today[DATE_TEXT_SIZE];
    bool accepted;
    enum err e = conduct_is_accepted(store, &accepted, why);

    if (e || accepted)
        return e;
    date_format(clock_today(), today);
    if (!(e = record_init(&acceptance, &code_acceptance_type)) &&
        !(e = value_set_text(record_value(&acceptance, "version"), CONDUCT_VERSION)) &&
        !(e = value_set_text(record_value(&acceptance, "on"), today))) {
        value_set_number(record_value(&acceptance, "officer"), store_officer_id(store));
        e = store_put(store, &acceptance, NULL, NULL, why);
    }
    record_release(&acceptance);
    return e;
}

/* Where nothing can be written casework stays closed anyway, and says why. */
enum err casework_open(struct store *store, const struct passphrase *passphrase, struct why *why)
{
    bool accepted = true;
    enum err e = OK;

    if ((store_roles(store) & ROLES_OF_CASEWORK) && !store_read_only(store))
        e = conduct_is_accepted(store, &accepted, why);
    if (e)
        return e;
    if (!accepted)
        return why_set(why, E_PERMISSION,
                       N_("Casework opens for officers who accepted the code of conduct %s. Read it with `townkeep "
                          "conduct`, then `townkeep conduct accept`."),
                       CONDUCT_VERSION);
    return store_casework_open(store, passphrase, why);
}
