/* Files that were written for others: noted before they are there, and found again while they lie there. */
#include <unistd.h>

#include "town.h"
#include "townkeep/domain/due.h"
#include "townkeep/domain/exported_file.h"
#include "townkeep/exchange/sharing.h"

struct fixture {
    struct town *town;
    char path[UNIT_PATH_SIZE];
    struct record file;
};

static void begin(struct fixture *f)
{
    struct parcel_wish wish;
    struct query query;
    struct record_page page = { 0 };
    size_t leaving;

    *f = (struct fixture){ .town = town_begin() };
    unit_path(f->town->folder, "map.dot", f->path);
    TOWN_ADD(f->town, party_type, "name", "Youth House", "kind", "org", "sens", "partner");
    town_must(f->town, sharing_wish(sharing_find("dot"), PROFILE_PARTNER, clock_today(), &wish, &f->town->why));
    town_must(f->town, sharing_export(f->town->store, sharing_find("dot"), &wish, f->path, "the council", &leaving,
                                      &f->town->why));
    query_init(&query, &exported_file_type);
    query.which = QUERY_ALL;
    town_must(f->town, store_page(f->town->store, &query, NULL, false, 2, &page, &f->town->why));
    CU_ASSERT_EQUAL_FATAL(page.count, 1);
    town_must(f->town, record_copy(&f->file, &page.records[0]));
    record_page_release(&page);
}

static void end(struct fixture *f)
{
    record_release(&f->file);
    town_end(f->town);
}

static void what_left_is_noted_with_its_place(void)
{
    struct fixture f;

    begin(&f);
    CU_ASSERT_STRING_EQUAL(record_text(&f.file, "path"), f.path);
    CU_ASSERT_STRING_EQUAL(record_text(&f.file, "profile"), "partner");
    CU_ASSERT_STRING_EQUAL(record_text(&f.file, "reason"), "the council");
    CU_ASSERT_EQUAL(record_number(&f.file, "records"), 1);
    CU_ASSERT_EQUAL(record_number(&f.file, "by"), f.town->ana);
    CU_ASSERT_TRUE(exported_lies_there(&f.file));
    CU_ASSERT_EQUAL(unlink(f.path), 0);
    CU_ASSERT_FALSE(exported_lies_there(&f.file));
    end(&f);
}

static void no_officer_writes_or_changes_a_note(void)
{
    struct fixture f;

    begin(&f);
    CU_ASSERT_EQUAL(store_put(f.town->store, &f.file, NULL, NULL, &f.town->why), E_INVALID);
    end(&f);
}

static bool is_told(struct fixture *f)
{
    struct due *due = calloc(1, sizeof *due);
    bool told = false;

    town_must(f->town, due_collect(f->town->store, false, due, &f->town->why));
    for (size_t i = 0; i < due->count; i++)
        told |= due->rows[i].type == &exported_file_type;
    free(due);
    return told;
}

/* I21 */
static void a_file_that_still_lies_there_tomorrow_is_told_of(void)
{
    struct fixture f;

    begin(&f);
    CU_ASSERT_FALSE(is_told(&f));
    clock_fix(clock_now());
    clock_advance(INT64_C(24) * 60 * 60 * 1000);
    CU_ASSERT_TRUE(is_told(&f));
    CU_ASSERT_EQUAL(unlink(f.path), 0);
    CU_ASSERT_FALSE(is_told(&f));
    clock_fix(-1);
    end(&f);
}

void suite_exported_file(void);
void suite_exported_file(void)
{
    CU_pSuite s = CU_add_suite("exported_file", NULL, NULL);

    CU_add_test(s, "what left is noted with its place", what_left_is_noted_with_its_place);
    CU_add_test(s, "no officer writes or changes a note", no_officer_writes_or_changes_a_note);
    CU_add_test(s, "I21 a file that still lies there tomorrow is told of",
                a_file_that_still_lies_there_tomorrow_is_told_of);
}
