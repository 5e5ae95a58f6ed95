/*
 * Nothing that stays is in any file: every text field of every kind of record gets a word of its own, everything is
 * written in every format for every circle, and each word is looked for. Which words may be there is said here record
 * by record, and field by field by the table of profiles; so a new field is watched from its first day on, and a type
 * that leaves and that nobody plants here fails.
 */
#include "../../src/exchange/profile_in.h"
#include "town.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/export.h"
#include "townkeep/exchange/sharing.h"

enum { PLANTED_MOST = 2000, WORD_SIZE = 24, FILE_MOST = 8 << 20 };
enum { NEVER = PROFILE_COUNT };
#define ADDRESS "address;postcode"
#define WAYS    "phone;email;website;address;postcode;contact_by"
#define WHERE   "address;postcode;postcodes;latitude;longitude;access;ext_ids"

struct planted {
    const struct record_type *type;
    int field;
    int least;     /* the smallest circle the record may go to */
    bool for_team; /* this field: the team alone, though the record goes further */
    char word[WORD_SIZE];
};
struct fixture {
    struct town *town;
    struct planted planted[PLANTED_MOST];
    size_t count;
    struct {
        const struct record_type *type;
        int64_t id;
    } gone[8]; /* to be archived when all is planted */
    int gone_count;
    struct buf text;
    char path[UNIT_PATH_SIZE];
};
static struct fixture garden;

/* --- planting --- */
static bool is_filled_by_words(const struct field *field)
{
    return (field->kind == FIELD_TEXT || field->kind == FIELD_NOTE || field->kind == FIELD_TAGS) &&
           !(field->flags & FIELD_SEALED);
}

/* The word, which is hexadecimal, in the form that the field takes. */
static void dress(const struct field *field, const char *word, char out[80])
{
    const char *before = strcmp(field->key, "rrule") == 0     ? "FREQ=WEEKLY;X="
                         : strcmp(field->key, "ext_ids") == 0 ? "ID:"
                         : strcmp(field->key, "phone") == 0   ? "0161 "
                                                              : "";

    const char *after = strcmp(field->key, "email") == 0 ? "@port.example"
                        : strcmp(field->key, "file_sha256") == 0
                            ? "0000000000000000000000000000000000000000000000000000"
                            : "";

    snprintf(out, 80, "%s%s%s", before, word, after);
}

static void fill(struct fixture *f, struct record *record, int least, const char *lost)
{
    for (int i = 0; i < record->type->field_count; i++) {
        const struct field *field = &record->type->fields[i];
        struct planted *planted = &f->planted[f->count];
        char dressed[80];

        if (!is_filled_by_words(field) || record->values[i].form != VALUE_EMPTY || f->count == PLANTED_MOST)
            continue;
        *planted = (struct planted){ record->type, i, least, .for_team = text_list_has(lost, field->key), .word = "" };
        snprintf(planted->word, WORD_SIZE, "face%04dface", (int)f->count);
        dress(field, planted->word, dressed);
        if (field->max_len > 0 && strlen(dressed) > (size_t)field->max_len)
            continue;
        town_must(f->town, value_set_text(&record->values[i], dressed));
        f->count++;
    }
}

/* A name that was given is a word too. */
static void note_name(struct fixture *f, const struct record_type *type, int least, const char *key, const char *name)
{
    if (strcmp(key, "name") != 0 && strcmp(key, "title") != 0)
        return;
    f->planted[f->count] = (struct planted){ .type = type, .field = field_find(type, key), .least = least };
    snprintf(f->planted[f->count++].word, WORD_SIZE, "%s", name);
}

/* A record with its texts filled, besides "key", "value", …; `lost`: what of it is for the team alone. */
static int64_t plant(struct fixture *f, const struct record_type *type, int least, const char *lost,
                     const char *const *pairs)
{
    struct record record = { 0 };
    int64_t id;

    town_must(f->town, record_init(&record, type));
    town_must(f->town, record_start(&record, store_words(f->town->store), clock_today(), &f->town->why));
    for (; pairs[0]; pairs += 2) {
        town_set(f->town, &record, pairs[0], pairs[1]);
        note_name(f, type, least, pairs[0], pairs[1]);
    }
    fill(f, &record, least, lost);
    town_put(f->town, &record);
    id = record.id;
    record_release(&record);
    return id;
}
#define PLANT(f, of, least, lost, ...) plant(f, &of##_type, least, lost, (const char *const[]){ __VA_ARGS__, NULL })

static void goes(struct fixture *f, const struct record_type *type, int64_t id)
{
    f->gone[f->gone_count].type = type;
    f->gone[f->gone_count++].id = id;
}

