/* Base32 in Crockford's alphabet: five bytes are eight letters, the highest bits first. */
#include "townkeep/base/base32.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char base32_letter(unsigned value)
{
    return alphabet[value & 31];
}

int base32_value(char c)
{
    const char *found;

    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'I' || c == 'L')
        return 1;
    if (c == 'O')
        return 0;
    found = c != '\0' ? strchr(alphabet, c) : NULL;
    return found != NULL ? (int)(found - alphabet) : -1;
}

void base32_write(const uint8_t *bytes, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++, bytes += 5, out += 8) {
        uint64_t group = 0;

        for (int j = 0; j < 5; j++)
            group = group << 8 | bytes[j];
        for (int j = 0; j < 8; j++)
            out[j] = base32_letter((unsigned)(group >> (35 - 5 * j)));
    }
}

int base32_read(const char *letters, size_t count, uint8_t *out)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t group = 0;

        for (size_t j = 0; j < 8; j++) {
            int value = base32_value(letters[8 * i + j]);

            if (value < 0)
                return (int)(8 * i + j);
            group = group << 5 | (uint64_t)value;
        }
        for (int j = 0; j < 5; j++)
            out[5 * i + (size_t)j] = (uint8_t)(group >> (32 - 8 * j));
    }
    return -1;
}
