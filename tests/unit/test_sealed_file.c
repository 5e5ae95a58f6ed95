/* A file for somebody outside: only with its passphrase, and only whole. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/path.h"
#include "townkeep/exchange/sealed_file.h"
#include "unit.h"

static const struct kdf_cost quick = { .operations = 1, .memory = 8 << 20 };
enum { HEAD = 72, CHUNK = 65536, EXTRA = 40 };

struct place {
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct passphrase *right, *wrong;
    struct why why;
};

static struct passphrase *phrase(const char *text)
{
    struct passphrase *out = NULL;

    if (crypt_start(NULL) || passphrase_new(&out, NULL) || passphrase_add(out, text, strlen(text)))
        abort();
    return out;
}

static void begin(struct place *place)
{
    memset(place, 0, sizeof *place);
    unit_folder(place->folder);
    unit_path(place->folder, "for-the-person.tks", place->path);
    place->right = phrase("told on the telephone");
    place->wrong = phrase("guessed in the street");
}

static void end(struct place *place)
{
    passphrase_free(place->right);
    passphrase_free(place->wrong);
    unit_folder_remove(place->folder);
}

static enum err write_bytes(struct place *place, const void *bytes, size_t len)
{
    return sealed_file_write(place->path, place->right, quick, bytes, len, &place->why);
}

static enum err read_bytes(struct place *place, const struct passphrase *passphrase, struct buf *out)
{
    buf_clear(out);
    return sealed_file_read(place->path, passphrase, out, &place->why);
}

static void what_goes_in_comes_out(void)
{
    static const size_t sizes[] = { 0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 200000 };
    struct place place;
    struct buf in = { 0 }, out = { 0 }, file = { 0 };

    begin(&place);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t chunks = sizes[i] == 0 ? 1 : (sizes[i] + CHUNK - 1) / CHUNK;

        buf_clear(&in);
        while (in.len < sizes[i])
            CU_ASSERT_EQUAL_FATAL(buf_add_u8(&in, (uint8_t)(in.len * 7)), OK);
        CU_ASSERT_EQUAL_FATAL(write_bytes(&place, buf_text(&in), in.len), OK);
        CU_ASSERT_EQUAL_FATAL(read_bytes(&place, place.right, &out), OK);
        CU_ASSERT_EQUAL(out.len, in.len);
        CU_ASSERT_TRUE(in.len == 0 || memcmp(out.data, in.data, in.len) == 0);
        buf_clear(&file);
        CU_ASSERT_EQUAL_FATAL(path_read_file(place.path, 1 << 20, &file, NULL), OK);
        CU_ASSERT_EQUAL(file.len, HEAD + sizes[i] + chunks * EXTRA);
        CU_ASSERT_EQUAL(unlink(place.path), 0);
    }
    buf_release(&in);
    buf_release(&out);
    buf_release(&file);
    end(&place);
}

static void it_tells_nothing_and_is_its_owners_alone(void)
{
    struct place place;
    struct stat status;
    struct buf file = { 0 }, out = { 0 };

    begin(&place);
    CU_ASSERT_EQUAL_FATAL(write_bytes(&place, "Karim Zane", 10), OK);
    CU_ASSERT_EQUAL_FATAL(stat(place.path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    CU_ASSERT_EQUAL(status.st_nlink, 1);
    CU_ASSERT_EQUAL_FATAL(path_read_file(place.path, 1 << 20, &file, NULL), OK);
    CU_ASSERT_PTR_NULL(memmem(file.data, file.len, "Karim", 5));
    CU_ASSERT_EQUAL(read_bytes(&place, place.wrong, &out), E_PASSPHRASE);
    CU_ASSERT_EQUAL(out.len, 0);
    buf_release(&file);
    buf_release(&out);
    end(&place);
}

static void it_never_replaces_a_file(void)
{
    struct place place;
    struct buf out = { 0 };
    struct passphrase *weak = phrase("short");

    begin(&place);
    CU_ASSERT_EQUAL_FATAL(write_bytes(&place, "first", 5), OK);
    CU_ASSERT_EQUAL(write_bytes(&place, "second", 6), E_CONFLICT);
    CU_ASSERT_EQUAL_FATAL(read_bytes(&place, place.right, &out), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "first");
    CU_ASSERT_EQUAL(unlink(place.path), 0);
    CU_ASSERT_EQUAL(sealed_file_write(place.path, weak, quick, "x", 1, &place.why), E_INVALID);
    CU_ASSERT_FALSE(path_exists(place.path));
    passphrase_free(weak);
    buf_release(&out);
    end(&place);
}

static enum err read_changed(struct place *place, const void *bytes, size_t len)
{
    struct buf out = { 0 };
    enum err e;

    CU_ASSERT_EQUAL_FATAL(path_write_quickly(place->path, bytes, len, NULL), OK);
    e = read_bytes(place, place->right, &out);
    CU_ASSERT_TRUE(e == OK || out.len == 0);
    buf_release(&out);
    return e;
}

/* Head and tail, byte by byte; in the midst now and then. */
static void a_changed_byte_is_noticed(void)
{
    struct place place;
    struct buf file = { 0 };
    static uint8_t long_text[CHUNK + 500];

    begin(&place);
    CU_ASSERT_EQUAL_FATAL(write_bytes(&place, long_text, sizeof long_text), OK);
    CU_ASSERT_EQUAL_FATAL(path_read_file(place.path, 1 << 20, &file, NULL), OK);
    for (size_t at = 0; at < file.len; at += at < HEAD ? 1 : 3001) {
        enum err e;

        file.data[at] ^= 1;
        e = read_changed(&place, file.data, file.len);
        CU_ASSERT_TRUE(e == E_DAMAGED || (at < HEAD && (e == E_INVALID || e == E_PASSPHRASE)));
        file.data[at] ^= 1;
    }
    CU_ASSERT_EQUAL(read_changed(&place, file.data, file.len), OK);
    buf_release(&file);
    end(&place);
}

