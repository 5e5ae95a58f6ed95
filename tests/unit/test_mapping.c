/* Columns to fields: patterns, guessing, assigning, ini files. */
#include <CUnit/Basic.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/config/config.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/exchange/mapping.h"
#include "unit.h"

static const char *headings_cells[] = { "Name", "number", "Company", "street", "City", "Type", "City" };
static const struct sheet_row headings = { .cells = headings_cells, .count = 7 };

/* What a pattern gives for a row of these cells. */
static void expect(int field, const char *pattern, const char *const cells[7], const char *wanted, bool wanted_filled)
{
    struct mapping mapping = { 0 };
    struct sheet_row row = { .cells = (const char **)cells, .count = 7 };
    const int64_t made[] = { 7, 0 };
    struct mapping_context context = {
        .mapping = &mapping, .headings = &headings, .row = &row, .source = "HSDS", .made = made
    };
    struct mapping_rule rule = { .field = field, .pattern = (char *)pattern };
    struct buf out = { 0 };
    bool filled;

    CU_ASSERT_EQUAL(mapping_start(&mapping, &party_type), OK);
    CU_ASSERT_EQUAL(text_copy(&mapping.empty, "NA;-"), OK);
    CU_ASSERT_EQUAL(mapping_apply(&context, &party_type.fields[field], &rule, &out, &filled), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), wanted);
    CU_ASSERT_EQUAL(filled, wanted_filled);
    buf_release(&out);
    mapping_release(&mapping);
}

static void patterns_join_what_is_filled(void)
{
    const char *all[7] = { "A", "12", "C", "High St 1", "Port", "t", "x" },
               *some[7] = { "A", "NA", "-", "", "Port", "t", "x" };
    const char *none[7] = { "", "NA", "", "", "", "", "" };
    int name = field_find(&party_type, "name"), ids = field_find(&party_type, "ext_ids");

    expect(name, "{Name}", all, "A", true);
    expect(name, "{name}", all, "A", true);
    expect(name, "{street}, {City}", all, "High St 1, Port", true);
    expect(name, "{street}, {City}", some, "Port", true);
    expect(name, "{Name} ({number})", some, "A", true);
    expect(name, "{Name} ({number})", all, "A (12)", true);
    expect(name, "{street}, {number}, {City}", some, "Port", true);
    expect(name, "No. {number}", some, "", false);
    expect(name, "org", none, "org", false);
    expect(name, "{number|Company|City}", some, "Port", true);
    expect(name, "{#7}", all, "x", true);
    expect(name, "{unknown}", all, "", false);
    expect(ids, "GB-CHC:{number};GB-COH:{Company}", all, "GB-CHC:12;GB-COH:C", true);
    expect(ids, "GB-CHC:{number};GB-COH:{Company}", some, "", false);
    expect(ids, "X:{number};{@source}-ORG:{City}", some, "HSDS-ORG:Port", true);
    expect(ids, "{@source}-ORG:{number}", some, "", false);
    expect(field_find(&party_type, "parent"), "{@}", none, "7", false);
}

static void texts_of_another_form_are_not_taken(void)
{
    static const struct {
        const char *cell, *like, *wanted;
    } cases[] = {
        { "a@b.org", "*@*", "a@b.org" },
        { "0161 1", "*@*", "" },
        { "0161 1", "*[0-9]*;!*@*", "0161 1" },
        { "a1@b.org", "*[0-9]*;!*@*", "" },
        { "call in", "*[0-9]*;!*@*", "" },
        { "anything", "!*@*", "anything" },
        { "x", "", "x" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *cells[7] = { cases[i].cell, "", "", "", "", "", "" };
        struct sheet_row row = { .cells = cells, .count = 7 };
        struct mapping mapping = { 0 };
        struct mapping_context context = { .mapping = &mapping, .headings = &headings, .row = &row, .source = "" };
        struct mapping_rule rule = { .field = 0, .pattern = (char *)"{Name}", .like = (char *)cases[i].like };
        struct buf out = { 0 };
        bool filled;

        CU_ASSERT_EQUAL(mapping_apply(&context, &party_type.fields[0], &rule, &out, &filled), OK);
        CU_ASSERT_STRING_EQUAL(buf_text(&out), cases[i].wanted);
        CU_ASSERT_EQUAL(filled, cases[i].wanted[0] != '\0');
        buf_release(&out);
    }
}

static void headings_are_guessed_once_each(void)
{
    static const char *cells[] = { "Organisation", "Phone", "charity_name", "verified_by", "nonsense", "" };
    struct sheet_row row = { .cells = cells, .count = 6 };
    struct mapping mapping = { 0 };

    CU_ASSERT_EQUAL(mapping_start(&mapping, &party_type), OK);
    CU_ASSERT_EQUAL(mapping_guess(&mapping, &row), OK);
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &row, 0), field_find(&party_type, "name"));
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &row, 1), field_find(&party_type, "phone"));
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &row, 2), -1);
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &row, 4), -1);
    CU_ASSERT_EQUAL(mapping_missing(&mapping), -1);
    mapping_release(&mapping);
}

