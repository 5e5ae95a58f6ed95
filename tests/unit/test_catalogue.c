/* Finding types and fields by name, and the checker: a right catalogue passes, and each planted mistake is found. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "townkeep/schema/schema.h"

void suite_catalogue(void);

enum { FIELDS = 4 };
static const struct field right_fields[FIELDS] = {
    { .key = "name",
      .label = "Name",
      .kind = FIELD_TEXT,
      .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED | FIELD_FOUND,
      .aliases = "title;what" },
    { .key = "colour",
      .label = "Colour",
      .kind = FIELD_CHOICE,
      .vocabulary = "colour",
      .initial = "red",
      .hint = "Which one." },
    { .key = "of", .label = "Part of", .kind = FIELD_REFERENCE, .refers_to = "thing" },
    { .key = "size", .label = "Size", .kind = FIELD_NUMBER, .min = 1, .max = 5 },
};
static const struct record_type right_type = {
    .key = "thing",
    .label = "Thing",
    .plural = "Things",
    .hint = "A thing.",
    .aliases = "object;stuff",
    .menu = MENU_TASKS,
    .field_count = FIELDS,
    .title_field = 0,
    .subtitle_field = -1,
    .sort = "name",
    .match = "name,colour|size",
};
static const struct vocabulary_entry red = { .list = "colour", .code = "red", .label = "Red" };

/* One catalogue of one type that a test may spoil. */
struct bench {
    struct field fields[FIELDS];
    struct record_type type;
    const struct record_type *types[2];
    struct catalogue catalogue;
};

static void set_up(struct bench *bench)
{
    memcpy(bench->fields, right_fields, sizeof right_fields);
    bench->type = right_type;
    bench->type.fields = bench->fields;
    bench->types[0] = bench->types[1] = &bench->type;
    bench->catalogue = (struct catalogue){ .types = bench->types, .count = 1 };
}

/* Whether the checker's lines hold `words`; NULL: whether there are none. */
static bool finds(struct bench *bench, const char *words)
{
    struct vocabularies *lists = NULL;
    struct buf out = { 0 };
    int count;
    bool fine;

    CU_ASSERT_EQUAL_FATAL(vocabularies_new(&red, 1, &lists), OK);
    count = catalogue_check(&bench->catalogue, lists, &out);
    fine = words ? count > 0 && strstr(buf_text(&out), words) != NULL : count == 0 && out.len == 0;
    if (!fine)
        printf("\n    wanted \"%s\", got: %s", words ? words : "", buf_text(&out));
    buf_release(&out);
    vocabularies_free(lists);
    set_up(bench);
    return fine;
}

static void a_right_catalogue_passes(void)
{
    struct bench bench;

    set_up(&bench);
    CU_ASSERT_TRUE(finds(&bench, NULL));
    bench.type.owner = RECORD_OF_CASE;
    bench.type.readers = bench.type.writers = ROLES_OF_CASEWORK;
    bench.fields[3].flags = FIELD_SEALED;
    CU_ASSERT_TRUE(finds(&bench, NULL));
}

static void mistakes_in_names(void)
{
    struct bench bench;

    set_up(&bench);
    bench.fields[3].key = NULL;
    CU_ASSERT_TRUE(finds(&bench, "field 3 has no row"));
    bench.fields[3].key = "Size";
    CU_ASSERT_TRUE(finds(&bench, "lower case"));
    bench.fields[3].key = "archived_at";
    CU_ASSERT_TRUE(finds(&bench, "taken"));
    bench.fields[3].key = "order";
    CU_ASSERT_TRUE(finds(&bench, "taken"));
    bench.fields[3].key = "religion";
    CU_ASSERT_TRUE(finds(&bench, "not recorded"));
    bench.fields[3].key = "risk_score";
    CU_ASSERT_TRUE(finds(&bench, "not recorded"));
    bench.fields[3].key = "name";
    CU_ASSERT_TRUE(finds(&bench, "two fields"));
    bench.fields[3].label = "";
    CU_ASSERT_TRUE(finds(&bench, "label is missing"));
    bench.fields[3].hint = "No sentence";
    CU_ASSERT_TRUE(finds(&bench, "a hint is a sentence"));
    bench.fields[3].aliases = "big;WHAT";
    CU_ASSERT_TRUE(finds(&bench, "alias \"WHAT\""));
    bench.fields[3].label = "Name";
    CU_ASSERT_TRUE(finds(&bench, "the label is also"));
}