static void a_file_cut_off_or_sewn_on_is_noticed(void)
{
    static uint8_t long_text[2 * CHUNK];
    struct place place;
    struct buf file = { 0 }, sewn = { 0 };

    begin(&place);
    CU_ASSERT_EQUAL_FATAL(write_bytes(&place, long_text, sizeof long_text), OK);
    CU_ASSERT_EQUAL_FATAL(path_read_file(place.path, 1 << 20, &file, NULL), OK);
    for (size_t len = 0; len < HEAD + EXTRA; len++)
        CU_ASSERT_NOT_EQUAL(read_changed(&place, file.data, len), OK);
    CU_ASSERT_EQUAL(read_changed(&place, file.data, HEAD + CHUNK + EXTRA), E_DAMAGED); /* at the end of a chunk */
    CU_ASSERT_EQUAL(read_changed(&place, file.data, file.len - 1), E_DAMAGED);
    CU_ASSERT_EQUAL(buf_add(&sewn, file.data, file.len), OK);
    CU_ASSERT_EQUAL(buf_add(&sewn, file.data + HEAD, EXTRA + CHUNK), OK);
    CU_ASSERT_EQUAL(read_changed(&place, sewn.data, sewn.len), E_DAMAGED);
    buf_clear(&sewn); /* the two chunks the other way round */
    CU_ASSERT_EQUAL(buf_add(&sewn, file.data, HEAD), OK);
    CU_ASSERT_EQUAL(buf_add(&sewn, file.data + HEAD + EXTRA + CHUNK, EXTRA + CHUNK), OK);
    CU_ASSERT_EQUAL(buf_add(&sewn, file.data + HEAD, EXTRA + CHUNK), OK);
    CU_ASSERT_EQUAL(read_changed(&place, sewn.data, sewn.len), E_DAMAGED);
    buf_release(&file);
    buf_release(&sewn);
    end(&place);
}

/* What a head asks for is looked at before memory is taken: a hostile file stops nobody's computer. */
static void a_heads_demands_are_bounded(void)
{
    struct place place;
    struct buf file = { 0 };

    begin(&place);
    CU_ASSERT_EQUAL_FATAL(write_bytes(&place, "x", 1), OK);
    CU_ASSERT_EQUAL_FATAL(path_read_file(place.path, 1 << 20, &file, NULL), OK);
    memset(file.data + 12, 0xFF, 12);
    CU_ASSERT_EQUAL(read_changed(&place, file.data, file.len), E_DAMAGED);
    memset(file.data + 12, 0, 12);
    CU_ASSERT_EQUAL(read_changed(&place, file.data, file.len), E_DAMAGED);
    file.data[8] = 9;
    CU_ASSERT_EQUAL(read_changed(&place, file.data, file.len), E_INVALID);
    CU_ASSERT_STRING_EQUAL(place.why.text, "A newer Townkeep sealed this file. Open it with that one.");
    CU_ASSERT_EQUAL(read_changed(&place, "id,name\n", 8), E_INVALID);
    buf_release(&file);
    end(&place);
}

/* The form is kept: a file of an earlier day opens. */
static void a_file_of_an_earlier_day_opens(void)
{
    struct place place;
    struct buf out = { 0 };

    begin(&place);
    CU_ASSERT_EQUAL(sealed_file_read("tests/data/letter.sealed", place.right, &out, &place.why), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "To the person: what is kept about you.\n\x1b[31mred\n");
    buf_release(&out);
    end(&place);
}

void suite_sealed_file(void);
void suite_sealed_file(void)
{
    CU_pSuite s = CU_add_suite("sealed_file", NULL, NULL);

    CU_add_test(s, "what goes in comes out", what_goes_in_comes_out);
    CU_add_test(s, "it tells nothing, and is its owner's alone", it_tells_nothing_and_is_its_owners_alone);
    CU_add_test(s, "it never replaces a file", it_never_replaces_a_file);
    CU_add_test(s, "a changed byte is noticed", a_changed_byte_is_noticed);
    CU_add_test(s, "a file cut off or sewn on is noticed", a_file_cut_off_or_sewn_on_is_noticed);
    CU_add_test(s, "a file of an earlier day opens", a_file_of_an_earlier_day_opens);
    CU_add_test(s, "a head's demands are bounded", a_heads_demands_are_bounded);
}
