/*
 * Codes and the sentences that go with them. Nothing here allocates: a failure can always be told, even the one
 * that there is no memory. A sentence that is too long is cut, never inside a character.
 */
#include "townkeep/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

struct err_row {
    const char *text;
    int exit_status;
};

static const struct err_row err_rows[ERR_COUNT] = {
    [OK] = { N_("Done."), 0 },
    [E_INVALID] = { N_("Something given here cannot be used. Please check it and try again."), 1 },
    [E_NOT_FOUND] = { N_("Nothing was found under that name or number. Please check it and try again."), 1 },
    [E_CONFLICT] = { N_("Somebody changed this meanwhile. Please look at the new state and try again."), 1 },
    [E_USAGE] = { N_("This command cannot be understood. `townkeep help` lists what there is."), 2 },
    [E_PASSPHRASE] = { N_("The name or the passphrase is wrong. Please try again."), 3 },
    [E_PERMISSION] = { N_("Your role does not allow this. Please ask an administrator of the office."), 3 },
    [E_DAMAGED] = { N_("Part of the file is damaged or was changed by something else. Please restore a backup."), 4 },
    [E_BUSY] = { N_("The vault is in use by somebody else. Please try again when they have closed it."), 5 },
    [E_OLDER] = { N_("This file is older than what you have seen of it. Go on only if you put a backup back on "
                     "purpose."),
                  1 },
    [E_MEMORY] = { N_("The computer has no memory left. Please close other programs and try again."), 6 },
    [E_DISK_FULL] = { N_("The disk is full. Please make room on it and try again."), 6 },
    [E_SYSTEM] = { N_("The computer refused to read or write a file. Please check the disk and its permissions."), 6 },
    [E_CANCELLED] = { N_("Stopped, as you asked. Nothing was changed."), 1 },
};

/* File names and values stand in these sentences, and a name may hold an escape sequence. What would move the
 * cursor or turn the writing becomes question marks; there may be no memory for the cleaning of text.h. */
static void mask_controls(char *text)
{
    for (size_t at = 0, next = 0; text[at]; at = next) {
        uint32_t code = text_next(text, &next);

        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFD || (code >= 0x200E && code <= 0x200F) ||
            (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069))
            memset(text + at, '?', next - at);
    }
}

static void fill(struct why *why, enum err code, const char *format, va_list args) PRINTF_LIKE(3, 0);

static void fill(struct why *why, enum err code, const char *format, va_list args)
{
    why->code = code;
    text_print_args_into(why->text, sizeof why->text, gettext(format), args);
    mask_controls(why->text);
}

enum err why_set(struct why *why, enum err code, const char *format, ...)
{
    va_list args;

    if (!why)
        return code;
    va_start(args, format);
    fill(why, code, format, args);
    va_end(args);
    return code;
}

static enum err code_of_errno(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return E_DISK_FULL;
    case ENOMEM:
        return E_MEMORY;
    default:
        return E_SYSTEM;
    }
}

enum err why_errno(struct why *why, int number, const char *format, ...)
{
    char words[128];
    enum err code = code_of_errno(number);
    size_t len;
    va_list args;

    if (!why)
        return code;
    va_start(args, format);
    fill(why, code, format, args);
    va_end(args);
    len = strlen(why->text);
    /* The GNU form: the words may stand elsewhere than in the array. */
    text_print_into(why->text + len, sizeof why->text - len, _(": %s"), strerror_r(number, words, sizeof words));
    return code;
}

const char *err_text(enum err code)
{
    if ((unsigned)code >= ERR_COUNT)
        code = E_SYSTEM;
    return gettext(err_rows[code].text);
}

const char *why_text(const struct why *why)
{
    return why->text[0] ? why->text : err_text(why->code);
}

int err_exit_status(enum err code)
{
    return (unsigned)code < ERR_COUNT ? err_rows[code].exit_status : err_rows[E_SYSTEM].exit_status;
}