static void columns_are_assigned_and_taken_away(void)
{
    struct mapping mapping = { 0 };
    int name = field_find(&party_type, "name"), phone = field_find(&party_type, "phone"),
        kind = field_find(&party_type, "kind");

    CU_ASSERT_EQUAL(mapping_start(&mapping, &party_type), OK);
    CU_ASSERT_EQUAL(mapping_missing(&mapping), name);
    CU_ASSERT_EQUAL(mapping_assign(&mapping, &headings, 0, name), OK);
    CU_ASSERT_EQUAL(mapping_missing(&mapping), -1);
    CU_ASSERT_EQUAL(mapping_assign(&mapping, &headings, 0, phone), OK);
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &headings, 0), phone);
    CU_ASSERT_EQUAL(mapping_missing(&mapping), name);
    CU_ASSERT_EQUAL(mapping_assign(&mapping, &headings, 6, name), OK); /* the second of two columns of one name */
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &headings, 6), name);
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &headings, 4), -1);
    CU_ASSERT_EQUAL(mapping_assign(&mapping, &headings, 6, -1), OK);
    CU_ASSERT_EQUAL(mapping_field_of_column(&mapping, &headings, 6), -1);
    CU_ASSERT_EQUAL(mapping_fix(&mapping, kind, "body"), OK);
    CU_ASSERT_STRING_EQUAL(mapping_fixed(&mapping, kind), "body");
    CU_ASSERT_EQUAL(mapping_fix(&mapping, kind, "{x}"), E_INVALID);
    CU_ASSERT_EQUAL(mapping_fix(&mapping, kind, NULL), OK);
    CU_ASSERT_PTR_NULL(mapping_fixed(&mapping, kind));
    mapping_release(&mapping);
}

static enum err read_lines(struct mapping *mapping, const char *const (*lines)[3], struct why *why)
{
    struct mapping_reading reading = { .mapping = mapping, .catalogue = &domain_catalogue };
    enum err e = OK;

    *mapping = (struct mapping){ 0 };
    for (; (*lines)[0] && !e; lines++)
        e = mapping_read_line(&reading, (*lines)[0], (*lines)[1], (*lines)[2], why);
    return e ? e : mapping_check(mapping, why);
}

static void a_kept_mapping_comes_back_the_same(void)
{
    static const char *const lines[][3] = {
        { "mapping", "type", "party" },
        { "mapping", "title", "Test" },
        { "mapping", "needs", "Name;City" },
        { "mapping", "separator", "tab" },
        { "lookup", "places", "p.csv;City;id" },
        { "party", "name", "{Name}" },
        { "party", "ext_ids", "A:{number};B:{places.x}" },
        { "party", "org_type", "{Type}" },
        { "party", "org_type.words", "Govt=local_gov;*=other" },
        { "contact_point-phone", "party", "{@}" },
        { "contact_point-phone", "value", "?{street}" },
        { "contact_point-phone", "value.like", "*[0-9]*;!*@*" },
        { "party", "places", "+{@place-site}" },
        { "place-site", "name", "{street}" },
        { NULL, NULL, NULL },
    };
    struct mapping first = { 0 }, second = { 0 };
    struct buf texts[2] = { { 0 }, { 0 } };
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct why why = { 0 };
    FILE *file;

    CU_ASSERT_EQUAL_FATAL(read_lines(&first, lines, &why), OK);
    CU_ASSERT_TRUE(mapping_fits(&first, &headings));
    CU_ASSERT_EQUAL_FATAL(mapping_write(&first, &texts[0], &why), OK);
    unit_folder(folder);
    unit_path(folder, "m.ini", path);
    file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(buf_text(&texts[0]), file);
    fclose(file);
    CU_ASSERT_EQUAL(mapping_load(path, &domain_catalogue, &second, &why), OK);
    CU_ASSERT_EQUAL(mapping_write(&second, &texts[1], &why), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&texts[0]), buf_text(&texts[1]));
    CU_ASSERT_EQUAL(second.part_count, 3);
    mapping_release(&first);
    mapping_release(&second);
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    unit_folder_remove(folder);
}

