/* Sealing: in one piece, and page by page. */
#include "vault_unit.h"

void suite_seal(void);

enum { TEXT_SIZE = 21, SEALED = NONCE_SIZE + TEXT_SIZE + TAG_SIZE };

static const char text[TEXT_SIZE + 1] = "a child of nine years";

static struct secret *key_of(uint8_t byte)
{
    struct secret *key = NULL;

    CU_ASSERT_EQUAL_FATAL(crypt_start(NULL), OK);
    CU_ASSERT_EQUAL_FATAL(secret_new(KEY_SIZE, &key, NULL), OK);
    memset(secret_bytes(key), byte, KEY_SIZE);
    return key;
}

static void what_is_sealed_opens_with_the_same_key_and_binding_only(void)
{
    struct secret *key = key_of(1), *other = key_of(2);
    uint8_t sealed[SEALED], plain[TEXT_SIZE];

    seal(sealed, text, TEXT_SIZE, "case 12", 7, key);
    CU_ASSERT_PTR_NULL(memmem(sealed, sizeof sealed, "child", 5));
    CU_ASSERT_EQUAL(unseal(plain, sealed, sizeof sealed, "case 12", 7, key), OK);
    CU_ASSERT_EQUAL(memcmp(plain, text, TEXT_SIZE), 0);
    CU_ASSERT_EQUAL(unseal(plain, sealed, sizeof sealed, "case 13", 7, key), E_DAMAGED);
    CU_ASSERT_EQUAL(unseal(plain, sealed, sizeof sealed, "case 12", 7, other), E_DAMAGED);
    secret_free(key);
    secret_free(other);
}

static void every_flipped_bit_is_noticed_and_nothing_is_given(void)
{
    struct secret *key = key_of(1);
    const uint8_t zeros[TEXT_SIZE] = { 0 };
    uint8_t sealed[SEALED], plain[TEXT_SIZE];

    seal(sealed, text, TEXT_SIZE, NULL, 0, key);
    for (size_t bit = 0; bit < sizeof sealed * 8; bit++) {
        sealed[bit / 8] = (uint8_t)(sealed[bit / 8] ^ 1u << bit % 8);
        memset(plain, 'x', sizeof plain);
        CU_ASSERT_EQUAL(unseal(plain, sealed, sizeof sealed, NULL, 0, key), E_DAMAGED);
        CU_ASSERT_EQUAL(memcmp(plain, zeros, sizeof plain), 0);
        sealed[bit / 8] = (uint8_t)(sealed[bit / 8] ^ 1u << bit % 8);
    }
    CU_ASSERT_EQUAL(unseal(plain, sealed, sizeof sealed, NULL, 0, key), OK);
    CU_ASSERT_EQUAL(unseal(plain, sealed, NONCE_SIZE + TAG_SIZE - 1, NULL, 0, key), E_DAMAGED);
    secret_free(key);
}

static void two_sealings_of_one_text_differ(void)
{
    struct secret *key = key_of(1);
    uint8_t a[SEALED], b[SEALED];

    seal(a, text, TEXT_SIZE, NULL, 0, key);
    seal(b, text, TEXT_SIZE, NULL, 0, key);
    CU_ASSERT_NOT_EQUAL(memcmp(a, b, NONCE_SIZE), 0);
    CU_ASSERT_NOT_EQUAL(memcmp(a + NONCE_SIZE, b + NONCE_SIZE, TEXT_SIZE), 0);
    secret_free(key);
}

/* The sealer's short cut must give the very bytes of the ordinary construction. */
static void a_sealer_writes_ordinary_sealed_bytes(void)
{
    struct secret *key = key_of(3);
    struct sealer *sealer = NULL;
    uint8_t sealed[SEALED], plain[TEXT_SIZE];

    CU_ASSERT_EQUAL_FATAL(sealer_new(key, &sealer, NULL), OK);
    sealer_seal(sealer, sealed + NONCE_SIZE, (const uint8_t *)text, TEXT_SIZE, "page 3", 6, sealed,
                sealed + NONCE_SIZE + TEXT_SIZE);
    CU_ASSERT_EQUAL(unseal(plain, sealed, sizeof sealed, "page 3", 6, key), OK);
    CU_ASSERT_EQUAL(memcmp(plain, text, TEXT_SIZE), 0);
    seal(sealed, text, TEXT_SIZE, "page 4", 6, key);
    CU_ASSERT_EQUAL(sealer_open(sealer, plain, sealed + NONCE_SIZE, TEXT_SIZE, "page 4", 6, sealed,
                                sealed + NONCE_SIZE + TEXT_SIZE),
                    OK);
    CU_ASSERT_EQUAL(memcmp(plain, text, TEXT_SIZE), 0);
    CU_ASSERT_EQUAL(sealer_open(sealer, plain, sealed + NONCE_SIZE, TEXT_SIZE, "page 5", 6, sealed,
                                sealed + NONCE_SIZE + TEXT_SIZE),
                    E_DAMAGED);
    sealer_free(sealer);
    secret_free(key);
}

