/* Records into files and JSON, and back. */
#include <sys/stat.h>
#include <unistd.h>

#include "town.h"
#include "townkeep/exchange/export.h"
#include "townkeep/exchange/import.h"

struct fixture {
    struct town *town;
    struct query query;
    struct export_wish wish;
    char path[UNIT_PATH_SIZE];
    size_t count;
};

static void begin(struct fixture *f)
{
    *f = (struct fixture){ .town = town_begin() };
    unit_path(f->town->folder, "out.csv", f->path);
    query_init(&f->query, &party_type);
    f->wish.path = f->path;
    TOWN_ADD(f->town, party_type, "name", "=cmd \"x\", y", "kind", "org", "description", "two\nlines", "ext_ids",
             "A:1;B:2");
    TOWN_ADD(f->town, party_type, "name", "Łódź, Ünal & Sons", "kind", "org", "phone", "+48 1", "founded", "1999");
}

static void end(struct fixture *f)
{
    town_end(f->town);
}

static enum err run(struct fixture *f)
{
    return export_file(f->town->store, &f->query, &f->wish, &f->count, &f->town->why);
}

/* I10, I20 */
static void an_export_is_private_guarded_and_logged(void)
{
    struct history_row rows[1];
    struct buf text = { 0 };
    struct stat status;
    struct fixture f;
    size_t count;

    begin(&f);
    town_must(f.town, run(&f));
    CU_ASSERT_EQUAL(f.count, 2);
    CU_ASSERT_EQUAL_FATAL(stat(f.path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    CU_ASSERT_EQUAL(status.st_nlink, 1);
    town_must(f.town, path_read_file(f.path, 1 << 20, &text, &f.town->why));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "\"'=cmd \"\"x\"\", y\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "'+48 1"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "\r\n"));
    town_must(f.town, store_history(f.town->store, NULL, 0, 0, 1, rows, &count, &f.town->why));
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_EXPORT);
    CU_ASSERT_TRUE(rows[0].verified);
    buf_release(&text);
    end(&f);
}

/* I11 */
static void an_exported_file_imports_as_equal(void)
{
    struct mapping mapping = { 0 };
    struct import_wish wish = { .mapping = &mapping };
    struct import_report report;
    struct sheet *sheet = NULL;
    struct fixture f;

    begin(&f);
    f.wish.mark = true;
    town_must(f.town, run(&f));
    wish.path = f.path;
    town_must(f.town, sheet_open(f.path, NULL, &sheet, &f.town->why));
    town_must(f.town, mapping_start(&mapping, &party_type));
    town_must(f.town, mapping_guess(&mapping, sheet_headings(sheet)));
    sheet_close(sheet);
    town_must(f.town, import_file(f.town->store, &wish, &report, &f.town->why));
    CU_ASSERT_EQUAL(report.unchanged, 2);
    CU_ASSERT_EQUAL(report.read, 2);
    CU_ASSERT_EQUAL(report.unused.len, 0);
    import_report_release(&report);
    mapping_release(&mapping);
    end(&f);
}

static void a_file_that_is_there_is_not_replaced_unasked(void)
{
    struct fixture f;

    begin(&f);
    town_must(f.town, run(&f));
    CU_ASSERT_EQUAL(run(&f), E_CONFLICT);
    f.wish.replace = true;
    CU_ASSERT_EQUAL(run(&f), OK);
    CU_ASSERT_EQUAL(unlink(f.path), 0);
    CU_ASSERT_EQUAL(symlink("/nowhere", f.path), 0);
    CU_ASSERT_EQUAL(run(&f), E_INVALID);
    end(&f);
}

static void filters_fields_and_limits_choose_what_leaves(void)
{
    int fields[2] = { field_find(&party_type, "name"), field_find(&party_type, "founded") };
    struct buf text = { 0 };
    struct fixture f;

    begin(&f);
    f.wish.fields = fields;
    f.wish.field_count = 2;
    town_must(f.town, query_add_filter(&f.query, "name~unal", store_words(f.town->store), &f.town->why));
    town_must(f.town, run(&f));
    CU_ASSERT_EQUAL(f.count, 1);
    town_must(f.town, path_read_file(f.path, 1 << 20, &text, &f.town->why));
    CU_ASSERT_EQUAL(strncmp(buf_text(&text), "id,name,founded\r\n", 17), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), ",\"Łódź, Ünal & Sons\",1999\r\n"));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&text), "cmd"));
    buf_release(&text);
    end(&f);
}

