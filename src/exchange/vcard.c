/*
 * Address cards: vCard 4.0 (RFC 6350), and 3.0 (RFC 2426) for address books that know no better. One card a party.
 * What 3.0 has no word for (kind, languages, a text telephone) it goes without. A number that is for something ("front
 * desk") says so in X-ABLabel, which the address books in use show.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sharing_in.h"
#include "vcard_in.h"

struct cards {
    const struct parcel *parcel;
    const struct parcel_part *parties;
    struct belongings points, names;
    struct buf *out;
    struct buf line, text;
    int version;
    int groups; /* labelled lines of this card so far */
};

static const struct channel {
    const char *code, *property, *parameters_4, *parameters_3;
    bool is_uri;
} channels[] = {
    { "phone", "TEL", ";TYPE=work,voice", ";TYPE=WORK,VOICE", false },
    { "mobile", "TEL", ";TYPE=work,cell", ";TYPE=WORK,CELL", false },
    { "sms", "TEL", ";TYPE=work,text", ";TYPE=WORK,MSG", false },
    { "whatsapp", "TEL", ";TYPE=work,cell,text", ";TYPE=WORK,CELL,MSG", false },
    { "signal", "TEL", ";TYPE=work,cell,text", ";TYPE=WORK,CELL,MSG", false },
    { "fax", "TEL", ";TYPE=work,fax", ";TYPE=WORK,FAX", false },
    { "tty", "TEL", ";TYPE=work,textphone", ";TYPE=WORK", false },
    { "email", "EMAIL", ";TYPE=work", ";TYPE=INTERNET", false },
    { "web", "URL", "", "", true },
    { "post", "ADR", ";TYPE=work", ";TYPE=WORK", false },
    { "radio", "NOTE", "", "", false },
    { "other", "NOTE", "", "", false },
};
enum { CHANNEL_COUNT = sizeof channels / sizeof channels[0] };

static const struct channel *channel_of(const char *code)
{
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        if (strcmp(channels[i].code, code) == 0)
            return &channels[i];
    }
    return NULL;
}

static enum err end_line(struct cards *cards)
{
    return vcard_end_line(&cards->line, cards->out);
}

/* "NAME:value"; nothing for an empty value. */
static enum err add(struct cards *cards, const char *name, const char *value)
{
    enum err e;

    if (value[0] == '\0')
        return OK;
    if ((e = buf_printf(&cards->line, "%s:", name)) || (e = vcard_add_text(&cards->line, value)))
        return e;
    return end_line(cards);
}

static enum err show(struct cards *cards, const struct record *record, const char *key)
{
    buf_clear(&cards->text);
    return parcel_show(cards->parcel, record, key, &cards->text);
}

static bool is_kind(const struct record *party, const char *kind)
{
    return strcmp(record_text(party, "kind"), kind) == 0;
}

/* --- who it is --- */
/* The same for the same record whenever it is exported, so that an address book changes its card and adds none. */
static enum err add_uid(struct cards *cards, const struct record *party)
{
    char name[64], hash[STORE_FINGERPRINT_SIZE];
    enum err e;

    snprintf(name, sizeof name, "townkeep party %lld", (long long)party->id);
    store_fingerprint(name, strlen(name), hash);
    hash[12] = '8'; /* RFC 9562: a version 8 UUID, whose bits are the maker's own */
    hash[16] = 'a';
    e = buf_printf(&cards->line, "UID:%s%.8s-%.4s-%.4s-%.4s-%.12s", cards->version == 4 ? "urn:uuid:" : "", hash,
                   hash + 8, hash + 12, hash + 16, hash + 20);
    return e ? e : end_line(cards);
}

static enum err add_kind(struct cards *cards, const struct record *party)
{
    if (cards->version != 4)
        return OK;
    return add(cards, "KIND",
               is_kind(party, "person")                                     ? "individual"
               : is_kind(party, "informal_group") || is_kind(party, "body") ? "group"
                                                                            : "org");
}

/* --- names, in several languages --- */
static bool is_letters(const char *code, size_t least, size_t most)
{
    size_t len = strspn(code, "abcdefghijklmnopqrstuvwxyz");

    return code[len] == '\0' && len >= least && len <= most;
}

/* ";LANGUAGE=sr-Latn": a tag of RFC 5646, where the codes are such. */
static void language_of(const struct record *name, char *out, size_t size)
{
    const char *language = record_text(name, "language"), *script = record_text(name, "script");
    bool has_script = strlen(script) == 4 && is_letters(script, 4, 4);

    out[0] = '\0';
    if (is_letters(language, 2, 3) || has_script)
        snprintf(out, size, ";LANGUAGE=%s%s%c%s", is_letters(language, 2, 3) ? language : "und", has_script ? "-" : "",
                 has_script ? script[0] - 'a' + 'A' : '\0', has_script ? script + 1 : "");
}

