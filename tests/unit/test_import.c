/* Files into records: counts, recognising, refusing, undo, folders. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "town.h"
#include "townkeep/exchange/import.h"

static void write_text(const struct town *town, const char *name, const char *text, char path[UNIT_PATH_SIZE])
{
    FILE *file;

    unit_path(town->folder, name, path);
    file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

/* Import a file with the mapping its headings suggest, or the given one. */
static enum err import_path(struct town *town, const struct record_type *type, const char *path,
                            const char *mapping_path, bool dry_run, struct import_report *report)
{
    struct mapping mapping = { 0 };
    struct import_wish wish = { .path = path, .mapping = &mapping, .dry_run = dry_run, .refused_file = true };
    struct sheet *sheet = NULL;
    enum err e;

    town->why = (struct why){ 0 };
    if (mapping_path)
        e = mapping_load(mapping_path, &domain_catalogue, &mapping, &town->why);
    else if (!(e = sheet_open(path, NULL, &sheet, &town->why)) && !(e = mapping_start(&mapping, type)))
        e = mapping_guess(&mapping, sheet_headings(sheet));
    sheet_close(sheet);
    *report = (struct import_report){ 0 };
    if (!e)
        e = import_file(town->store, &wish, report, &town->why);
    mapping_release(&mapping);
    return e;
}

static enum err import_text(struct town *town, const struct record_type *type, const char *text,
                            struct import_report *report)
{
    char path[UNIT_PATH_SIZE];

    write_text(town, "in.csv", text, path);
    return import_path(town, type, path, NULL, false, report);
}

static void expect_counts(const struct import_report *report, size_t read, size_t added, size_t changed,
                          size_t unchanged, size_t refused)
{
    CU_ASSERT_EQUAL(report->read, read);
    CU_ASSERT_EQUAL(report->added, added);
    CU_ASSERT_EQUAL(report->changed, changed);
    CU_ASSERT_EQUAL(report->unchanged, unchanged);
    CU_ASSERT_EQUAL(report->refused, refused);
}
#define EXPECT(report, ...) expect_counts(&(report), __VA_ARGS__)

static size_t count_of(struct town *town, const struct record_type *type)
{
    struct query query;
    size_t count = 0;
    bool more;

    query_init(&query, type);
    town_must(town, store_count(town->store, &query, 100000, &count, &more, &town->why));
    return count;
}

static void load_named(struct town *town, const struct record_type *type, const char *name, struct record *out)
{
    int64_t id;

    town_must(town, store_find(town->store, type, name, &id, &town->why));
    town_must(town, store_load(town->store, type, id, out, &town->why));
}

/* I06 */
static void the_same_file_twice_adds_nothing(void)
{
    struct town *town = town_begin();
    struct import_report report;

    town_must(town, import_path(town, &party_type, "tests/data/charities_excerpt.csv", "assets/mappings/charities.ini",
                                false, &report));
    EXPECT(report, 19, 19, 0, 0, 0);
    CU_ASSERT_NOT_EQUAL(report.entry, 0);
    import_report_release(&report);
    town_must(town, import_path(town, &party_type, "tests/data/charities_excerpt.csv", "assets/mappings/charities.ini",
                                false, &report));
    EXPECT(report, 19, 0, 0, 19, 0);
    CU_ASSERT_EQUAL(report.entry, 0);
    import_report_release(&report);
    CU_ASSERT_EQUAL(count_of(town, &party_type), 19);
    town_end(town);
}

static void leading_zeros_ids_and_na_are_kept_as_they_are(void)
{
    struct town *town = town_begin();
    struct import_report report;
    struct record record = { 0 };

    town_must(town, import_path(town, &party_type, "tests/data/charities_excerpt.csv", "assets/mappings/charities.ini",
                                false, &report));
    import_report_release(&report);
    load_named(town, &party_type, "THE CHESHIRE WILDLIFE TRUST LIMITED", &record);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "phone"), "01948820728");
    CU_ASSERT_STRING_EQUAL(record_text(&record, "ext_ids"), "GB-CHC:214927;GB-COH:00738693");
    CU_ASSERT_STRING_EQUAL(record_text(&record, "kind"), "org");
    CU_ASSERT_TRUE(record.import_batch != 0);
    record_release(&record);
    load_named(town, &party_type, "DUKINFIELD BAPTIST CHURCH (TRUST FUNDS HELD ICW )", &record);
    CU_ASSERT_FALSE(record_has(&record, "email"));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "ext_ids"), "GB-CHC:210843");
    record_release(&record);
    town_end(town);
}

