/* Keys from passphrases and from keys. */
#include "vault_unit.h"

void suite_kdf(void);

static struct secret *derive(const char *text, uint8_t salt_byte, struct kdf_cost cost)
{
    struct passphrase *typed = phrase(text);
    uint8_t salt[SALT_SIZE];
    struct secret *out = NULL;

    memset(salt, salt_byte, sizeof salt);
    CU_ASSERT_EQUAL_FATAL(kdf_passphrase(typed, salt, cost, &out, NULL), OK);
    passphrase_free(typed);
    return out;
}

static bool derive_same(struct secret *a, struct secret *b)
{
    bool is_same = hash_equal(secret_bytes(a), secret_bytes(b));

    secret_free(a);
    secret_free(b);
    return is_same;
}

static void the_key_depends_on_words_salt_and_cost(void)
{
    struct kdf_cost dearer = { cheap.operations + 1, cheap.memory }, larger = { cheap.operations, cheap.memory * 2 };

    CU_ASSERT_TRUE(derive_same(derive("four otters", 1, cheap), derive("four otters", 1, cheap)));
    CU_ASSERT_FALSE(derive_same(derive("four otters", 1, cheap), derive("four otterz", 1, cheap)));
    CU_ASSERT_FALSE(derive_same(derive("four otters", 1, cheap), derive("four otters", 2, cheap)));
    CU_ASSERT_FALSE(derive_same(derive("four otters", 1, cheap), derive("four otters", 1, dearer)));
    CU_ASSERT_FALSE(derive_same(derive("four otters", 1, cheap), derive("four otters", 1, larger)));
}

static void v13_composed_and_decomposed_letters_give_one_key(void)
{
    CU_ASSERT_TRUE(derive_same(derive("caf\xc3\xa9 \xc3\x85ngstr\xc3\xb6m", 1, cheap),
                               derive("cafe\xcc\x81 A\xcc\x8angstro\xcc\x88m", 1, cheap)));
    CU_ASSERT_FALSE(derive_same(derive("caf\xc3\xa9", 1, cheap), derive("cafe", 1, cheap)));
}

static void what_is_no_utf8_or_empty_is_refused(void)
{
    const uint8_t salt[SALT_SIZE] = { 0 };
    struct passphrase *bad = phrase("caf\xe9 and more"), *empty = phrase("");
    struct secret *out = NULL;

    CU_ASSERT_EQUAL(kdf_passphrase(bad, salt, cheap, &out, NULL), E_INVALID);
    CU_ASSERT_PTR_NULL(out);
    CU_ASSERT_EQUAL(kdf_passphrase(empty, salt, cheap, &out, NULL), E_INVALID);
    CU_ASSERT_PTR_NULL(out);
    passphrase_free(bad);
    passphrase_free(empty);
}

static void v03_an_absurd_cost_is_refused_before_any_memory_is_taken(void)
{
    static const struct kdf_cost absurd[] = {
        { 1, 1ULL << 40 },       { 0, 8 << 20 }, { 1ULL << 31, 8 << 20 },    { 11, 8 << 20 }, { 1, (8 << 20) - 1 },
        { 1, (1ULL << 30) + 1 }, { 1, 0 },       { UINT64_MAX, UINT64_MAX },
    };
    const uint8_t salt[SALT_SIZE] = { 0 };
    struct passphrase *typed = phrase("four otters");
    struct secret *out = NULL;

    for (size_t i = 0; i < sizeof absurd / sizeof absurd[0]; i++) {
        CU_ASSERT_FALSE(kdf_cost_is_sane(absurd[i]));
        CU_ASSERT_EQUAL(kdf_passphrase(typed, salt, absurd[i], &out, NULL), E_INVALID);
    }
    for (int level = 0; level < KDF_LEVEL_COUNT; level++)
        CU_ASSERT_TRUE(kdf_cost_is_sane(kdf_costs[level]));
    passphrase_free(typed);
}

/* Computed with another implementation (Python's hashlib.blake2b, key of 32 bytes 00..1f, "purpose" NUL "id"). */
static void a_subkey_is_keyed_blake2b_of_context_and_id(void)
{
    static const uint8_t expected[KEY_SIZE] = { 0x47, 0xaa, 0x66, 0x70, 0x2f, 0x84, 0x23, 0x53, 0x82, 0x54, 0x2b,
                                                0x1e, 0x87, 0xa7, 0xe5, 0x45, 0x5f, 0x16, 0x40, 0x67, 0x05, 0x81,
                                                0xf1, 0x21, 0x4c, 0x54, 0x18, 0xfb, 0x01, 0x3d, 0x57, 0x3c };
    struct secret *key = NULL, *subkey = NULL, *other = NULL;

    CU_ASSERT_EQUAL_FATAL(secret_new(KEY_SIZE, &key, NULL), OK);
    for (uint8_t i = 0; i < KEY_SIZE; i++)
        secret_bytes(key)[i] = i;
    CU_ASSERT_EQUAL_FATAL(kdf_subkey(key, "purpose", "id", 2, &subkey, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(kdf_subkey(key, "purposei", "d", 1, &other, NULL), OK);
    CU_ASSERT_TRUE(hash_equal(secret_bytes(subkey), expected));
    CU_ASSERT_FALSE(hash_equal(secret_bytes(subkey), secret_bytes(other)));
    secret_free(key);
    secret_free(subkey);
    secret_free(other);
}

static void hashes_of_different_domains_differ(void)
{
    static const uint8_t expected[HASH_SIZE] = { 0x17, 0x36, 0x3c, 0x7c, 0xf5, 0xb7, 0x9a, 0xab, 0xdf, 0x92, 0x6f,
                                                 0xea, 0x00, 0x7d, 0xc6, 0x1d, 0x4a, 0xb7, 0x4e, 0xbc, 0x0c, 0x5d,
                                                 0xbc, 0x6f, 0xa3, 0xf8, 0xd6, 0x5c, 0x24, 0x6e, 0x3e, 0xce };
    uint8_t a[HASH_SIZE], b[HASH_SIZE];

    hash_bytes(a, "entry", "abc", 3, NULL);
    CU_ASSERT_TRUE(hash_equal(a, expected));
    hash_bytes(b, "part", "abc", 3, NULL);
    CU_ASSERT_FALSE(hash_equal(a, b));
    hash_bytes(b, "entrya", "bc", 2, NULL);
    CU_ASSERT_FALSE(hash_equal(a, b));
}

void suite_kdf(void)
{
    CU_pSuite s = CU_add_suite("kdf", NULL, NULL);

    CU_add_test(s, "the key depends on words, salt and cost", the_key_depends_on_words_salt_and_cost);
    CU_add_test(s, "V13 composed and decomposed letters give one key",
                v13_composed_and_decomposed_letters_give_one_key);
    CU_add_test(s, "what is no UTF-8, or empty, is refused", what_is_no_utf8_or_empty_is_refused);
    CU_add_test(s, "V03 an absurd cost is refused before any memory is taken",
                v03_an_absurd_cost_is_refused_before_any_memory_is_taken);
    CU_add_test(s, "a subkey is keyed BLAKE2b of context and id", a_subkey_is_keyed_blake2b_of_context_and_id);
    CU_add_test(s, "hashes of different domains differ", hashes_of_different_domains_differ);
}