/* In 4.0 the same name again in another language (ALTID); 3.0 has one name, and others beside it. */
static enum err add_name(struct cards *cards, const struct record *name)
{
    char language[40], start[80];
    enum err e;

    language_of(name, language, sizeof language);
    snprintf(start, sizeof start, "%s%s", cards->version == 4 ? "FN;ALTID=1" : "NICKNAME", language);
    if ((e = add(cards, start, record_text(name, "name"))))
        return e;
    snprintf(start, sizeof start, "NICKNAME%s", language);
    return add(cards, start, record_text(name, "acronym"));
}

/* Which of a name's words is the family's nobody can tell from it: in N it stands whole. */
static enum err add_names(struct cards *cards, const struct record *party)
{
    const struct belonging *at = belongings_of(&cards->names, party->id), *end = belongings_end(&cards->names);
    enum err e = add(cards, at && cards->version == 4 ? "FN;ALTID=1" : "FN", record_text(party, "name"));

    for (; at && at < end && at->owner == party->id && !e; at++)
        e = add_name(cards, at->record);
    if (!e && !(e = buf_add_str(&cards->line, "N:")) && !(e = vcard_add_text(&cards->line, record_text(party, "name"))))
        e = buf_add_str(&cards->line, ";;;;");
    return e ? e : end_line(cards);
}

/* Each of a list's items as a text of its own, between commas. */
static enum err add_list(struct cards *cards, const char *name, const char *list)
{
    enum err e = OK;

    if (list[0] == '\0')
        return OK;
    e = buf_printf(&cards->line, "%s:", name);
    while (!e && *list) {
        size_t len = strcspn(list, ";");

        buf_clear(&cards->text);
        if (!(e = buf_add(&cards->text, list, len)))
            e = vcard_add_text(&cards->line, buf_text(&cards->text));
        list += len + (list[len] == ';');
        if (!e && *list)
            e = buf_add_char(&cards->line, ',');
    }
    return e ? e : end_line(cards);
}

static enum err add_nicknames(struct cards *cards, const struct record *party)
{
    enum err e = add(cards, "NICKNAME", record_text(party, "acronym"));

    return e ? e : add_list(cards, "NICKNAME", record_text(party, "alt_names"));
}

/* The organisation and what in it: of a person the one they work for, which leaves too or is not named. */
static enum err add_organisation(struct cards *cards, const struct record *party)
{
    const char *name = record_text(party, "name"), *department = record_text(party, "department");
    enum err e;

    if (is_kind(party, "person")) {
        if ((e = show(cards, party, "parent")))
            return e;
        name = buf_text(&cards->text);
    }
    if (name[0] == '\0' && department[0] == '\0')
        return OK;
    if ((e = buf_add_str(&cards->line, "ORG:")) || (e = vcard_add_text(&cards->line, name)) ||
        (department[0] && ((e = buf_add_char(&cards->line, ';')) || (e = vcard_add_text(&cards->line, department)))))
        return e;
    return end_line(cards);
}

/* --- how to reach them --- */
static enum err add_address(struct cards *cards, const char *start, const char *street, const char *postcode)
{
    enum err e;

    if (street[0] == '\0' && postcode[0] == '\0')
        return OK;
    if ((e = buf_printf(&cards->line, "%s:;;", start)) || (e = vcard_add_text(&cards->line, street)) ||
        (e = buf_add_str(&cards->line, ";;;")) || (e = vcard_add_text(&cards->line, postcode)) ||
        (e = buf_add_char(&cards->line, ';')))
        return e;
    return end_line(cards);
}

static enum err add_uri(struct cards *cards, const char *start, const char *uri)
{
    enum err e;

    if (uri[0] == '\0')
        return OK;
    if ((e = buf_printf(&cards->line, "%s:", start)) || (e = vcard_add_raw(&cards->line, uri)))
        return e;
    return end_line(cards);
}

static enum err add_main_ways(struct cards *cards, const struct record *party)
{
    bool is_new = cards->version == 4;
    enum err e =
        add(cards, is_new ? "TEL;PREF=1;TYPE=work,voice" : "TEL;TYPE=WORK,VOICE,PREF", record_text(party, "phone"));

    if (!e)
        e = add(cards, is_new ? "EMAIL;PREF=1;TYPE=work" : "EMAIL;TYPE=INTERNET,PREF", record_text(party, "email"));
    if (!e)
        e = add_uri(cards, "URL", record_text(party, "website"));
    return e ? e
             : add_address(cards, is_new ? "ADR;TYPE=work" : "ADR;TYPE=WORK", record_text(party, "address"),
                           record_text(party, "postcode"));
}

static enum err add_point(struct cards *cards, const struct record *point)
{
    const struct channel *channel = channel_of(record_text(point, "channel"));
    const char *value = record_text(point, "value"), *label = record_text(point, "label");
    char start[80], group[16] = "";
    enum err e;