static void a_dry_run_changes_nothing_and_tells_the_same(void)
{
    struct town *town = town_begin();
    struct import_report trial, real;
    char path[UNIT_PATH_SIZE];

    write_text(town, "in.csv", "name,kind\nA,org\n,org\nB,nonsense\n", path);
    town_must(town, import_path(town, &party_type, path, NULL, true, &trial));
    EXPECT(trial, 3, 1, 0, 0, 2);
    CU_ASSERT_EQUAL(trial.refused_paths.len, 0);
    CU_ASSERT_EQUAL(count_of(town, &party_type), 0);
    town_must(town, import_path(town, &party_type, path, NULL, false, &real));
    EXPECT(real, 3, 1, 0, 0, 2);
    CU_ASSERT_EQUAL(trial.fingerprint, real.fingerprint);
    import_report_release(&trial);
    import_report_release(&real);
    town_end(town);
}

/* I08 */
static void refused_rows_are_told_and_can_be_mended(void)
{
    struct town *town = town_begin();
    struct import_report report;
    char path[UNIT_PATH_SIZE], refused[UNIT_PATH_SIZE];
    struct buf text = { 0 };
    struct stat status;

    write_text(town, "in.csv",
               "name,kind,founded\nGood,org,2001\nBad,org,next century\n\"open,org,2000\n=Formula,unicorn,1999\n",
               path);
    unit_path(town->folder, "in-refused.csv", refused);
    town_must(town, import_path(town, &party_type, path, NULL, false, &report));
    EXPECT(report, 4, 1, 0, 0, 3);
    CU_ASSERT_EQUAL_FATAL(report.refusal_count, 3);
    CU_ASSERT_EQUAL(report.refusals[0].line, 3);
    CU_ASSERT_STRING_EQUAL(report.refusals[0].column, "founded");
    CU_ASSERT_STRING_EQUAL(report.refusals[0].value, "next century");
    CU_ASSERT_TRUE(report.refusals[0].reason[0] != '\0');
    CU_ASSERT_EQUAL(report.refusals[1].line, 4);
    CU_ASSERT_EQUAL_FATAL(stat(refused, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    town_must(town, path_read_file(refused, 1 << 20, &text, &town->why));
    CU_ASSERT_EQUAL(strncmp(buf_text(&text), "name,kind,founded,line,problem\r\n", 32), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "Bad,org,next century,3,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "'=Formula,unicorn"));
    import_report_release(&report);
    buf_clear(&text);
    /* Mended in a spreadsheet: the reasons stay behind the row and do no harm. */
    write_text(town, "in-refused.csv",
               "name,kind,founded,line,problem\r\nBad,org,2002,3,whatever\r\n'=Formula,org,1999,5,\r\n", refused);
    town_must(town, import_path(town, &party_type, refused, NULL, false, &report));
    EXPECT(report, 2, 2, 0, 0, 0);
    CU_ASSERT_EQUAL(report.unused.len, 0);
    import_report_release(&report);
    CU_ASSERT_EQUAL(count_of(town, &party_type), 3);
    buf_release(&text);
    town_end(town);
}

static void filled_cells_change_and_empty_ones_do_not(void)
{
    struct town *town = town_begin();
    struct import_report report;
    struct record record = { 0 };

    town_must(town, import_text(town, &party_type,
                                "name,kind,phone,email,ext_ids\nYouth House,org,0101,a@b.example,X:1\n", &report));
    import_report_release(&report);
    town_must(town,
              import_text(town, &party_type, "name,phone,email,ext_ids\nYouth House East,0202,,X:1;Y:2\n", &report));
    EXPECT(report, 1, 0, 1, 0, 0);
    import_report_release(&report);
    load_named(town, &party_type, "Youth House East", &record);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "phone"), "0202");
    CU_ASSERT_STRING_EQUAL(record_text(&record, "email"), "a@b.example");
    CU_ASSERT_STRING_EQUAL(record_text(&record, "ext_ids"), "X:1;Y:2");
    record_release(&record);
    town_end(town);
}

static void namesakes_that_contradict_each_other_stay_two(void)
{
    static const char branches[] =
        "name,kind,address\nSalvation Army,org,Hill 1\nSalvation Army,org,Port 2\nSalvation Army,org,Hill 1\n";
    struct town *town = town_begin();
    struct import_report report;

    town_must(town, import_text(town, &party_type, branches, &report));
    EXPECT(report, 3, 2, 0, 1, 0);
    import_report_release(&report);
    town_must(town, import_text(town, &party_type, branches, &report));
    EXPECT(report, 3, 0, 0, 3, 0);
    import_report_release(&report);
    /* Numbers of one register that differ make two of one name as well. */
    town_must(town,
              import_text(town, &party_type, "name,kind,ext_ids\nScouts,org,GB-CHC:1\nScouts,org,GB-CHC:2\n", &report));
    EXPECT(report, 2, 2, 0, 0, 0);
    import_report_release(&report);
    town_end(town);
}

static void unknown_words_of_a_choice_are_left_out_and_told(void)
{
    struct town *town = town_begin();
    struct import_report report;
    struct record record = { 0 };
    struct buf text = { 0 };

    town_must(town, import_text(town, &party_type, "name,kind,sectors\nA,org,\"Youth,WASH\"\nB,org,WASH\n", &report));
    EXPECT(report, 2, 2, 0, 0, 0);
    CU_ASSERT_EQUAL_FATAL(report.left_out_count, 1);
    CU_ASSERT_STRING_EQUAL(report.left_out[0].word, "WASH");
    CU_ASSERT_EQUAL(report.left_out[0].rows, 2);
    town_must(town, import_report_show(&report, 10, &text));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "WASH"));
    load_named(town, &party_type, "A", &record);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "sectors"), "youth");
    record_release(&record);
    buf_release(&text);
    import_report_release(&report);
    town_end(town);
}

