/*
 * What an officer types to find something: never a syntax of the index or the database, whatever it is. Search, filters
 * and values of every kind of field are tried on a small office.
 */
#include <stdlib.h>
#include <string.h>

#include "../unit/store_office.h"
#include "fuzz.h"

static struct office office;

static void start(void)
{
    struct passphrase *passphrase = office_passphrase("correct horse battery");
    struct why *why = &office.why;

    office_make_assets(&office);
    unit_path(office.folder, "office.tkv", office.vault);
    if (store_create(&(struct store_new){ .path = office.vault,
                                          .office = "Hazel",
                                          .officer = "Ana",
                                          .passphrase = passphrase,
                                          .cost = office_cost(),
                                          .assets = office.assets,
                                          .catalogue = &office_catalogue,
                                          .vocabulary = office_words,
                                          .vocabulary_count = OFFICE_WORDS },
                     &office.store, why)) {
        fprintf(stderr, "the office cannot be made: %s\n", why_text(why));
        abort();
    }
    office_party_add(&office, "\u00d8resund AND Bridge", "club", "a \"quoted\" note, NEAR the (old) harbour*");
    office_party_add(&office, "Youth-House", "school", "title: body NOT found^2");
    passphrase_free(passphrase);
}

static void search(const char *words, size_t limit)
{
    struct found found[8];
    struct why why = { 0 };
    size_t count = 0;

    fuzz_must(store_search(office.store, NULL, words, limit, found, &count, &why) == OK, "any words can be searched");
    fuzz_must(count <= limit, "no more is found than was asked for");
    for (size_t i = 0; i < count; i++)
        fuzz_must(text_is_utf8(found[i].title, strlen(found[i].title)) &&
                      text_is_utf8(found[i].excerpt, strlen(found[i].excerpt)),
                  "what is found is text");
}

static void filter(const char *text)
{
    struct record_page page = { 0 };
    struct buf words = { 0 };
    struct query query;
    struct why why = { 0 };
    size_t count = 0;
    bool more, names_record;
    enum err e;

    query_init(&query, &office_party);
    if (query_add_filter(&query, text, store_words(office.store), &why) == OK) {
        /* Whether there is such a record is known only when it is used. */
        names_record = query.filters[0].field == PARTY_PARENT || query.filters[0].field == PARTY_FRIENDS;
        e = store_page(office.store, &query, NULL, false, 5, &page, &why);
        fuzz_must(e == OK || (names_record && why.text[0] != '\0'), "a filter taken can be used");
        fuzz_must(e != OK || (store_count(office.store, &query, 10, &count, &more, &why) == OK && count >= page.count),
                  "what it lets through can be counted");
        fuzz_must(query_describe(&query, store_words(office.store), &words) == OK, "and it can be described");
    } else {
        fuzz_must(why.text[0] != '\0', "a refusal has a sentence");
    }
    record_page_release(&page);
    buf_release(&words);
}

static void read_values(const char *typed)
{
    for (int i = 0; i < PARTY_FIELDS; i++) {
        struct value value = { 0 };
        struct why why = { 0 };
        enum err e = store_read_value(office.store, &party_fields[i], typed, &value, &why);

        fuzz_must(e == OK || why.text[0] != '\0', "a refusal has a sentence");
        value_release(&value);
    }
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };
    size_t limit = 1 + scan_u8(&scan) % 8;
    struct why why = { 0 };
    int64_t id = 0;
    char *text = fuzz_text(&scan);

    search(text, limit);
    filter(text);
    read_values(text);
    fuzz_must(store_find(office.store, &office_party, text, &id, &why) == OK ? id != 0 : why.text[0] != '\0',
              "a record is found, or a sentence says why not");
    free(text);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const texts[] = {
        "\x01oresund",
        "\x02 AND OR NOT",
        "\x03\"",
        "\x04title : x",
        "\x05NEAR(a b, 2)",
        "\x06x* ^y + z",
        "\x07{a b} : c",
        "\x01'; DROP TABLE party; --",
        "\x01\xc3\x98 \xff\xfe",
        "\x01name~old harbour",
        "\x01kind=club",
        "\x01founded>=2026-01-01",
        "\x01size<=x",
        "\x01note!=",
        "\x01~words and more",
        "\x01R-2026-0042",
        "\x01"
        "99999999999999999999",
        "\x01-",
        "\x01"
        "a;b;;c",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        take(data, texts[i], strlen(texts[i]));
}

const struct fuzz_target fuzz_target_search = {
    .name = "search", .most = 2048, .start = start, .run = run, .seeds = seeds
};
