/*
 * A document as pages, and giving out a copy: the number stands on each page, what names the person never leaves as
 * plain text, and a copy that could not be written is nobody's.
 */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/exchange/document.h"
#include "townkeep/exchange/sealed_file.h"

void suite_document_pages(void);

enum { LINES = 150 };

/* A document of one long point, a title and many lines. */
static struct document begin(struct document_line lines[LINES])
{
    static char title[] = "Agenda",
                point[] = "one two three four five six seven eight nine ten eleven twelve thirteen "
                          "fourteen fifteen",
                text[] = "a line";

    for (int i = 0; i < LINES; i++)
        lines[i] = (struct document_line){ DOCUMENT_TEXT, text };
    lines[0] = (struct document_line){ DOCUMENT_TITLE, title };
    lines[1] = (struct document_line){ DOCUMENT_POINT, point };
    return (struct document){ .kind = DOCUMENT_AGENDA, .lines = lines, .count = LINES };
}

static const struct document_stamp stamp = { .number = 12,
                                             .what = "Agenda",
                                             .recipient = "Dr Weber, Clinic",
                                             .on = { 2026, 11, 27 },
                                             .return_by = { 2026, 12, 11 } };

static int count(const char *text, const char *words)
{
    int found = 0;

    for (const char *at = text; (at = strstr(at, words)); at++)
        found++;
    return found;
}

static void every_page_says_whose_copy_it_is(void)
{
    struct document_line lines[LINES];
    struct document document = begin(lines);
    struct buf text = { 0 };
    int longest = 0, height = 0;

    CU_ASSERT_EQUAL_FATAL(document_pages(&document, &stamp, &text), OK);
    CU_ASSERT_EQUAL(count(buf_text(&text), "\f"), 2);
    CU_ASSERT_EQUAL(count(buf_text(&text), "Copy 12: Agenda, page "), 3);
    CU_ASSERT_EQUAL(count(buf_text(&text), "page 3 of 3\n"), 1);
    CU_ASSERT_EQUAL(count(buf_text(&text), "For Dr Weber, Clinic\n"), 3);
    CU_ASSERT_EQUAL(count(buf_text(&text), "Return or destroy by 2026-12-11."), 3);
    CU_ASSERT_EQUAL(count(buf_text(&text), "a line\n"), LINES - 2);
    CU_ASSERT_EQUAL(count(buf_text(&text), "\n  thirteen fourteen fifteen\n"), 1);
    for (const char *at = buf_text(&text); *at; at += strcspn(at, "\n\f") + 1) {
        int len = (int)strcspn(at, "\n\f");

        longest = len > longest ? len : longest;
        height = at[len] == '\f' ? 0 : height + 1;
        CU_ASSERT_TRUE(height <= 60);
    }
    CU_ASSERT_TRUE(longest <= 72);
    buf_release(&text);
}

static void a_copy_that_may_be_kept_says_so(void)
{
    struct document_line lines[LINES];
    struct document document = begin(lines);
    struct document_stamp kept = stamp;
    struct buf text = { 0 };

    kept.return_by = (struct date){ 0 };
    kept.number = 0;
    document.count = 1;
    CU_ASSERT_EQUAL_FATAL(document_pages(&document, &kept, &text), OK);
    CU_ASSERT_EQUAL(count(buf_text(&text), "No copy yet: Agenda, page 1 of 1"), 1);
    CU_ASSERT_EQUAL(count(buf_text(&text), "To be kept by the person."), 1);
    buf_release(&text);
}

/* --- giving it out --- */
struct giving {
    struct town *town;
    struct document_line lines[LINES];
    struct document document;
    char path[UNIT_PATH_SIZE];
    struct document_wish wish;
    struct document_given given;
};

static struct giving *begin_giving(void)
{
    struct giving *giving = calloc(1, sizeof *giving);
    struct record episode = { 0 };
    struct save *save = NULL;
    struct saved saved;

    CU_ASSERT_PTR_NOT_NULL_FATAL(giving);
    giving->town = town_begin();
    town_must(giving->town, record_init(&episode, &episode_type));
    town_set(giving->town, &episode, "pseudonym", "HAZEL-27");
    town_set(giving->town, &episode, "state", "panel_listed");
    town_must(giving->town, save_begin(giving->town->store, ENTRY_CHANGE, &save, &giving->town->why));
    town_must(giving->town, save_put_by_program(save, &episode, NULL, &giving->town->why));
    town_must(giving->town, save_commit(save, NULL, &saved, &giving->town->why));
    giving->document = begin(giving->lines);
    giving->document.cases[giving->document.case_count++] = episode.id;
    unit_path(giving->town->folder, "copy.txt", giving->path);
    giving->wish = (struct document_wish){ .copy = { .recipient = "Dr Weber, Clinic", .return_by = { 2099, 1, 1 } },
                                           .path = giving->path,
                                           .cost = { .operations = 1, .memory = 8 << 20 } };
    record_release(&episode);
    return giving;
}