static void sealed_fields_never_leave(void)
{
    struct buf text = { 0 };
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, referral_type, "channel", "phone", "referrer_type", "family", "how_known", "saw", "reliability",
             "first_hand", "may_contact", "no", "stay_unnamed", "no", "person_name", "Nenad Secretname");
    query_init(&f.query, &referral_type);
    town_must(f.town, run(&f));
    CU_ASSERT_EQUAL(f.count, 1);
    town_must(f.town, path_read_file(f.path, 1 << 20, &text, &f.town->why));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&text), "Secretname"));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&text), "person_name"));
    buf_release(&text);
    end(&f);
}

struct pairs {
    struct buf text;
};

static enum err take_pair(void *data, const char *key, const char *value, struct why *why)
{
    struct pairs *pairs = data;

    (void)why;
    return buf_printf(&pairs->text, "%s=%s|", key, value);
}

static enum err read_json(const char *json, struct pairs *pairs, struct why *why)
{
    buf_clear(&pairs->text);
    return export_json_read(json, strlen(json), take_pair, pairs, why);
}

static void json_values_become_what_an_officer_would_type(void)
{
    struct pairs pairs = { 0 };
    struct why why = { 0 };

    CU_ASSERT_EQUAL(
        read_json("{\"name\":\"A\",\"n\":12,\"yes\":true,\"no\":false,\"none\":null,\"list\":[\"a\",2],\"half\":0.5}",
                  &pairs, &why),
        OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&pairs.text), "name=A|n=12|yes=yes|no=no|none=|list=a;2|half=0.500000|");
    CU_ASSERT_EQUAL(read_json("[1]", &pairs, &why), E_INVALID);
    CU_ASSERT_EQUAL(read_json("{\"a\":", &pairs, &why), E_INVALID);
    CU_ASSERT_EQUAL(read_json("{\"a\":{}}", &pairs, &why), E_INVALID);
    CU_ASSERT_EQUAL(read_json("{\"a\":1,\"a\":2}", &pairs, &why), E_INVALID);
    CU_ASSERT_TRUE(why.text[0] != '\0');
    buf_release(&pairs.text);
}

static void a_record_as_json_comes_back_field_by_field(void)
{
    int fields[] = { field_find(&party_type, "name"), field_find(&party_type, "ext_ids"),
                     field_find(&party_type, "phone") };
    struct record record = { 0 };
    struct pairs pairs = { 0 };
    struct buf json = { 0 };
    struct fixture f;
    int64_t id;
    char wanted[200];

    begin(&f);
    town_must(f.town, store_find(f.town->store, &party_type, "=cmd", &id, &f.town->why));
    town_must(f.town, store_load(f.town->store, &party_type, id, &record, &f.town->why));
    town_must(f.town, export_json_record(&record, fields, 3, &json));
    CU_ASSERT_EQUAL(read_json(buf_text(&json), &pairs, &f.town->why), OK);
    snprintf(wanted, sizeof wanted, "id=%lld|name==cmd \"x\", y|ext_ids=A:1;B:2|phone=|", (long long)id);
    CU_ASSERT_STRING_EQUAL(buf_text(&pairs.text), wanted);
    record_release(&record);
    buf_release(&pairs.text);
    buf_release(&json);
    end(&f);
}

void suite_export(void);
void suite_export(void)
{
    CU_pSuite s = CU_add_suite("export", NULL, NULL);

    CU_add_test(s, "I20 an export is private, guarded and logged", an_export_is_private_guarded_and_logged);
    CU_add_test(s, "I11 an exported file imports as equal", an_exported_file_imports_as_equal);
    CU_add_test(s, "a file that is there is not replaced unasked", a_file_that_is_there_is_not_replaced_unasked);
    CU_add_test(s, "filters, fields and limits choose what leaves", filters_fields_and_limits_choose_what_leaves);
    CU_add_test(s, "sealed fields never leave", sealed_fields_never_leave);
    CU_add_test(s, "JSON values become what an officer would type", json_values_become_what_an_officer_would_type);
    CU_add_test(s, "a record as JSON comes back field by field", a_record_as_json_comes_back_field_by_field);
}
