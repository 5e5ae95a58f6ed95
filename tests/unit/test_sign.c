/* An officer's own keys. */
#include "vault_unit.h"

void suite_sign(void);

static struct secret *seed_of(uint8_t byte)
{
    struct secret *seed = NULL;

    CU_ASSERT_EQUAL_FATAL(crypt_start(NULL), OK);
    CU_ASSERT_EQUAL_FATAL(secret_new(KEY_SIZE, &seed, NULL), OK);
    memset(secret_bytes(seed), byte, KEY_SIZE);
    return seed;
}

static void a_signature_holds_for_its_bytes_and_its_key_only(void)
{
    struct secret *seed = seed_of(1), *other_seed = seed_of(2);
    struct sign_key *key = NULL, *other = NULL;
    uint8_t signature[SIGNATURE_SIZE], mine[SIGN_PUBLIC_SIZE], theirs[SIGN_PUBLIC_SIZE];

    CU_ASSERT_EQUAL_FATAL(sign_key_new(seed, &key, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(sign_key_new(other_seed, &other, NULL), OK);
    sign_key_public(key, mine);
    sign_key_public(other, theirs);
    sign_bytes(signature, "entry 7", 7, key);
    CU_ASSERT_TRUE(sign_verify(signature, "entry 7", 7, mine));
    CU_ASSERT_FALSE(sign_verify(signature, "entry 8", 7, mine));
    CU_ASSERT_FALSE(sign_verify(signature, "entry 7", 6, mine));
    CU_ASSERT_FALSE(sign_verify(signature, "entry 7", 7, theirs));
    signature[63] ^= 1;
    CU_ASSERT_FALSE(sign_verify(signature, "entry 7", 7, mine));
    sign_key_free(key);
    sign_key_free(other);
    secret_free(seed);
    secret_free(other_seed);
}

/* RFC 8032, section 7.1, test 1. */
static void the_public_key_is_the_one_of_the_standard(void)
{
    static const uint8_t seed_bytes[KEY_SIZE] = {
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
        0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    };
    static const uint8_t expected[SIGN_PUBLIC_SIZE] = {
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
        0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
    };
    struct secret *seed = NULL;
    struct sign_key *key = NULL;
    uint8_t found[SIGN_PUBLIC_SIZE];

    CU_ASSERT_EQUAL_FATAL(secret_new_copy(seed_bytes, KEY_SIZE, &seed, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(sign_key_new(seed, &key, NULL), OK);
    sign_key_public(key, found);
    CU_ASSERT_EQUAL(memcmp(found, expected, sizeof expected), 0);
    sign_key_free(key);
    secret_free(seed);
}

static void a_box_opens_for_the_officer_it_was_made_for(void)
{
    struct secret *seed = seed_of(1), *other_seed = seed_of(2), *case_key = seed_of(9), *opened = NULL;
    struct box_key *key = NULL, *other = NULL;
    uint8_t sealed[KEY_SIZE + BOX_SEALED_EXTRA], public_half[BOX_PUBLIC_SIZE];

    CU_ASSERT_EQUAL_FATAL(box_key_new(seed, &key, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(box_key_new(other_seed, &other, NULL), OK);
    box_key_public(key, public_half);
    CU_ASSERT_EQUAL(box_seal(sealed, case_key, public_half), OK);
    CU_ASSERT_EQUAL_FATAL(box_open(sealed, sizeof sealed, key, &opened, NULL), OK);
    CU_ASSERT_EQUAL(secret_size(opened), KEY_SIZE);
    CU_ASSERT_TRUE(hash_equal(secret_bytes(opened), secret_bytes(case_key)));
    secret_free(opened);
    CU_ASSERT_EQUAL(box_open(sealed, sizeof sealed, other, &opened, NULL), E_DAMAGED);
    CU_ASSERT_PTR_NULL(opened);
    CU_ASSERT_EQUAL(box_open(sealed, BOX_SEALED_EXTRA - 1, key, &opened, NULL), E_DAMAGED);
    sealed[50] ^= 1;
    CU_ASSERT_EQUAL(box_open(sealed, sizeof sealed, key, &opened, NULL), E_DAMAGED);
    box_key_free(key);
    box_key_free(other);
    secret_free(seed);
    secret_free(other_seed);
    secret_free(case_key);
}

void suite_sign(void)
{
    CU_pSuite s = CU_add_suite("sign", NULL, NULL);

    CU_add_test(s, "a signature holds for its bytes and its key only",
                a_signature_holds_for_its_bytes_and_its_key_only);
    CU_add_test(s, "the public key is the one of the standard", the_public_key_is_the_one_of_the_standard);
    CU_add_test(s, "a box opens for the officer it was made for", a_box_opens_for_the_officer_it_was_made_for);
}