static void mistakes_in_flags(void)
{
    struct bench bench;

    set_up(&bench);
    bench.fields[3].flags = FIELD_SEALED;
    CU_ASSERT_TRUE(finds(&bench, "only a case's records"));
    bench.type.owner = RECORD_OF_CASE;
    bench.type.readers = ROLES_OF_CASEWORK;
    bench.fields[0].flags |= FIELD_SEALED;
    CU_ASSERT_TRUE(finds(&bench, "neither listed, searched"));
    bench.fields[3].flags = FIELD_FOUND;
    CU_ASSERT_TRUE(finds(&bench, "search takes"));
    bench.fields[3].kind = FIELD_NOTE;
    bench.fields[3].min = bench.fields[3].max = 0;
    bench.fields[3].flags = FIELD_SORTED;
    CU_ASSERT_TRUE(finds(&bench, "cannot be sorted"));
    bench.fields[3].kind = FIELD_MOMENT;
    bench.fields[3].min = bench.fields[3].max = 0;
    CU_ASSERT_TRUE(finds(&bench, "set by the program"));
    bench.fields[3].flags = FIELD_UNIQUE;
    CU_ASSERT_TRUE(finds(&bench, "needs the index"));
    bench.fields[3].flags = FIELD_REQUIRED | FIELD_MORE;
    CU_ASSERT_TRUE(finds(&bench, "hide under more"));
    bench.fields[0].flags = FIELD_SORTED;
    CU_ASSERT_TRUE(finds(&bench, "no field is listed"));
}

static void mistakes_in_kinds(void)
{
    struct bench bench;

    set_up(&bench);
    bench.fields[1].vocabulary = NULL;
    bench.fields[1].initial = NULL;
    CU_ASSERT_TRUE(finds(&bench, "list to choose from is missing"));
    bench.fields[1].vocabulary = "shape";
    CU_ASSERT_TRUE(finds(&bench, "no list \"shape\""));
    bench.fields[1].parents = "shapes";
    CU_ASSERT_TRUE(finds(&bench, "no list \"shapes\" for wider entries"));
    bench.fields[0].vocabulary = "colour";
    CU_ASSERT_TRUE(finds(&bench, "only choices"));
    bench.fields[2].refers_to = NULL;
    CU_ASSERT_TRUE(finds(&bench, "refers to is missing"));
    bench.fields[2].refers_to = "object";
    CU_ASSERT_TRUE(finds(&bench, "no type \"object\""));
    bench.fields[0].refers_to = "thing";
    CU_ASSERT_TRUE(finds(&bench, "only references"));
    bench.fields[3].min = 9;
    CU_ASSERT_TRUE(finds(&bench, "range is wrong"));
    bench.fields[0].max = 9;
    CU_ASSERT_TRUE(finds(&bench, "range is wrong"));
    bench.fields[0].width = -1;
    CU_ASSERT_TRUE(finds(&bench, "negative"));
    bench.fields[1].initial = "green";
    CU_ASSERT_TRUE(finds(&bench, "first value cannot be read"));
    bench.fields[3].initial = "6";
    CU_ASSERT_TRUE(finds(&bench, "first value cannot be read"));
    bench.fields[0].initial = " ";
    CU_ASSERT_TRUE(finds(&bench, "first value is empty"));
}

