/* Postcodes as people write them, compared by their beginnings. */
#include <string.h>

#include "townkeep/domain/placing.h"

enum { POSTCODE_SIZE = 32 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* "M334GY" has its blank before the last three: a digit and two letters. */
static void add_british_blank(char *code)
{
    size_t len = strlen(code);

    if (len < 5 || len > 7 || strchr(code, ' ') || !is_letter(code[0]) || !is_digit(code[len - 3]) ||
        !is_letter(code[len - 2]) || !is_letter(code[len - 1]))
        return;
    memmove(code + len - 2, code + len - 3, 4);
    code[len - 3] = ' ';
}

/* Capitals, one blank between words, none around. What is too long is cut: no postcode is. */
static void normalise(const char *text, char out[POSTCODE_SIZE])
{
    size_t len = 0;

    for (; *text && len + 2 < POSTCODE_SIZE; text++) {
        if (*text == ' ' && (len == 0 || out[len - 1] == ' '))
            continue;
        out[len++] = (char)(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
    }
    while (len > 0 && out[len - 1] == ' ')
        len--;
    out[len] = '\0';
}

static bool is_mixed(const char *code, size_t len)
{
    bool letters = false, digits = false;

    for (size_t i = 0; i < len; i++) {
        letters = letters || is_letter(code[i]);
        digits = digits || is_digit(code[i]);
    }
    return letters && digits;
}

bool postcode_begins(const char *postcode, const char *beginning)
{
    char code[POSTCODE_SIZE] = "", start[POSTCODE_SIZE] = "";
    size_t len;

    normalise(postcode, code);
    normalise(beginning, start);
    add_british_blank(code);
    len = strlen(start);
    if (len == 0 || strncmp(code, start, len) != 0)
        return false;
    return !(len < strcspn(code, " ") && is_digit(start[len - 1]) && is_digit(code[len]) &&
             is_mixed(code, strcspn(code, " ")));
}