static void an_import_is_undone_in_one_step(void)
{
    struct town *town = town_begin();
    struct import_report report;
    struct saved saved;

    town_must(town, import_path(town, &party_type, "tests/data/charities_excerpt.csv", "assets/mappings/charities.ini",
                                false, &report));
    town_must(town, store_undo(town->store, report.entry, &saved, &town->why));
    CU_ASSERT_EQUAL(count_of(town, &party_type), 0);
    import_report_release(&report);
    town_end(town);
}

static void references_are_found_by_name_and_by_outside_id(void)
{
    struct town *town = town_begin();
    struct import_report report;
    struct record record = { 0 };
    int64_t id;

    id = TOWN_ADD(town, party_type, "name", "City", "kind", "org", "ext_ids", "REG:9");
    town_must(town, import_text(town, &party_type,
                                "name,kind,parent\nBy name,unit,city\nBy id,unit,REG:9\nLost,unit,Nowhere\n", &report));
    EXPECT(report, 3, 2, 0, 0, 1);
    CU_ASSERT_STRING_EQUAL(report.refusals[0].column, "parent");
    import_report_release(&report);
    load_named(town, &party_type, "By name", &record);
    CU_ASSERT_EQUAL(record_number(&record, "parent"), id);
    record_release(&record);
    load_named(town, &party_type, "By id", &record);
    CU_ASSERT_EQUAL(record_number(&record, "parent"), id);
    record_release(&record);
    town_end(town);
}

static void hsds_files_of_a_folder_belong_together(void)
{
    static const char *const names[] = { "organizations", "locations", "services", "contacts", "phones" };
    struct import_set_file files[5] = { { 0 } };
    struct town *town = town_begin();
    struct import_wish wish = { .path = "tests/data/hsds1" };
    struct import_report report;
    struct record record = { 0 };
    char path[UNIT_PATH_SIZE], file_names[5][40];

    for (size_t i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "assets/mappings/hsds1_%s.ini", names[i]);
        snprintf(file_names[i], sizeof file_names[i], "%s.csv", names[i]);
        files[i].name = file_names[i];
        town_must(town, mapping_load(path, &domain_catalogue, &files[i].mapping, &town->why));
    }
    for (int round = 0; round < 2; round++) {
        town_must(town, import_folder(town->store, &wish, files, 5, &report, &town->why));
        CU_ASSERT_EQUAL(report.read, 2 + 6 + 7 + 11 + 23);
        CU_ASSERT_EQUAL(report.refused, 0);
        CU_ASSERT_EQUAL(report.added > 0, round == 0);
        CU_ASSERT_EQUAL(report.changed, 0);
        import_report_release(&report);
    }
    CU_ASSERT_EQUAL(count_of(town, &place_type), 6);
    CU_ASSERT_EQUAL(count_of(town, &service_type), 7);
    load_named(town, &service_type, "Project Read", &record);
    CU_ASSERT_TRUE(record_has(&record, "party") && record_has(&record, "places"));
    record_release(&record);
    load_named(town, &place_type, "Project Read", &record);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "address"), "1044 Middlefield Road, 2nd Floor, Redwood City, CA");
    record_release(&record);
    for (size_t i = 0; i < 5; i++)
        mapping_release(&files[i].mapping);
    town_end(town);
}