static void a_sealer_never_uses_a_nonce_twice(void)
{
    struct secret *key = key_of(3);
    struct sealer *a = NULL, *b = NULL;
    uint8_t first[NONCE_SIZE], next[NONCE_SIZE], announced[NONCE_SIZE], other[NONCE_SIZE], tag[TAG_SIZE], cipher[4];

    CU_ASSERT_EQUAL_FATAL(sealer_new(key, &a, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(sealer_new(key, &b, NULL), OK);
    sealer_seal(a, cipher, (const uint8_t *)"same", 4, NULL, 0, first, tag);
    for (uint64_t i = 1; i < 1000; i++) {
        sealer_next_nonce(a, announced);
        sealer_seal(a, cipher, (const uint8_t *)"same", 4, NULL, 0, next, tag);
        CU_ASSERT_EQUAL(memcmp(next, announced, NONCE_SIZE), 0);
        CU_ASSERT_EQUAL(memcmp(next, first, NONCE_PREFIX_SIZE), 0);
        CU_ASSERT_EQUAL(get_le(next + NONCE_PREFIX_SIZE, 8), i);
    }
    sealer_seal(b, cipher, (const uint8_t *)"same", 4, NULL, 0, other, tag);
    CU_ASSERT_NOT_EQUAL(memcmp(other, first, NONCE_PREFIX_SIZE), 0);
    sealer_free(a);
    sealer_free(b);
    secret_free(key);
}

/* More sessions than the sealer keeps subkeys for. */
static void a_sealer_opens_what_many_sessions_wrote(void)
{
    enum { SESSIONS = 100 };
    static uint8_t sealed[SESSIONS][SEALED];
    struct secret *key = key_of(5);
    struct sealer *reader = NULL;
    uint8_t plain[TEXT_SIZE];

    CU_ASSERT_EQUAL_FATAL(sealer_new(key, &reader, NULL), OK);
    for (int i = 0; i < SESSIONS; i++)
        seal(sealed[i], text, TEXT_SIZE, &i, sizeof i, key);
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < SESSIONS; i++)
            CU_ASSERT_EQUAL(sealer_open(reader, plain, sealed[i] + NONCE_SIZE, TEXT_SIZE, &i, sizeof i, sealed[i],
                                        sealed[i] + NONCE_SIZE + TEXT_SIZE),
                            OK);
    sealer_free(reader);
    secret_free(key);
}

static void a_sealer_works_in_place(void)
{
    struct secret *key = key_of(6);
    struct sealer *sealer = NULL;
    uint8_t bytes[TEXT_SIZE], nonce[NONCE_SIZE], tag[TAG_SIZE];

    CU_ASSERT_EQUAL_FATAL(sealer_new(key, &sealer, NULL), OK);
    memcpy(bytes, text, TEXT_SIZE);
    sealer_seal(sealer, bytes, bytes, TEXT_SIZE, NULL, 0, nonce, tag);
    CU_ASSERT_NOT_EQUAL(memcmp(bytes, text, TEXT_SIZE), 0);
    CU_ASSERT_EQUAL(sealer_open(sealer, bytes, bytes, TEXT_SIZE, NULL, 0, nonce, tag), OK);
    CU_ASSERT_EQUAL(memcmp(bytes, text, TEXT_SIZE), 0);
    sealer_free(sealer);
    secret_free(key);
}

void suite_seal(void)
{
    CU_pSuite s = CU_add_suite("seal", NULL, NULL);

    CU_add_test(s, "what is sealed opens with the same key and binding only",
                what_is_sealed_opens_with_the_same_key_and_binding_only);
    CU_add_test(s, "every flipped bit is noticed and nothing is given",
                every_flipped_bit_is_noticed_and_nothing_is_given);
    CU_add_test(s, "two sealings of one text differ", two_sealings_of_one_text_differ);
    CU_add_test(s, "a sealer writes ordinary sealed bytes", a_sealer_writes_ordinary_sealed_bytes);
    CU_add_test(s, "a sealer never uses a nonce twice", a_sealer_never_uses_a_nonce_twice);
    CU_add_test(s, "a sealer opens what many sessions wrote", a_sealer_opens_what_many_sessions_wrote);
    CU_add_test(s, "a sealer works in place", a_sealer_works_in_place);
}