static void archive_gone(struct fixture *f)
{
    struct save *save = NULL;

    town_must(f->town, save_begin(f->town->store, ENTRY_CHANGE, &save, &f->town->why));
    for (int i = 0; i < f->gone_count; i++)
        town_must(f->town, save_archive(save, f->gone[i].type, f->gone[i].id, "no longer", &f->town->why));
    town_must(f->town, save_commit(save, NULL, NULL, &f->town->why));
}

static void plant_places(struct fixture *f)
{
    PLANT(f, place, PROFILE_PUBLIC, NULL, "name", "Open hall", "kind", "site", "latitude", "51.5", "longitude", "1");
    PLANT(f, place, PROFILE_PARTNER, WHERE, "name", "Shelter", "kind", "site", "address_hidden", "yes", "latitude",
          "51.7123", "longitude", "1.7123");
    PLANT(f, place, PROFILE_PARTNER, WHERE, "name", "Back room", "kind", "site", "parent", "Shelter");
    goes(f, &place_type, PLANT(f, place, NEVER, NULL, "name", "Gone hall", "kind", "site", "address_hidden", "yes"));
}

static void plant_parties(struct fixture *f)
{
    PLANT(f, party, PROFILE_PUBLIC, NULL, "name", "Open House", "kind", "org", "sens", "public", "places", "Open hall");
    PLANT(f, party, PROFILE_PARTNER, NULL, "name", "Partner House", "kind", "org", "sens", "partner");
    PLANT(f, party, PROFILE_TEAM, NULL, "name", "Team House", "kind", "org", "sens", "team");
    PLANT(f, party, NEVER, NULL, "name", "Closed House", "kind", "org", "sens", "restricted");
    PLANT(f, party, PROFILE_PUBLIC, WAYS, "name", "Silent House", "kind", "org", "sens", "public", "do_not_contact",
          "yes");
    PLANT(f, party, PROFILE_PUBLIC, ADDRESS, "name", "Refuge House", "kind", "org", "sens", "public", "places",
          "Back room");
    PLANT(f, party, PROFILE_PUBLIC, NULL, "name", "Open Panel", "kind", "body", "sens", "public");
    PLANT(f, party, PROFILE_PUBLIC, "phone;email;address;postcode", "name", "Open Person", "kind", "person", "sens",
          "public", "parent", "Open House");
    PLANT(f, party, PROFILE_TEAM, NULL, "name", "Team Person", "kind", "person", "sens", "team", "parent",
          "Open House");
    PLANT(f, party, PROFILE_PUBLIC, WAYS, "name", "Silent Person", "kind", "person", "sens", "public", "do_not_contact",
          "yes");
    goes(f, &party_type, PLANT(f, party, NEVER, NULL, "name", "Gone House", "kind", "org", "sens", "public"));
    goes(f, &party_type,
         PLANT(f, party, NEVER, NULL, "name", "Double House", "kind", "org", "sens", "public", "same_as", "Open House",
               "do_not_contact", "yes"));
    PLANT(f, party, NEVER, NULL, "name", "Closed double", "kind", "org", "sens", "restricted", "same_as", "Open House");
}

static void plant_services(struct fixture *f)
{
    PLANT(f, service, PROFILE_PUBLIC, NULL, "name", "Open advice", "party", "Open House", "sens", "public", "places",
          "Open hall");
    PLANT(f, service, PROFILE_PUBLIC, "address", "name", "Hidden advice", "party", "Open House", "sens", "public",
          "address_hidden", "yes");
    PLANT(f, service, PROFILE_PUBLIC, "address", "name", "Refuge advice", "party", "Refuge House", "sens", "public",
          "places", "Back room");
    PLANT(f, service, PROFILE_PUBLIC, "address", "name", "Gone advice", "party", "Open House", "sens", "public",
          "places", "Gone hall");
    PLANT(f, service, PROFILE_TEAM, NULL, "name", "Team advice", "party", "Open House", "sens", "team");
    PLANT(f, service, NEVER, NULL, "name", "Closed advice", "party", "Open House", "sens", "restricted");
}