    if (!channel)
        return OK;
    if (label[0])
        snprintf(group, sizeof group, "item%d.", ++cards->groups);
    snprintf(start, sizeof start, "%s%s%s", group, channel->property,
             cards->version == 4 ? channel->parameters_4 : channel->parameters_3);
    if (channel->is_uri)
        e = add_uri(cards, start, value);
    else if (strcmp(channel->property, "ADR") == 0)
        e = add_address(cards, start, value, "");
    else
        e = add(cards, start, value);
    snprintf(start, sizeof start, "%sX-ABLabel", group);
    return e || !label[0] ? e : add(cards, start, label);
}

static enum err add_points(struct cards *cards, const struct record *party)
{
    const struct belonging *at = belongings_of(&cards->points, party->id), *end = belongings_end(&cards->points);
    enum err e = OK;

    for (; at && at < end && at->owner == party->id && !e; at++)
        e = add_point(cards, at->record);
    return e;
}

/* --- the rest --- */
static enum err add_languages(struct cards *cards, const struct record *party)
{
    const char *list = record_text(party, "languages");
    enum err e = OK;

    for (int nth = 1; cards->version == 4 && *list && !e; nth++) {
        size_t len = strcspn(list, ";");

        if (!(e = buf_printf(&cards->line, "LANG;PREF=%d:%.*s", nth < 100 ? nth : 100, (int)len, list)))
            e = end_line(cards);
        list += len + (list[len] == ';');
    }
    return e;
}

static enum err add_categories(struct cards *cards, const struct record *party)
{
    struct buf labels = { 0 };
    const struct vocabularies *words = store_words(cards->parcel->store);
    const char *list = record_text(party, "sectors");
    enum err e = OK;

    while (!e && *list) {
        char code[80];
        size_t len = strcspn(list, ";");

        snprintf(code, sizeof code, "%.*s", (int)len, list);
        e = buf_printf(&labels, "%s%s", labels.len ? ";" : "", vocabulary_label(words, "sector", code));
        list += len + (list[len] == ';');
    }
    if (!e)
        e = add_list(cards, "CATEGORIES", buf_text(&labels));
    buf_release(&labels);
    return e;
}

/* When the record last changed. */
static enum err add_revision(struct cards *cards, const struct record *party, struct why *why)
{
    struct history_row row = { 0 };
    char when[40] = "";
    struct tm utc;
    size_t count;
    time_t at;
    enum err e = store_history(cards->parcel->store, party->type, party->id, 0, 1, &row, &count, why);

    if (e || count == 0)
        return e;
    at = (time_t)(row.at / 1000);
    if (gmtime_r(&at, &utc))
        strftime(when, sizeof when, cards->version == 4 ? "%Y%m%dT%H%M%SZ" : "%Y-%m-%dT%H:%M:%SZ", &utc);
    return add(cards, "REV", when);
}

static enum err add_card(struct cards *cards, const struct record *party, struct why *why)
{
    enum err e =
        buf_printf(cards->out, "BEGIN:VCARD\r\nVERSION:%d.0\r\nPRODID:-//Townkeep//Townkeep//EN\r\n", cards->version);

    cards->groups = 0;
    if (e || (e = add_uid(cards, party)) || (e = add_kind(cards, party)) || (e = add_names(cards, party)) ||
        (e = add_nicknames(cards, party)) || (e = add_organisation(cards, party)) ||
        (e = add(cards, "TITLE", record_text(party, "job_title"))) || (e = add_main_ways(cards, party)) ||
        (e = add_points(cards, party)) || (e = add_languages(cards, party)) || (e = add_categories(cards, party)) ||
        (e = add(cards, "NOTE", record_text(party, "description"))) || (e = add_revision(cards, party, why)))
        return e;
    return buf_add_str(cards->out, "END:VCARD\r\n");
}

static enum err write_cards(const struct parcel *parcel, int version, struct sharing_files *files, struct why *why)
{
    struct cards cards = {
        .parcel = parcel, .parties = parcel_part_of(parcel, "party"), .out = sharing_add(files, ""), .version = version
    };
    enum err e = belongings_make(parcel, "contact_point", "party", &cards.points);

    if (!e)
        e = belongings_make(parcel, "party_name", "party", &cards.names);
    for (size_t i = 0; i < cards.parties->count && !e; i++)
        e = add_card(&cards, &cards.parties->records[i], why);
    belongings_release(&cards.points);
    belongings_release(&cards.names);
    buf_wipe(&cards.line);
    buf_wipe(&cards.text);
    return e;
}

enum err vcard_write_4(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    return write_cards(parcel, 4, files, why);
}

enum err vcard_write_3(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    return write_cards(parcel, 3, files, why);
}
