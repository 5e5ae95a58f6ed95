/* Imports and exports in slices: the same as in one go, and nothing when they end early. */
#include "town.h"
#include "townkeep/exchange/export.h"
#include "townkeep/exchange/import.h"

enum { ROWS = 50 };

struct fixture {
    struct town *town;
    struct mapping mapping;
    struct import_wish wish;
    struct import_report report;
    struct import_job *job;
    char path[UNIT_PATH_SIZE];
};

/* Fifty rows, of which every tenth has no name. */
static void begin(struct fixture *f)
{
    static const char *const headings[] = { "name", "kind" };
    FILE *file;

    *f = (struct fixture){ .town = town_begin() };
    unit_path(f->town->folder, "in.csv", f->path);
    file = fopen(f->path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs("name,kind\n", file);
    for (int i = 0; i < ROWS; i++) {
        if (i % 10)
            fprintf(file, "Party %d,org\n", i);
        else
            fputs(",org\n", file);
    }
    fclose(file);
    town_must(f->town, mapping_start(&f->mapping, &party_type));
    town_must(f->town, mapping_guess(&f->mapping, &(struct sheet_row){ .cells = (const char **)headings, .count = 2 }));
    f->wish = (struct import_wish){ .path = f->path, .mapping = &f->mapping, .refused_file = true };
}

static void end(struct fixture *f)
{
    import_end(f->job);
    import_report_release(&f->report);
    mapping_release(&f->mapping);
    town_end(f->town);
}

static size_t count_parties(struct town *town)
{
    struct query query;
    size_t count = 0;
    bool more;

    query_init(&query, &party_type);
    town_must(town, store_count(town->store, &query, 1000, &count, &more, &town->why));
    return count;
}

/* Step by `rows` until the end; how many steps. */
static int run(struct fixture *f, size_t rows)
{
    bool more = true;
    int steps = 0;

    import_report_release(&f->report);
    town_must(f->town, import_start(f->town->store, &f->wish, &f->report, &f->job, &f->town->why));
    while (more) {
        town_must(f->town, import_step(f->job, rows, &more, &f->town->why));
        steps++;
    }
    import_end(f->job);
    f->job = NULL;
    return steps;
}

static void an_import_in_slices_is_one_save(void)
{
    struct history_row rows[2];
    struct saved saved;
    struct fixture f;
    size_t count;

    begin(&f);
    CU_ASSERT_EQUAL(run(&f, 7), ROWS / 7 + 1);
    CU_ASSERT_EQUAL(f.report.read, ROWS);
    CU_ASSERT_EQUAL(f.report.added, ROWS - ROWS / 10);
    CU_ASSERT_EQUAL(f.report.refused, ROWS / 10);
    CU_ASSERT_EQUAL(count_parties(f.town), ROWS - ROWS / 10);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&f.report.refused_paths), "in-refused.csv"));
    town_must(f.town, store_history(f.town->store, NULL, 0, 0, 2, rows, &count, &f.town->why));
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_IMPORT);
    CU_ASSERT_EQUAL(rows[0].entry, f.report.entry);
    CU_ASSERT_NOT_EQUAL(rows[1].kind, ENTRY_IMPORT);
    town_must(f.town, store_undo(f.town->store, f.report.entry, &saved, &f.town->why));
    CU_ASSERT_EQUAL(count_parties(f.town), 0);
    end(&f);
}

static void a_trial_in_slices_changes_nothing_and_names_the_file_it_saw(void)
{
    struct fixture f;
    FILE *file;
    bool more = true;

    begin(&f);
    f.wish.dry_run = true;
    (void)run(&f, 1);
    CU_ASSERT_EQUAL(f.report.added, ROWS - ROWS / 10);
    CU_ASSERT_EQUAL(f.report.entry, 0);
    CU_ASSERT_EQUAL(f.report.refused_paths.len, 0);
    CU_ASSERT_EQUAL(count_parties(f.town), 0);
    f.wish.dry_run = false;
    f.wish.fingerprint = f.report.fingerprint;
    file = fopen(f.path, "a");
    fputs("One more,org\n", file);
    fclose(file);
    import_report_release(&f.report);
    town_must(f.town, import_start(f.town->store, &f.wish, &f.report, &f.job, &f.town->why));
    CU_ASSERT_EQUAL(import_step(f.job, 0, &more, &f.town->why), E_CONFLICT);
    import_end(f.job);
    f.job = NULL;
    CU_ASSERT_EQUAL(count_parties(f.town), 0);
    end(&f);
}

