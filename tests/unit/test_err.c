/* What a failure says, and that saying it cannot fail. */
#include <CUnit/CUnit.h>
#include <errno.h>
#include <string.h>

#include "townkeep/base/err.h"
#include "townkeep/base/text.h"

void suite_err(void);

static void every_code_has_a_sentence(void)
{
    for (int code = OK; code < ERR_COUNT; code++) {
        CU_ASSERT_TRUE(strlen(err_text((enum err)code)) > 3);
        CU_ASSERT_TRUE(err_exit_status((enum err)code) <= 6);
        CU_ASSERT_EQUAL(err_exit_status((enum err)code) == 0, code == OK);
    }
}

static void exit_statuses_are_the_promised_ones(void)
{
    CU_ASSERT_EQUAL(err_exit_status(E_INVALID), 1);
    CU_ASSERT_EQUAL(err_exit_status(E_USAGE), 2);
    CU_ASSERT_EQUAL(err_exit_status(E_PASSPHRASE), 3);
    CU_ASSERT_EQUAL(err_exit_status(E_PERMISSION), 3);
    CU_ASSERT_EQUAL(err_exit_status(E_DAMAGED), 4);
    CU_ASSERT_EQUAL(err_exit_status(E_BUSY), 5);
    CU_ASSERT_EQUAL(err_exit_status(E_DISK_FULL), 6);
    CU_ASSERT_EQUAL(err_exit_status((enum err)ERR_COUNT), 6);
}

static void a_sentence_is_filled_in(void)
{
    struct why why = { 0 };

    CU_ASSERT_EQUAL(why_set(&why, E_NOT_FOUND, "No %s number %d.", "page", 7), E_NOT_FOUND);
    CU_ASSERT_EQUAL(why.code, E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(why_text(&why), "No page number 7.");
    CU_ASSERT_EQUAL(why_set(NULL, E_BUSY, "Nobody listens."), E_BUSY);
}

static void without_a_sentence_the_general_one_stands(void)
{
    struct why why = { .code = E_BUSY };

    CU_ASSERT_STRING_EQUAL(why_text(&why), err_text(E_BUSY));
}

/* A long sentence of characters of `size` bytes each, shifted so that the end of the array falls inside one. */
static void fill_with(const char *character, size_t shift)
{
    char text[WHY_TEXT_SIZE * 2] = "";
    struct why why = { 0 };
    size_t size = strlen(character);

    memset(text, 'x', shift);
    for (size_t at = shift; at + size < sizeof text; at += size)
        memcpy(text + at, character, size);
    why_set(&why, E_INVALID, "%s", text);
    CU_ASSERT_TRUE(text_is_utf8(why.text, strlen(why.text)));
    CU_ASSERT_TRUE(strlen(why.text) + size >= WHY_TEXT_SIZE - 1);
    CU_ASSERT_EQUAL(strncmp(why.text, text, strlen(why.text)), 0);
}

static void a_long_sentence_is_cut_between_characters(void)
{
    for (size_t shift = 0; shift < 4; shift++) {
        fill_with("x", shift);
        fill_with("é", shift);
        fill_with("€", shift);
        fill_with("𐍈", shift);
    }
}

static void errno_becomes_the_code_for_what_the_officer_does(void)
{
    struct why why = { 0 };

    CU_ASSERT_EQUAL(why_errno(&why, ENOSPC, "It cannot be written"), E_DISK_FULL);
    CU_ASSERT_EQUAL(strncmp(why.text, "It cannot be written: ", 22), 0);
    CU_ASSERT_TRUE(strlen(why.text) > 22);
    CU_ASSERT_EQUAL(why_errno(&why, EDQUOT, "x"), E_DISK_FULL);
    CU_ASSERT_EQUAL(why_errno(&why, ENOMEM, "x"), E_MEMORY);
    CU_ASSERT_EQUAL(why_errno(NULL, EIO, "x"), E_SYSTEM);
}

static void a_file_name_cannot_carry_an_escape_sequence(void)
{
    struct why why = { 0 };

    why_set(&why, E_INVALID, "%s.",
            "a\033]0;owned\007b\xC2\x9B"
            "c\xFF\xE2\x80\xAEz");
    CU_ASSERT_STRING_EQUAL(why.text, "a?]0;owned?b??c????z.");
}

void suite_err(void)
{
    CU_pSuite s = CU_add_suite("err", NULL, NULL);

    CU_add_test(s, "every code has a sentence", every_code_has_a_sentence);
    CU_add_test(s, "exit statuses are the promised ones", exit_statuses_are_the_promised_ones);
    CU_add_test(s, "a sentence is filled in", a_sentence_is_filled_in);
    CU_add_test(s, "without a sentence the general one stands", without_a_sentence_the_general_one_stands);
    CU_add_test(s, "a long sentence is cut between characters", a_long_sentence_is_cut_between_characters);
    CU_add_test(s, "errno becomes the code for what the officer does",
                errno_becomes_the_code_for_what_the_officer_does);
    CU_add_test(s, "a file name cannot carry an escape sequence", a_file_name_cannot_carry_an_escape_sequence);
}