static void plant_numbers(struct fixture *f)
{
    PLANT(f, contact_point, PROFILE_PUBLIC, NULL, "party", "Open House", "channel", "other", "is_public", "yes", "sens",
          "public");
    PLANT(f, contact_point, PROFILE_TEAM, NULL, "party", "Open House", "channel", "other", "is_public", "no", "sens",
          "public");
    PLANT(f, contact_point, PROFILE_TEAM, NULL, "party", "Silent House", "channel", "other", "is_public", "yes", "sens",
          "public");
    PLANT(f, contact_point, PROFILE_TEAM, NULL, "party", "Double House", "channel", "other", "is_public", "yes", "sens",
          "public");
    PLANT(f, contact_point, NEVER, NULL, "party", "Closed double", "channel", "other", "is_public", "yes", "sens",
          "public");
    PLANT(f, contact_point, NEVER, NULL, "party", "Closed House", "channel", "other", "is_public", "yes", "sens",
          "public");
    PLANT(f, contact_point, NEVER, NULL, "party", "Gone House", "channel", "other", "is_public", "yes", "sens",
          "public");
    PLANT(f, contact_point, PROFILE_TEAM, NULL, "service", "Hidden advice", "channel", "post", "is_public", "yes",
          "sens", "public");
    PLANT(f, contact_point, PROFILE_TEAM, NULL, "party", "Refuge House", "channel", "post", "is_public", "yes", "sens",
          "public");
    PLANT(f, contact_point, PROFILE_PARTNER, NULL, "place", "Shelter", "channel", "other", "is_public", "yes", "sens",
          "public");
    PLANT(f, opening, PROFILE_PUBLIC, NULL, "service", "Open advice", "days", "monday", "opens", "9:00", "closes",
          "10:00");
    PLANT(f, opening, PROFILE_PARTNER, NULL, "place", "Back room", "days", "monday", "opens", "9:00", "closes",
          "10:00");
    PLANT(f, opening, NEVER, NULL, "service", "Closed advice", "days", "monday", "opens", "9:00", "closes", "10:00");
}

static void plant_ties(struct fixture *f)
{
    PLANT(f, relationship, PROFILE_PUBLIC, NULL, "from_party", "Open House", "type", "funds", "to_party", "Open Panel",
          "sens", "public");
    PLANT(f, relationship, PROFILE_TEAM, NULL, "from_party", "Open House", "type", "funds", "to_party", "Team House",
          "sens", "public");
    PLANT(f, relationship, NEVER, NULL, "from_party", "Open House", "type", "in_tension_with", "to_party", "Open Panel",
          "sens", "team");
    PLANT(f, relationship, NEVER, NULL, "from_party", "Open House", "type", "trains", "to_party", "Closed House",
          "sens", "public");
    PLANT(f, seat, PROFILE_PUBLIC, NULL, "body", "Open Panel", "person", "Open Person", "role", "chair", "sens",
          "public");
    PLANT(f, seat, PROFILE_TEAM, NULL, "body", "Open Panel", "person", "Team Person", "role", "member", "sens",
          "public");
    PLANT(f, party_name, PROFILE_PUBLIC, NULL, "party", "Open House", "language", "fr", "sens", "public");
    PLANT(f, party_name, NEVER, NULL, "party", "Closed House", "language", "fr", "sens", "public");
    PLANT(f, agreement, PROFILE_PARTNER, NULL, "title", "Open terms", "kind", "data_sharing", "parties", "Open House");
    PLANT(f, agreement, NEVER, NULL, "title", "Closed terms", "kind", "data_sharing", "parties",
          "Open House;Closed House");
    PLANT(f, signatory, PROFILE_TEAM, NULL, "agreement", "Open terms");
    PLANT(f, engagement, PROFILE_PUBLIC, NULL, "type", "meeting", "parties", "Open House", "sens", "public");
    PLANT(f, engagement, NEVER, NULL, "type", "meeting", "parties", "Open House;Closed House", "sens", "public");
}

static void plant_work(struct fixture *f)
{
    PLANT(f, programme, PROFILE_PUBLIC, NULL, "title", "Open walk", "status", "active", "city_role", "fund", "sens",
          "public");
    PLANT(f, programme, PROFILE_TEAM, NULL, "status", "active", "city_role", "fund", "sens", "public", "visibility",
          "discreet");
    PLANT(f, activity, PROFILE_PUBLIC, NULL, "title", "Open evening", "status", "planned", "sens", "public");
    PLANT(f, activity, PROFILE_TEAM, NULL, "title", "Team evening", "status", "planned", "sens", "team");
    PLANT(f, participation_count, PROFILE_TEAM, NULL, "activity", "Open evening", "reached", "9", "attended", "7",
          "method", "counted", "basis", "unique");
    PLANT(f, practice, PROFILE_PUBLIC, NULL, "country", "GB");
    PLANT(f, course, PROFILE_PUBLIC, NULL, "title", "Open course");
    PLANT(f, session, PROFILE_PARTNER, NULL, "course", "Open course", "starts_on", "2026-02-02");
    PLANT(f, party_assessment, NEVER, NULL, "party", "Open House", "influence", "4");
    PLANT(f, mapping_round, NEVER, NULL, "title", "Spring round");
    PLANT(f, mapping_answer, NEVER, NULL, "round", "Spring round", "question", "gap", "answer", "nobody");
    PLANT(f, task, NEVER, NULL, "due", "2027-01-01");
}

static void begin(void)
{
    garden = (struct fixture){ .town = town_begin() };
    plant_places(&garden);
    plant_parties(&garden);
    plant_services(&garden);
    plant_numbers(&garden);
    plant_ties(&garden);
    plant_work(&garden);
    archive_gone(&garden);
}