static void an_import_that_ends_early_leaves_nothing_and_lets_others_save(void)
{
    struct fixture f;
    uint64_t done, whole;
    bool more = false;

    begin(&f);
    town_must(f.town, import_start(f.town->store, &f.wish, &f.report, &f.job, &f.town->why));
    town_must(f.town, import_step(f.job, 20, &more, &f.town->why));
    CU_ASSERT_TRUE(more);
    CU_ASSERT_EQUAL(f.report.read, 20);
    import_position(f.job, &done, &whole);
    CU_ASSERT_TRUE(done > 0 && done <= whole);
    import_end(f.job);
    f.job = NULL;
    CU_ASSERT_EQUAL(count_parties(f.town), 0);
    TOWN_ADD(f.town, party_type, "name", "After", "kind", "org");
    CU_ASSERT_EQUAL(count_parties(f.town), 1);
    end(&f);
}

static void an_import_that_cannot_start_holds_nothing(void)
{
    struct fixture f;

    begin(&f);
    f.wish.path = "no-such-file.csv";
    CU_ASSERT_EQUAL(import_start(f.town->store, &f.wish, &f.report, &f.job, &f.town->why), E_NOT_FOUND);
    CU_ASSERT_PTR_NULL(f.job);
    TOWN_ADD(f.town, party_type, "name", "After", "kind", "org");
    end(&f);
}

/* --- exports --- */
static void an_export_that_ends_early_leaves_no_file_but_is_in_the_log(void)
{
    struct export_job *job = NULL;
    struct history_row row;
    struct query query;
    struct export_wish wish = { .reason = "the mayor asked" };
    struct fixture f;
    char path[UNIT_PATH_SIZE];
    size_t count;

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Youth House", "kind", "org");
    unit_path(f.town->folder, "out.csv", path);
    wish.path = path;
    query_init(&query, &party_type);
    town_must(f.town, export_start(f.town->store, &query, &wish, &job, &f.town->why));
    export_end(job);
    CU_ASSERT_FALSE(path_exists(path));
    town_must(f.town, store_history(f.town->store, NULL, 0, 0, 1, &row, &count, &f.town->why));
    CU_ASSERT_EQUAL(row.kind, ENTRY_EXPORT);
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "the mayor asked"));
    end(&f);
}

static void an_export_in_slices_writes_every_record_once(void)
{
    struct export_job *job = NULL;
    struct query query;
    struct export_wish wish = { 0 };
    struct buf text = { 0 };
    struct fixture f;
    char path[UNIT_PATH_SIZE];
    size_t lines = 0;
    bool more = true;

    begin(&f);
    (void)run(&f, 0);
    unit_path(f.town->folder, "out.csv", path);
    wish.path = path;
    query_init(&query, &party_type);
    town_must(f.town, export_start(f.town->store, &query, &wish, &job, &f.town->why));
    while (more)
        town_must(f.town, export_step(job, &more, &f.town->why));
    CU_ASSERT_EQUAL(export_count(job), ROWS - ROWS / 10);
    export_end(job);
    town_must(f.town, path_read_file(path, 1 << 20, &text, &f.town->why));
    for (const char *at = buf_text(&text); (at = strstr(at, "\r\n")); at += 2)
        lines++;
    CU_ASSERT_EQUAL(lines, ROWS - ROWS / 10 + 1);
    CU_ASSERT_EQUAL(export_start(f.town->store, &query, &wish, &job, &f.town->why), E_CONFLICT);
    CU_ASSERT_PTR_NULL(job);
    buf_release(&text);
    end(&f);
}

void suite_slices(void);
void suite_slices(void)
{
    CU_pSuite suite = CU_add_suite("slices", NULL, NULL);

    CU_add_test(suite, "an import in slices is one save", an_import_in_slices_is_one_save);
    CU_add_test(suite, "a trial in slices changes nothing and names the file it saw",
                a_trial_in_slices_changes_nothing_and_names_the_file_it_saw);
    CU_add_test(suite, "an import that ends early leaves nothing and lets others save",
                an_import_that_ends_early_leaves_nothing_and_lets_others_save);
    CU_add_test(suite, "an import that cannot start holds nothing", an_import_that_cannot_start_holds_nothing);
    CU_add_test(suite, "an export that ends early leaves no file but is in the log",
                an_export_that_ends_early_leaves_no_file_but_is_in_the_log);
    CU_add_test(suite, "an export in slices writes every record once", an_export_in_slices_writes_every_record_once);
}