static void nonsense_in_a_mapping_is_refused(void)
{
    static const char *const cases[][3][3] = {
        { { "party", "name", "{Name}" }, { NULL } }, /* no type first */
        { { "mapping", "type", "unicorn" }, { NULL } },
        { { "mapping", "type", "party" }, { "party", "shoe_size", "{x}" }, { NULL } },
        { { "mapping", "type", "referral" }, { "referral", "reference", "{x}" }, { NULL } }, /* set by the program */
        { { "mapping", "type", "party" }, { "lookup", "a", "../../etc/passwd;x;y" }, { NULL } },
        { { "mapping", "type", "party" }, { "lookup", "a", "a.csv;x" }, { NULL } },
        { { "mapping", "type", "party" }, { "party", "kind.words", "a=b" }, { NULL } }, /* words without a column */
        { { "mapping", "separator", "xx" }, { NULL } },
        { { "mapping", "type", "party" }, { "party", "name", "+{Name}" }, { NULL } },    /* adds to what is no list */
        { { "mapping", "type", "party" }, { "party", "places", "{@place}" }, { NULL } }, /* names no section */
        { { "mapping", "type", "party" }, { "party", "parent", "{@}" }, { NULL } },      /* a circle */
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mapping mapping;
        struct why why = { 0 };

        CU_ASSERT_EQUAL(read_lines(&mapping, cases[i], &why), E_INVALID);
        CU_ASSERT_TRUE(why.text[0] != '\0');
        mapping_release(&mapping);
    }
}

static int is_mapping(const struct dirent *entry)
{
    return strstr(entry->d_name, ".ini") != NULL;
}

static void the_shipped_mappings_are_sound(void)
{
    struct dirent **names = NULL;
    int count = scandir("assets/mappings", &names, is_mapping, alphasort);

    CU_ASSERT(count >= 12);
    for (int i = 0; i < count; i++) {
        struct mapping mapping = { 0 };
        char path[UNIT_PATH_SIZE];
        struct why why = { 0 };

        snprintf(path, sizeof path, "assets/mappings/%s", names[i]->d_name);
        CU_ASSERT_EQUAL(mapping_load(path, &domain_catalogue, &mapping, &why), OK);
        CU_ASSERT_EQUAL(mapping_missing(&mapping), -1);
        CU_ASSERT_PTR_NOT_NULL(mapping.title);
        if (why.text[0])
            printf("\n    %s: %s", names[i]->d_name, why.text);
        mapping_release(&mapping);
        free(names[i]);
    }
    free(names);
}

void suite_mapping(void);
void suite_mapping(void)
{
    CU_pSuite s = CU_add_suite("mapping", NULL, NULL);

    CU_add_test(s, "patterns join what is filled", patterns_join_what_is_filled);
    CU_add_test(s, "texts of another form are not taken", texts_of_another_form_are_not_taken);
    CU_add_test(s, "headings are guessed once each", headings_are_guessed_once_each);
    CU_add_test(s, "columns are assigned and taken away", columns_are_assigned_and_taken_away);
    CU_add_test(s, "a kept mapping comes back the same", a_kept_mapping_comes_back_the_same);
    CU_add_test(s, "nonsense in a mapping is refused", nonsense_in_a_mapping_is_refused);
    CU_add_test(s, "the shipped mappings are sound", the_shipped_mappings_are_sound);
}