static void mistakes_in_types(void)
{
    struct bench bench;

    set_up(&bench);
    bench.type.key = "table";
    CU_ASSERT_TRUE(finds(&bench, "no word of SQL"));
    bench.type.plural = NULL;
    CU_ASSERT_TRUE(finds(&bench, "plural"));
    bench.type.menu = MENU_AREA_COUNT;
    CU_ASSERT_TRUE(finds(&bench, "menu"));
    bench.type.title_field = FIELDS;
    CU_ASSERT_TRUE(finds(&bench, "title"));
    bench.type.title_field = 3;
    CU_ASSERT_TRUE(finds(&bench, "the title is a text, a day"));
    bench.type.subtitle_field = FIELDS;
    CU_ASSERT_TRUE(finds(&bench, "subtitle"));
    bench.type.sort = "size";
    CU_ASSERT_TRUE(finds(&bench, "not sorted"));
    bench.type.sort = NULL;
    CU_ASSERT_TRUE(finds(&bench, "not sorted"));
    bench.type.reference_prefix = "X";
    CU_ASSERT_TRUE(finds(&bench, "reference prefix"));
    bench.type.match = "name|weight";
    CU_ASSERT_TRUE(finds(&bench, "\"weight\""));
    bench.type.readers = ROLE_LEAD;
    bench.type.writers = ROLE_TRAINER;
    CU_ASSERT_TRUE(finds(&bench, "may not read"));
    bench.type.field_count = 0;
    CU_ASSERT_TRUE(finds(&bench, "no fields"));
}

static void mistakes_in_ownership(void)
{
    struct bench bench;

    set_up(&bench);
    bench.type.case_field = "of";
    CU_ASSERT_TRUE(finds(&bench, "names no case"));
    bench.type.owner = RECORD_OF_CASE;
    CU_ASSERT_TRUE(finds(&bench, "casework roles only"));
    bench.type.owner = RECORD_OF_CASE;
    bench.type.readers = ROLES_OF_CASEWORK | ROLE_TRAINER;
    CU_ASSERT_TRUE(finds(&bench, "casework roles only"));
    bench.type.owner = RECORD_OF_CASE;
    bench.type.readers = ROLES_OF_CASEWORK;
    bench.type.case_field = "of";
    CU_ASSERT_TRUE(finds(&bench, "case field names no case"));
}

static void two_types_of_one_name(void)
{
    struct bench bench;
    struct record_type other;

    set_up(&bench);
    other = bench.type;
    bench.types[1] = &other;
    bench.catalogue.count = 2;
    CU_ASSERT_TRUE(finds(&bench, "two types"));
    other.key = "item";
    bench.types[1] = &other;
    bench.catalogue.count = 2;
    CU_ASSERT_TRUE(finds(&bench, "another type's name"));
}

static void types_and_headings_by_name(void)
{
    struct bench bench;

    set_up(&bench);
    CU_ASSERT_PTR_EQUAL(catalogue_find(&bench.catalogue, "thing"), &bench.type);
    CU_ASSERT_PTR_EQUAL(catalogue_find(&bench.catalogue, "STUFF"), &bench.type);
    CU_ASSERT_PTR_NULL(catalogue_find(&bench.catalogue, "thin"));
    CU_ASSERT_PTR_NULL(catalogue_find(&bench.catalogue, ""));
    CU_ASSERT_EQUAL(field_find(&bench.type, "size"), 3);
    CU_ASSERT_EQUAL(field_find(&bench.type, "SIZE"), -1);
    CU_ASSERT_EQUAL(field_find_heading(&bench.type, " SIZE "), 3);
    CU_ASSERT_EQUAL(field_find_heading(&bench.type, "Títle"), 0);
    CU_ASSERT_EQUAL(field_find_heading(&bench.type, "part  of"), 2);
    CU_ASSERT_EQUAL(field_find_heading(&bench.type, ""), -1);
    CU_ASSERT_EQUAL(field_find_heading(&bench.type, "title;what"), -1);
}

void suite_catalogue(void)
{
    CU_pSuite suite = CU_add_suite("catalogue", NULL, NULL);

    CU_add_test(suite, "types and headings are found by key, label and alias", types_and_headings_by_name);
    CU_add_test(suite, "a right catalogue passes the checker", a_right_catalogue_passes);
    CU_add_test(suite, "the checker finds wrong names", mistakes_in_names);
    CU_add_test(suite, "the checker finds flags that do not go together", mistakes_in_flags);
    CU_add_test(suite, "the checker finds kinds without what they need", mistakes_in_kinds);
    CU_add_test(suite, "the checker finds types that do not hold together", mistakes_in_types);
    CU_add_test(suite, "the checker finds cases that anybody may read", mistakes_in_ownership);
    CU_add_test(suite, "the checker finds two types of one name", two_types_of_one_name);
}