static void end(void)
{
    buf_release(&garden.text);
    town_end(garden.town);
}

/* --- looking --- */
static bool may_be_there(const struct planted *planted, enum profile profile)
{
    return (int)profile >= planted->least && profile_takes_field(profile, planted->type, planted->field) &&
           !(planted->for_team && profile < PROFILE_TEAM);
}

/* How many of the planted words are in the text; those that must not be fail by name. */
static size_t look(const struct fixture *f, const char *format, enum profile profile)
{
    size_t found = 0;

    for (size_t i = 0; i < f->count; i++) {
        const struct planted *planted = &f->planted[i];

        if (!strstr(buf_text(&f->text), planted->word))
            continue;
        found++;
        if (may_be_there(planted, profile))
            continue;
        printf("\n    %s for %s holds %s of a %s (%s)", format, profile_name(profile),
               planted->type->fields[planted->field].key, planted->type->key, planted->word);
        CU_FAIL("a text that stays is in a file");
    }
    return found;
}

static void read_file(struct fixture *f, const char *path)
{
    struct buf one = { 0 };

    town_must(f->town, path_read_file(path, FILE_MOST, &one, &f->town->why));
    town_must(f->town, buf_add(&f->text, one.data, one.len));
    buf_release(&one);
}

static void read_all(struct fixture *f)
{
    struct dirent **names = NULL;
    int count = scandir(f->path, &names, NULL, alphasort);
    char path[UNIT_PATH_SIZE];

    buf_clear(&f->text);
    if (count < 0)
        read_file(f, f->path);
    for (int i = 0; i < count; i++) {
        unit_path(f->path, names[i]->d_name, path);
        if (names[i]->d_name[0] != '.')
            read_file(f, path);
        free(names[i]);
    }
    free(names);
}

static void name_file(struct fixture *f, const char *what, enum profile profile)
{
    char name[80];

    snprintf(name, sizeof name, "%s-%s", what, profile_name(profile));
    unit_path(f->town->folder, name, f->path);
}

static void no_format_holds_what_stays(void)
{
    struct fixture *f = &garden;
    size_t count, leaving;
    const struct sharing_format *formats = sharing_formats(&count);

    begin();
    for (size_t i = 0; i < count; i++) {
        for (enum profile profile = PROFILE_PUBLIC; profile <= formats[i].widest; profile++) {
            struct parcel_wish wish;

            name_file(f, formats[i].name, profile);
            town_must(f->town, sharing_wish(&formats[i], profile, clock_today(), &wish, &f->town->why));
            town_must(f->town,
                      sharing_export(f->town->store, &formats[i], &wish, f->path, NULL, &leaving, &f->town->why));
            read_all(f);
            CU_ASSERT_TRUE(leaving > 0);
            CU_ASSERT_TRUE(look(f, formats[i].name, profile) > 0);
            CU_ASSERT_PTR_NULL(strstr(buf_text(&f->text), "51.7123")); /* where the refuge is */
            CU_ASSERT_PTR_NULL(strstr(buf_text(&f->text), "in_tension"));
        }
    }
    end();
}

static bool is_planted(const struct fixture *f, const struct record_type *type)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->planted[i].type == type)
            return true;
    }
    return false;
}

static enum err export_type(struct fixture *f, const struct record_type *type, enum profile profile,
                            enum export_format format, size_t *written)
{
    struct query query;

    query_init(&query, type);
    name_file(f, format == EXPORT_CSV ? type->key : type->plural, profile);
    return export_file(f->town->store, &query,
                       &(struct export_wish){ .path = f->path, .format = format, .profile = profile, .replace = true },
                       written, &f->town->why);
}

static void no_table_of_a_type_holds_what_stays(void)
{
    struct fixture *f = &garden;

    begin();
    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];

        for (enum profile profile = PROFILE_PUBLIC; profile < PROFILE_COUNT; profile++) {
            for (int format = 0; format < EXPORT_FORMAT_COUNT; format++) {
                size_t written = 0;
                enum err e = export_type(f, type, profile, (enum export_format)format, &written);

                if (!profile_takes_type(profile, type)) {
                    CU_ASSERT_EQUAL(e, E_PERMISSION);
                    CU_ASSERT_FALSE(path_exists(f->path));
                    continue;
                }
                town_must(f->town, e);
                read_all(f);
                look(f, type->key, profile);
                if (!is_planted(f, type) || written == 0)
                    CU_FAIL(type->key);
            }
        }
    }
    end();
}

void suite_leaks(void);
void suite_leaks(void)
{
    CU_pSuite s = CU_add_suite("leaks", NULL, NULL);

    CU_add_test(s, "no format holds what stays", no_format_holds_what_stays);
    CU_add_test(s, "no table of a type holds what stays", no_table_of_a_type_holds_what_stays);
}
