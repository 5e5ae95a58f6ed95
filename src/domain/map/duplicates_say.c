/* The reasons of a pair in an officer's words. */
#include "duplicates_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* %s is what the record says, or both; two where they differ. */
static const char *const sentences[SIGN_COUNT] = {
    [SIGN_NUMBER] = N_("Both have the number %1$s."),
    [SIGN_NAME] = N_("The names are the same: “%1$s”."),
    [SIGN_NAME_FORM] = N_("“%1$s” and “%2$s” differ only in how the words are put together or in the legal form."),
    [SIGN_NAME_ORDER] = N_("“%1$s” and “%2$s” have the same words in another order."),
    [SIGN_NAME_SCRIPT] = N_("“%1$s” and “%2$s” sound alike in different letters."),
    [SIGN_NAME_LIKE] = N_("“%1$s” and “%2$s” are much alike."),
    [SIGN_INITIALS] = N_("“%1$s” is made of the first letters of “%2$s”."),
    [SIGN_PHONE] = N_("Both are called at …%1$s."),
    [SIGN_SHARED_PHONE] = N_("Both are called at …%1$s, as are others."),
    [SIGN_MAIL] = N_("Both have the mail address %1$s."),
    [SIGN_MAIL_HOST] = N_("Both have their mail at %1$s."),
    [SIGN_SITE] = N_("Both have the website %1$s."),
    [SIGN_SITE_HOST] = N_("Both have pages on %1$s."),
    [SIGN_POSTCODE] = N_("Both have the postcode %1$s."),
    [SIGN_ADDRESS] = N_("Both have the address “%1$s”."),
    [SIGN_COMMON_NAME] = N_("Many have a name like “%1$s”: the name tells little."),
    [SIGN_OTHER_NUMBER] = N_("They have different numbers in one register: %1$s and %2$s."),
    [SIGN_PERSON] = N_("One is a person, the other is not."),
    [SIGN_PART] = N_("One is part of the other."),
    [SIGN_BELONGS] = N_("Only one is called “%1$s”: what belongs to something is not that thing itself."),
    [SIGN_MARK] = N_("Only one is called “%1$s”: it may be one of several."),
    [SIGN_SORT] = N_("One is called “%1$s”, the other “%2$s”."),
    [SIGN_MORE] = N_("Only one is called “%1$s”."),
    [SIGN_ELSEWHERE] = N_("They have different postcodes: %1$s and %2$s."),
    [SIGN_OTHER_CONTACTS] = N_("No phone, mail address or website of one is also the other's."),
};

/* "m332al" reads as M332AL, "gb-chc:1" as GB-CHC:1. */
static void in_capitals(const char *text, char out[DUPLICATE_TEXT])
{
    size_t at = 0;

    for (; text[at] && at + 1 < DUPLICATE_TEXT; at++)
        out[at] = (char)(text[at] >= 'a' && text[at] <= 'z' ? text[at] - ('a' - 'A') : text[at]);
    out[at] = '\0';
}

static bool is_code(enum duplicate_sign sign)
{
    return sign == SIGN_NUMBER || sign == SIGN_OTHER_NUMBER || sign == SIGN_POSTCODE || sign == SIGN_ELSEWHERE ||
           sign == SIGN_INITIALS;
}

enum err duplicate_reason_say(const struct duplicate_reason *reason, struct buf *out)
{
    char ours[DUPLICATE_TEXT], theirs[DUPLICATE_TEXT];

    text_cut_into(ours, sizeof ours, reason->ours);
    text_cut_into(theirs, sizeof theirs, reason->theirs);
    if (is_code(reason->sign))
        in_capitals(reason->ours, ours);
    if (is_code(reason->sign) && reason->sign != SIGN_INITIALS)
        in_capitals(reason->theirs, theirs);
    return buf_printf(out, _(sentences[reason->sign]), ours, theirs);
}
