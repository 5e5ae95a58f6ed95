/*
 * Base32 as people copy it from paper: Crockford's alphabet, without I, L, O and U. Small letters and the look-alikes
 * I, L and O are forgiven when read.
 */
#ifndef TOWNKEEP_BASE_BASE32_H
#define TOWNKEEP_BASE_BASE32_H

#include <stddef.h>
#include <stdint.h>

char base32_letter(unsigned value); /* of the lowest five bits */
int base32_value(char c);           /* 0 to 31, or -1 */

/* Whole groups of five bytes as eight letters, and back; `count` groups. Reading answers the index of the first letter
 * that is none, or -1. */
void base32_write(const uint8_t *bytes, size_t count, char *out);
int base32_read(const char *letters, size_t count, uint8_t *out);

#endif
