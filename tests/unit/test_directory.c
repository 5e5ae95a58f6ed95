/* Directories of services: their tables against the types and against the standard, days and times, descriptions of
 * packages. */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>

#include "../../src/exchange/directory_in.h"
#include "town.h"

/* --- the tables --- */
static void check_view(const struct standard_rules *rules, const struct directory_table *table, const struct view *view)
{
    const struct record_type *type = view->type ? catalogue_find(&domain_catalogue, view->type) : NULL;

    CU_ASSERT_EQUAL(view->type == NULL, type == NULL);
    CU_ASSERT_EQUAL(type == NULL, view->kind == VIEW_KEPT);
    if (view->kind == VIEW_ITEMS)
        CU_ASSERT_TRUE(field_find(type, view->field) >= 0);
    for (size_t i = 0; i < view->column_count; i++) {
        if (table_column(table, view->columns[i].heading) < 0)
            CU_FAIL(view->columns[i].heading);
    }
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = view_column(table, view, i);

        if ((column->field && field_find(type, column->field) < 0) ||
            (column->also && field_find(type, column->also) < 0))
            CU_FAIL(column->heading);
        if (column->sheet && strcmp(column->sheet, "*") != 0 && table_find(rules, column->sheet) < 0)
            CU_FAIL(column->heading);
    }
}

static void the_tables_name_fields_that_are_there(void)
{
    for (int i = 0; i < DIRECTORY_STANDARDS; i++) {
        const struct standard_rules *rules = standard_rules_of((enum directory_standard)i);

        CU_ASSERT_TRUE(rules->table_count <= TABLES_MAX);
        for (size_t j = 0; j < rules->table_count; j++) {
            const struct directory_table *table = &rules->tables[j];

            CU_ASSERT_TRUE(table->column_count <= COLUMNS_MAX);
            CU_ASSERT_EQUAL(table->columns[0].how, HOW_ID);
            for (size_t k = 0; k < table->view_count; k++)
                check_view(rules, table, &table->views[k]);
        }
    }
}

/* Every column of text or number that the standard's own list has. */
static void no_column_of_the_standard_is_missing(void)
{
    char path[UNIT_PATH_SIZE];
    struct sheet *sheet = NULL;
    struct sheet_row row;
    size_t columns = 0;

    if (!unit_data("standards/hsds-3.0_schema_columns.csv", path))
        return;
    CU_ASSERT_EQUAL_FATAL(sheet_open(path, NULL, &sheet, NULL), OK);
    while (sheet_next(sheet, &row, NULL) == SHEET_ROW) {
        int table = table_find(&standard_hsds3, row.cells[0]);

        if (strcmp(row.cells[2], "string") != 0 && strcmp(row.cells[2], "number") != 0)
            continue;
        columns++;
        CU_ASSERT_TRUE_FATAL(table >= 0);
        if (table_column(&standard_hsds3.tables[table], row.cells[1]) < 0)
            CU_FAIL(row.cells[1]);
    }
    CU_ASSERT_TRUE(columns > 100);
    sheet_close(sheet);
}

/* --- words --- */
static void days_and_times_are_read_as_they_come(void)
{
    static const struct {
        const char *text;
        int year, month, day;
    } days[] = { { "January 01, 1970", 1970, 1, 1 },
                 { "january 1, 0001", 1, 1, 1 },
                 { "12/24/2015", 2015, 12, 24 },
                 { "12/24/15", 2015, 12, 24 },
                 { "February 29, 0001", 1, 2, 29 } };
    static const struct {
        const char *text;
        int minutes;
    } times[] = { { "3pm", 900 },   { "9am", 540 },      { "12am", 0 },      { "12 PM", 720 },      { "4:00 PM", 960 },
                  { "08:00", 480 }, { "10:00:00", 600 }, { "18:30Z", 1110 }, { "09:00-05:00", 540 } };
    static const char *const no_days[] = {
        "", "Smarch 1, 2020", "24/12/2015", "January 32, 2020", "2015-12-24x", "1/1"
    };
    static const char *const no_times[] = { "", "noon", "25:00", "10:60", "13pm", "0am", "9 o'clock" };
    struct date day;
    int minutes;

    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        CU_ASSERT_TRUE(day_words(days[i].text, &day));
        CU_ASSERT_TRUE(day.year == days[i].year && day.month == days[i].month && day.day == days[i].day);
    }
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        CU_ASSERT_TRUE(time_words(times[i].text, &minutes) && minutes == times[i].minutes);
    for (size_t i = 0; i < sizeof no_days / sizeof *no_days; i++)
        CU_ASSERT_FALSE(day_words(no_days[i], &day));
    for (size_t i = 0; i < sizeof no_times / sizeof *no_times; i++)
        CU_ASSERT_FALSE(time_words(no_times[i], &minutes));
}

/* --- the description of a package --- */
static enum err read_package(const char *text, struct package *out, struct why *why)
{
    return package_read(&standard_hsds3, text, strlen(text), out, why);
}

