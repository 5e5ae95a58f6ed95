/*
 * The program's language and character set. Only LC_CTYPE and LC_MESSAGES follow the system: numbers are read and
 * written the same everywhere. The surprise: glibc translates nothing in the locale named "C", so a chosen language
 * first needs the messages locale to be something else.
 */
#include "townkeep/base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_plain(const char *locale)
{
    return !locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
}

void i18n_start(const char *language, const char *folder)
{
    /* A locale that was not chosen says nothing about the terminal; one that was is believed. */
    if (is_plain(setlocale(LC_CTYPE, "")))
        setlocale(LC_CTYPE, "C.UTF-8");
    if (is_plain(setlocale(LC_MESSAGES, "")) && language[0])
        setlocale(LC_MESSAGES, "C.UTF-8");
    if (language[0])
        setenv("LANGUAGE", language, 1);
    if (folder)
        bindtextdomain("townkeep", folder);
    bind_textdomain_codeset("townkeep", "UTF-8");
    textdomain("townkeep");
}

/* Catalogues keep a word with its context as one key, with this byte between the two. */
const char *i18n_in(const char *context, const char *text)
{
    char key[128];
    const char *found;

    snprintf(key, sizeof key, "%s\004%s", context, text);
    found = gettext(key);
    return found == key ? gettext(text) : found;
}

int i18n_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
