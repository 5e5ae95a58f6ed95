/*
 * Mappings of files to records, as ini files, and JSON objects of field and value: from outside both. A mapping that is
 * taken can be written, and is the same when read again.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/exchange/export.h"
#include "townkeep/exchange/mapping.h"

enum { JSON = 1 };

static void check_mapping(const uint8_t *bytes, size_t len)
{
    struct mapping mapping = { 0 }, again = { 0 };
    struct buf written = { 0 }, rewritten = { 0 };
    struct why why = { 0 };
    char path[256];

    fuzz_file("mapping.ini", bytes, len, path);
    if (mapping_load(path, &domain_catalogue, &mapping, &why) != OK) {
        fuzz_must(why.text[0] != '\0', "a refusal has a sentence");
    } else if (mapping_write(&mapping, &written, &why) == OK) {
        fuzz_file("written.ini", written.data, written.len, path);
        fuzz_must(mapping_load(path, &domain_catalogue, &again, &why) == OK, "a mapping written is read");
        fuzz_must(mapping_write(&again, &rewritten, &why) == OK && strcmp(written.data, rewritten.data) == 0,
                  "and is the same");
    }
    buf_release(&written);
    buf_release(&rewritten);
    mapping_release(&mapping);
    mapping_release(&again);
}

static enum err take_pair(void *data, const char *key, const char *value, struct why *why)
{
    size_t *bytes = data;

    (void)why;
    *bytes += strlen(key) + strlen(value);
    return OK;
}

static void run(const uint8_t *bytes, size_t len)
{
    struct why why = { 0 };
    size_t taken = 0;

    if (len == 0)
        return;
    if (!(bytes[0] & JSON))
        check_mapping(bytes + 1, len - 1);
    else if (export_json_read(bytes + 1, len - 1, take_pair, &taken, &why) != OK)
        fuzz_must(why.text[0] != '\0', "a refusal has a sentence");
    else
        fuzz_must(taken <= 8 * len, "what is taken was in the file");
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const files[] = {
        "\x02[mapping]\ntitle = Clubs\ntype = party\nneeds = \"Name;Town\"\nseparator = tab\nencoding = latin1\n"
        "[party]\nname = {Name}\nkind = club\nnote = \"{#3}, {a|b}\"\nkind.words = \"Verein=club;*=other\"\n",
        "\x02[mapping]\ntype = party\n[party]\nname = \"{Name} {@source}\"\n[contact_point-phone]\nparty = {@}\n"
        "value = {Phone}\n[lookup]\nplaces = \"places.csv by Place|City key id\"\n",
        "\x02[mapping]\ntype = nothing\n[x-]\n = {\n[party]\nname = {{}\n",
        "\x03{\"name\": \"Hazel\", \"tags\": [\"a\", \"b\"], \"size\": 3, \"parent\": null, \"x\": true}",
        "\x03{\"name\": \"\\u0000\\ud800\", \"n\": 1e999, \"deep\": [[[[[[{}]]]]]]}",
        "\x03[1, 2",
    };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        take(data, files[i], strlen(files[i]));
}

const struct fuzz_target fuzz_target_mapping = { .name = "mapping", .most = 8192, .run = run, .seeds = seeds };