static void a_description_says_where_the_tables_are(void)
{
    int organizations = table_find(&standard_hsds3, "organizations");
    struct package package;
    struct why why = { 0 };

    CU_ASSERT_EQUAL(read_package("{\"resources\": [{\"name\": \"organization\", \"path\": [\"data/o.csv\"]},"
                                 "{\"name\": \"weather\", \"path\": \"w.csv\"}, {\"name\": 3, \"path\": {}}, 7, null]}",
                                 &package, &why),
                    OK);
    CU_ASSERT_TRUE(package.is_described);
    CU_ASSERT_STRING_EQUAL(package.paths[organizations], "data/o.csv");
    package_release(&package);
    for (const char *const *text = (const char *const[]){ "", "../../datapackage.json", "[]", "{}",
                                                          "{\"resources\": {}}", "{\"resources\": 1", NULL };
         *text; text++) {
        CU_ASSERT_EQUAL(read_package(*text, &package, &why), OK);
        CU_ASSERT_FALSE(package.is_described);
        package_release(&package);
    }
}

static void no_path_leads_out_of_the_folder(void)
{
    static const char *const paths[] = { "../x.csv", "a/../../x.csv", "/etc/passwd", "http://x.example/y.csv",
                                         "a//b.csv", "./x.csv",       "..",          "",
                                         "a/..",     "c:x.csv",       "a\\\\b.csv",  "x\\u001b.csv" };

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct package package;
        struct why why = { 0 };
        char text[160];

        snprintf(text, sizeof text, "{\"resources\": [{\"name\": \"weather\", \"path\": \"%s\"}]}", paths[i]);
        CU_ASSERT_EQUAL(read_package(text, &package, &why), E_INVALID);
        CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "outside its folder"));
    }
}

/* --- ids --- */
static void ids_are_made_of_vault_table_and_record(void)
{
    struct town *town = town_begin();
    struct directory directory = { 0 };
    char first[UUID_SIZE], again[UUID_SIZE], other[UUID_SIZE];

    town_must(town, directory_open(&directory, town->store, &standard_hsds3, "", &town->why));
    directory_uuid(&directory, 0, &party_type, 42, "", first);
    directory_uuid(&directory, 0, &party_type, 42, "", again);
    directory_uuid(&directory, 1, &party_type, 42, "", other);
    CU_ASSERT_STRING_EQUAL(first, again);
    CU_ASSERT_STRING_NOT_EQUAL(first, other);
    CU_ASSERT_EQUAL(strlen(first), UUID_SIZE - 1);
    CU_ASSERT_EQUAL(first[14], '8');                   /* the version */
    CU_ASSERT_PTR_NOT_NULL(strchr("89ab", first[19])); /* the variant */
    CU_ASSERT_EQUAL(strspn(first, "0123456789abcdef-"), UUID_SIZE - 1);
    directory_close(&directory);
    town_end(town);
}

/* Many ids of one record, and as many again of others, are told apart however the tables grow. */
static void ids_are_found_again(void)
{
    struct ids ids = { 0 };
    size_t number, found = 0;
    char text[24];

    for (int i = 0; i < 2000; i++) {
        struct id_entry entry = {
            .outside_id = text, .table = i % 3, .view = i % 2 ? 0 : -1, .type = &party_type, .about = i < 1000 ? 7 : i
        };

        snprintf(text, sizeof text, "id %d", i);
        CU_ASSERT_EQUAL_FATAL(ids_add(&ids, &entry, &number), OK);
    }
    for (int i = 0; i < 2000; i++) {
        snprintf(text, sizeof text, "id %d", i);
        CU_ASSERT_EQUAL(ids_find(&ids, i % 3, text), (size_t)i + 1);
        CU_ASSERT_EQUAL(ids_find(&ids, (i + 1) % 3, text), 0);
    }
    for (number = ids_about(&ids, 1, &party_type, 7); number; number = ids.entries[number - 1].next)
        found++;
    CU_ASSERT_EQUAL(found, 333);
    CU_ASSERT_EQUAL(ids_about(&ids, 1, &place_type, 7), 0);
    CU_ASSERT_EQUAL(ids.entries[ids_being(&ids, 0, 0, &party_type, 1005) - 1].about, 1005);
    ids_release(&ids);
}

void suite_directory(void);
void suite_directory(void)
{
    CU_pSuite s = CU_add_suite("directory", NULL, NULL);

    CU_add_test(s, "the tables name fields that are there", the_tables_name_fields_that_are_there);
    CU_add_test(s, "no column of the standard is missing", no_column_of_the_standard_is_missing);
    CU_add_test(s, "days and times are read as they come", days_and_times_are_read_as_they_come);
    CU_add_test(s, "a description says where the tables are", a_description_says_where_the_tables_are);
    CU_add_test(s, "no path leads out of the folder", no_path_leads_out_of_the_folder);
    CU_add_test(s, "ids are made of vault, table and record", ids_are_made_of_vault_table_and_record);
    CU_add_test(s, "ids are found again", ids_are_found_again);
}
