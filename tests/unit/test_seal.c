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

    CU_ASSERT_EQUAL_FATAL(sealer_new(CIPHER_XCHACHA20_POLY1305, key, &sealer, NULL), OK);
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

static void never_use_a_nonce_twice(enum cipher cipher_of)
{
    struct secret *key = key_of(3);
    struct sealer *a = NULL, *b = NULL;
    uint8_t first[NONCE_SIZE], next[NONCE_SIZE], announced[NONCE_SIZE], other[NONCE_SIZE], tag[TAG_SIZE], cipher[4];

    CU_ASSERT_EQUAL_FATAL(sealer_new(cipher_of, key, &a, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(sealer_new(cipher_of, key, &b, NULL), OK);
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

static const enum cipher ciphers[] = { CIPHER_XCHACHA20_POLY1305, CIPHER_AES256_GCM };

/* Run a check with every cipher this computer has. */
static void with_each(void (*check)(enum cipher))
{
    CU_ASSERT_EQUAL_FATAL(crypt_start(NULL), OK);
    for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++)
        if (cipher_is_available(ciphers[i]))
            check(ciphers[i]);
}

static void a_sealer_never_uses_a_nonce_twice(void)
{
    with_each(never_use_a_nonce_twice);
}

/* More sessions than the sealer keeps subkeys for. */
static void a_sealer_opens_what_many_sessions_wrote(void)
{
    enum { SESSIONS = 100 };
    static uint8_t sealed[SESSIONS][SEALED];
    struct secret *key = key_of(5);
    struct sealer *reader = NULL;
    uint8_t plain[TEXT_SIZE];

    CU_ASSERT_EQUAL_FATAL(sealer_new(CIPHER_XCHACHA20_POLY1305, key, &reader, NULL), OK);
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

static void work_in_place(enum cipher cipher)
{
    struct secret *key = key_of(6);
    struct sealer *sealer = NULL;
    uint8_t bytes[TEXT_SIZE], nonce[NONCE_SIZE], tag[TAG_SIZE];

    CU_ASSERT_EQUAL_FATAL(sealer_new(cipher, key, &sealer, NULL), OK);
    memcpy(bytes, text, TEXT_SIZE);
    sealer_seal(sealer, bytes, bytes, TEXT_SIZE, NULL, 0, nonce, tag);
    CU_ASSERT_NOT_EQUAL(memcmp(bytes, text, TEXT_SIZE), 0);
    CU_ASSERT_EQUAL(sealer_open(sealer, bytes, bytes, TEXT_SIZE, NULL, 0, nonce, tag), OK);
    CU_ASSERT_EQUAL(memcmp(bytes, text, TEXT_SIZE), 0);
    sealer_free(sealer);
    secret_free(key);
}

static void a_sealer_works_in_place(void)
{
    with_each(work_in_place);
}

enum { PAGE = 4056 };

/* A page, every length up to some blocks, and another session's sealer to open them. */
static void notice_every_bit(enum cipher cipher)
{
    static uint8_t plain[PAGE], sealed[PAGE], found[PAGE];
    struct secret *key = key_of(7);
    struct sealer *writer = NULL, *reader = NULL;
    uint8_t nonce[NONCE_SIZE], tag[TAG_SIZE];

    random_bytes(plain, sizeof plain);
    CU_ASSERT_EQUAL_FATAL(sealer_new(cipher, key, &writer, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(sealer_new(cipher, key, &reader, NULL), OK);
    for (size_t len = 0; len <= PAGE; len += len < 300 ? 1 : 939) {
        sealer_seal(writer, sealed, plain, len, "page 9", 6, nonce, tag);
        CU_ASSERT_EQUAL(sealer_open(reader, found, sealed, len, "page 9", 6, nonce, tag), OK);
        CU_ASSERT_EQUAL(memcmp(found, plain, len), 0);
        CU_ASSERT_EQUAL(sealer_open(reader, found, sealed, len, "page 8", 6, nonce, tag), E_DAMAGED);
        tag[len % TAG_SIZE] ^= 1;
        CU_ASSERT_EQUAL(sealer_open(reader, found, sealed, len, "page 9", 6, nonce, tag), E_DAMAGED);
        tag[len % TAG_SIZE] ^= 1;
        nonce[len % NONCE_SIZE] ^= 1;
        CU_ASSERT_EQUAL(sealer_open(reader, found, sealed, len, "page 9", 6, nonce, tag), E_DAMAGED);
        nonce[len % NONCE_SIZE] ^= 1;
        if (len == 0)
            continue;
        sealed[len / 2] ^= 0x10;
        CU_ASSERT_EQUAL(sealer_open(reader, found, sealed, len, "page 9", 6, nonce, tag), E_DAMAGED);
        CU_ASSERT_EQUAL(found[0] | found[len - 1], 0);
    }
    sealer_free(writer);
    sealer_free(reader);
    secret_free(key);
}

static void every_cipher_notices_what_was_changed(void)
{
    with_each(notice_every_bit);
}

/* Two sessions write the same page number with the same counter: neither key nor nonce is shared, so nothing of the
 * one says anything of the other. */
static void sessions_share_no_key_stream(enum cipher cipher)
{
    struct secret *key = key_of(8);
    struct sealer *a = NULL, *b = NULL;
    uint8_t zeros[64] = { 0 }, of_a[64], of_b[64], nonce[NONCE_SIZE], tag[TAG_SIZE];

    CU_ASSERT_EQUAL_FATAL(sealer_new(cipher, key, &a, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(sealer_new(cipher, key, &b, NULL), OK);
    sealer_seal(a, of_a, zeros, sizeof zeros, NULL, 0, nonce, tag);
    sealer_seal(b, of_b, zeros, sizeof zeros, NULL, 0, nonce, tag);
    CU_ASSERT_NOT_EQUAL(memcmp(of_a, of_b, 16), 0);
    CU_ASSERT_NOT_EQUAL(memcmp(of_a + 48, of_b + 48, 16), 0);
    sealer_seal(a, of_b, zeros, sizeof zeros, NULL, 0, nonce, tag);
    CU_ASSERT_NOT_EQUAL(memcmp(of_a, of_b, 16), 0);
    sealer_free(a);
    sealer_free(b);
    secret_free(key);
}

static void two_sessions_share_no_key_stream(void)
{
    with_each(sessions_share_no_key_stream);
}

static void a_cipher_that_is_not_there_makes_no_sealer(void)
{
    struct secret *key = key_of(9);
    struct sealer *sealer = NULL;

    CU_ASSERT_FALSE(cipher_is_available((enum cipher)0));
    CU_ASSERT_EQUAL(sealer_new((enum cipher)7, key, &sealer, NULL), E_INVALID);
    CU_ASSERT_PTR_NULL(sealer);
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
    CU_add_test(s, "every cipher notices what was changed", every_cipher_notices_what_was_changed);
    CU_add_test(s, "two sessions share no key stream", two_sessions_share_no_key_stream);
    CU_add_test(s, "a cipher that is not there makes no sealer", a_cipher_that_is_not_there_makes_no_sealer);
}