static void files_without_the_needed_columns_are_refused_at_once(void)
{
    struct town *town = town_begin();
    struct import_report report;

    CU_ASSERT_EQUAL(import_text(town, &party_type, "colour,size\nred,1\n", &report), E_INVALID);
    CU_ASSERT_EQUAL(import_text(town, &party_type, "phone\n0123\n", &report), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "name"));
    CU_ASSERT_EQUAL(import_text(town, &referral_type, "reference\nR-1\n", &report), E_INVALID);
    CU_ASSERT_EQUAL(import_text(town, &officer_type, "name,roles\nEve,administrator\n", &report), E_INVALID);
    import_report_release(&report);
    town_end(town);
}

static bool stop_at_once(void *data, uint64_t done, uint64_t whole, size_t rows)
{
    *(size_t *)data = rows;
    CU_ASSERT_TRUE(done <= whole);
    return false;
}

static void a_stopped_import_leaves_nothing_behind(void)
{
    struct town *town = town_begin();
    struct mapping mapping = { 0 };
    struct import_report report;
    size_t stopped_at = 0;
    struct import_wish wish = { .mapping = &mapping, .progress = stop_at_once, .data = &stopped_at };
    char path[UNIT_PATH_SIZE];
    FILE *file;

    write_text(town, "in.csv", "name,kind\n", path);
    file = fopen(path, "a");
    for (int i = 0; i < 600 && file; i++)
        fprintf(file, "Party %d,org\n", i);
    fclose(file);
    wish.path = path;
    town_must(town, mapping_start(&mapping, &party_type));
    town_must(town,
              mapping_guess(&mapping, &(struct sheet_row){ .cells = (const char *[]){ "name", "kind" }, .count = 2 }));
    CU_ASSERT_EQUAL(import_file(town->store, &wish, &report, &town->why), E_CANCELLED);
    CU_ASSERT_TRUE(stopped_at > 0 && stopped_at < 600);
    CU_ASSERT_EQUAL(count_of(town, &party_type), 0);
    import_report_release(&report);
    mapping_release(&mapping);
    town_end(town);
}

static void another_file_than_the_one_looked_at_is_refused(void)
{
    struct town *town = town_begin();
    struct mapping mapping = { 0 };
    struct import_report report;
    struct import_wish wish = { .mapping = &mapping, .fingerprint = 1 };
    char path[UNIT_PATH_SIZE];

    write_text(town, "in.csv", "name,kind\nA,org\n", path);
    wish.path = path;
    town_must(town, mapping_start(&mapping, &party_type));
    town_must(town,
              mapping_guess(&mapping, &(struct sheet_row){ .cells = (const char *[]){ "name", "kind" }, .count = 2 }));
    CU_ASSERT_EQUAL(import_file(town->store, &wish, &report, &town->why), E_CONFLICT);
    CU_ASSERT_EQUAL(count_of(town, &party_type), 0);
    import_report_release(&report);
    mapping_release(&mapping);
    town_end(town);
}

void suite_import(void);
void suite_import(void)
{
    CU_pSuite s = CU_add_suite("import", NULL, NULL);

    CU_add_test(s, "I06 the same file twice adds nothing", the_same_file_twice_adds_nothing);
    CU_add_test(s, "leading zeros, outside ids and NA are kept as they are",
                leading_zeros_ids_and_na_are_kept_as_they_are);
    CU_add_test(s, "a dry run changes nothing and tells the same", a_dry_run_changes_nothing_and_tells_the_same);
    CU_add_test(s, "I08 refused rows are told and can be mended", refused_rows_are_told_and_can_be_mended);
    CU_add_test(s, "filled cells change a record, empty ones do not", filled_cells_change_and_empty_ones_do_not);
    CU_add_test(s, "namesakes that contradict each other stay two", namesakes_that_contradict_each_other_stay_two);
    CU_add_test(s, "unknown words of a choice are left out and told", unknown_words_of_a_choice_are_left_out_and_told);
    CU_add_test(s, "an import is undone in one step", an_import_is_undone_in_one_step);
    CU_add_test(s, "references are found by name and by outside id", references_are_found_by_name_and_by_outside_id);
    CU_add_test(s, "HSDS files of a folder belong together", hsds_files_of_a_folder_belong_together);
    CU_add_test(s, "files without the needed columns are refused at once",
                files_without_the_needed_columns_are_refused_at_once);
    CU_add_test(s, "a stopped import leaves nothing behind", a_stopped_import_leaves_nothing_behind);
    CU_add_test(s, "another file than the one looked at is refused", another_file_than_the_one_looked_at_is_refused);
}