static void end_giving(struct giving *giving)
{
    town_end(giving->town);
    free(giving);
}

static enum err give(struct giving *giving)
{
    return document_give(giving->town->store, &giving->document, &giving->wish, &giving->given, &giving->town->why);
}

static void a_copy_is_written_once(void)
{
    struct giving *giving = begin_giving();
    struct buf text = { 0 };

    town_must(giving->town, give(giving));
    CU_ASSERT_EQUAL(giving->given.number, 1);
    CU_ASSERT_STRING_EQUAL(giving->given.passphrase, "");
    town_must(giving->town, path_read_file(giving->path, 1 << 20, &text, &giving->town->why));
    CU_ASSERT_EQUAL(count(buf_text(&text), "Copy 1: Agenda, page "), 3);
    CU_ASSERT_EQUAL(give(giving), E_CONFLICT); /* the file is there; no number is used up */
    unit_path(giving->town->folder, "other.txt", giving->path);
    town_must(giving->town, give(giving));
    CU_ASSERT_EQUAL(giving->given.number, 2);
    buf_release(&text);
    end_giving(giving);
}

static void what_names_the_person_is_sealed(void)
{
    struct giving *giving = begin_giving();
    struct document *document = &giving->document;

    document->kind = DOCUMENT_F3_SHEET;
    CU_ASSERT_EQUAL(give(giving), E_INVALID);
    CU_ASSERT_FALSE(path_exists(giving->path));
    end_giving(giving);
}

static void a_sealed_copy_opens_with_its_own_passphrase_alone(void)
{
    struct giving *giving = begin_giving();
    struct passphrase *passphrase = NULL, *ana = town_passphrase("Ana");
    struct buf text = { 0 };
    struct why *why = &giving->town->why;

    giving->wish.is_sealed = true;
    town_must(giving->town, give(giving));
    CU_ASSERT_EQUAL(strlen(giving->given.passphrase), 19);
    town_must(giving->town, passphrase_new(&passphrase, why));
    town_must(giving->town, passphrase_add(passphrase, giving->given.passphrase, 19));
    CU_ASSERT_EQUAL(sealed_file_read(giving->path, ana, &text, why), E_PASSPHRASE);
    town_must(giving->town, sealed_file_read(giving->path, passphrase, &text, why));
    CU_ASSERT_EQUAL(count(buf_text(&text), "Copy 1: Agenda, page "), 3);
    passphrase_free(passphrase);
    passphrase_free(ana);
    buf_release(&text);
    end_giving(giving);
}

static void what_could_not_be_written_is_nobodys(void)
{
    struct giving *giving = begin_giving();
    struct store *store = giving->town->store;

    unit_path(giving->town->folder, "no/such/folder.txt", giving->path);
    CU_ASSERT_NOT_EQUAL(give(giving), OK);
    CU_ASSERT_EQUAL(copy_returned(store, 1, "returned", clock_today(), &giving->town->why), E_CONFLICT);
    giving->wish.is_sealed = true;
    CU_ASSERT_NOT_EQUAL(give(giving), OK);
    CU_ASSERT_STRING_EQUAL(giving->given.passphrase, "");
    CU_ASSERT_EQUAL(copy_returned(store, 2, "returned", clock_today(), &giving->town->why), E_CONFLICT);
    end_giving(giving);
}

void suite_document_pages(void)
{
    CU_pSuite suite = CU_add_suite("document_pages", NULL, NULL);

    CU_add_test(suite, "every page says whose copy it is", every_page_says_whose_copy_it_is);
    CU_add_test(suite, "a copy that may be kept says so", a_copy_that_may_be_kept_says_so);
    CU_add_test(suite, "a copy is written once", a_copy_is_written_once);
    CU_add_test(suite, "what names the person is sealed", what_names_the_person_is_sealed);
    CU_add_test(suite, "a sealed copy opens with its own", a_sealed_copy_opens_with_its_own_passphrase_alone);
    CU_add_test(suite, "what could not be written is nobody's", what_could_not_be_written_is_nobodys);
}
