/* Reports as text, CSV, JSON and Markdown, and into files; that the workflow is told whole. */
#include <sys/stat.h>
#include <unistd.h>

#include "town.h"
#include "townkeep/domain/casework.h"
#include "townkeep/exchange/report.h"

static const struct report_column columns[] = { { "what", "What", false }, { "q1", "2026-Q1", true } };

static struct report_sheet *add_sheet(struct report_result *result, const char *key, const char *title)
{
    struct report_sheet *sheet = report_add_sheet(result, key, title, columns, 2, 2);

    CU_ASSERT_PTR_NOT_NULL_FATAL(sheet);
    return sheet;
}

static void add_row(struct report_sheet *sheet, const char *what, const char *value)
{
    const char **cells = report_add_row(sheet);

    CU_ASSERT_PTR_NOT_NULL_FATAL(cells);
    cells[0] = what;
    cells[1] = value;
}

static struct report_result two_sheets(void)
{
    struct report_result result = { 0 };
    struct report_sheet *sheet = add_sheet(&result, "first", "First");

    sheet->note = "of 12 referrals, \"all\"";
    add_row(sheet, "by phone", "7");
    add_row(sheet, "=cmd|x", "<5");
    add_row(add_sheet(&result, "second", "Second"), "Łódź", "12");
    return result;
}

static void writes(const struct report_result *result, enum report_format format, const char *wanted)
{
    struct buf text = { 0 };

    CU_ASSERT_EQUAL(report_write(result, format, &text), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&text), wanted);
    buf_release(&text);
}

static void a_report_is_written_in_four_ways(void)
{
    struct report_result result = two_sheets();

    writes(&result, REPORT_TABLE,
           "First\nof 12 referrals, \"all\"\n\nWhat      2026-Q1\nby phone        7\n=cmd|x         <5\n"
           "\nSecond\n\nWhat  2026-Q1\nŁódź       12\n");
    writes(&result, REPORT_CSV,
           "table,what,q1,of\r\nfirst,by phone,7,\"of 12 referrals, \"\"all\"\"\"\r\n"
           "first,\"'=cmd|x\",<5,\"of 12 referrals, \"\"all\"\"\"\r\nsecond,Łódź,12,\r\n");
    writes(&result, REPORT_MARKDOWN,
           "## First\n\nof 12 referrals, \"all\"\n\n| What | 2026-Q1 |\n| --- | ---: |\n| by phone | 7 |\n"
           "| =cmd\\|x | \\<5 |\n\n## Second\n\n| What | 2026-Q1 |\n| --- | ---: |\n| Łódź | 12 |\n");
    result.count = 1;
    result.sheets[0].row_count = 1;
    writes(&result, REPORT_CSV, "what,q1\r\nby phone,7\r\n");
    writes(&result, REPORT_JSON,
           "[\n {\n  \"table\": \"first\",\n  \"title\": \"First\",\n  \"of\": \"of 12 referrals, \\\"all\\\"\",\n"
           "  \"rows\": [\n   {\n    \"what\": \"by phone\",\n    \"q1\": \"7\"\n   }\n  ]\n }\n]\n");
    report_result_release(&result);
}

static void a_table_takes_no_more_than_its_rows(void)
{
    struct report_result result = two_sheets();

    CU_ASSERT_PTR_NULL(report_add_row(&result.sheets[0]));
    while (result.count < REPORT_SHEETS_MAX)
        add_sheet(&result, "more", "More");
    CU_ASSERT_PTR_NULL(report_add_sheet(&result, "over", "Over", columns, 2, 1));
    report_result_release(&result);
}

static void a_report_in_a_file_is_private_logged_and_never_written_over(void)
{
    struct report_result result = two_sheets();
    struct history_row rows[1];
    struct town *town = town_begin();
    char path[UNIT_PATH_SIZE];
    struct buf text = { 0 };
    struct stat status;
    size_t count = 0;

    unit_path(town->folder, "report.csv", path);
    town_must(town, report_write(&result, REPORT_CSV, &text));
    town_must(town, report_save(town->store, "Numbers", path, "the council asked", &text, &town->why));
    CU_ASSERT_EQUAL_FATAL(stat(path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    CU_ASSERT_EQUAL(status.st_nlink, 1);
    CU_ASSERT_EQUAL((size_t)status.st_size, text.len);
    town_must(town, store_history(town->store, NULL, 0, 0, 1, rows, &count, &town->why));
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_EXPORT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rows[0].sentence, "Numbers"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rows[0].sentence, ": the council asked"));
    CU_ASSERT_EQUAL(report_save(town->store, "Numbers", path, NULL, &text, &town->why), E_CONFLICT);
    CU_ASSERT_EQUAL(report_save(town->store, "Numbers", town->folder, NULL, &text, &town->why), E_INVALID);
    buf_release(&text);
    report_result_release(&result);
    town_end(town);
}

static void the_workflow_is_told_whole(void)
{
    struct report_result result = { 0 };
    const struct report_sheet *sheet;
    struct why why = { 0 };
    const struct transition *row;
    size_t count = 0;

    while (workflow_transition(count))
        count++;
    CU_ASSERT_EQUAL_FATAL(report_make(report_find("workflow"), NULL, &(struct report_wish){ 0 }, &result, &why), OK);
    sheet = &result.sheets[0];
    CU_ASSERT_EQUAL_FATAL(sheet->row_count, count);
    for (size_t i = 0; (row = workflow_transition(i)); i++) {
        const char **cells = &sheet->cells[i * sheet->column_count];

        CU_ASSERT_STRING_EQUAL(cells[1], row->action);
        CU_ASSERT(cells[2][0] != '\0' && cells[3][0] != '\0' && cells[4][0] != '\0' && cells[5][0] != '\0');
        CU_ASSERT_EQUAL(cells[6][0] != '\0', row->signers != 0);
        CU_ASSERT_EQUAL(cells[10][0] != '\0', row->confirm != NULL);
        CU_ASSERT_EQUAL(cells[7][0] != '\0', row->needs[0] != NULL);
        CU_ASSERT_EQUAL(cells[8][0] != '\0', row->guard != NULL);
        CU_ASSERT_EQUAL(cells[11][0] != '\0', row->clock != NULL);
    }
    report_result_release(&result);
}

static void every_report_has_a_name_and_its_words(void)
{
    size_t count;
    const struct report *all = reports_all(&count);

    CU_ASSERT(count > 0);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_PTR_EQUAL(report_find(all[i].name), &all[i]);
        CU_ASSERT(all[i].label && all[i].sentence && all[i].make);
        CU_ASSERT(all[i].needs_vault || !all[i].type);
    }
    CU_ASSERT_PTR_NULL(report_find("rainfall"));
}

void suite_report(void);
void suite_report(void)
{
    CU_pSuite suite = CU_add_suite("report", NULL, NULL);

    CU_ADD_TEST(suite, a_report_is_written_in_four_ways);
    CU_ADD_TEST(suite, a_table_takes_no_more_than_its_rows);
    CU_ADD_TEST(suite, a_report_in_a_file_is_private_logged_and_never_written_over);
    CU_ADD_TEST(suite, the_workflow_is_told_whole);
    CU_ADD_TEST(suite, every_report_has_a_name_and_its_words);
}
