/* The reasons of a pair in an officer's words. */
#include "duplicates_in.h"
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* {1} is what the first record says, or both; {2} what the second does. */
static const char *const sentences[SIGN_COUNT] = {
    [SIGN_NUMBER] = N_("Both have the number {1}."),
    [SIGN_NAME] = N_("The names are the same: “{1}”."),
    [SIGN_NAME_FORM] = N_("“{1}” and “{2}” differ only in how the words are put together or in the legal form."),
    [SIGN_NAME_ORDER] = N_("“{1}” and “{2}” have the same words in another order."),
    [SIGN_NAME_SCRIPT] = N_("“{1}” and “{2}” sound alike in different letters."),
    [SIGN_NAME_LIKE] = N_("“{1}” and “{2}” are much alike."),
    [SIGN_INITIALS] = N_("“{1}” is made of the first letters of “{2}”."),
    [SIGN_PHONE] = N_("Both have the number …{1}."),
    [SIGN_SHARED_PHONE] = N_("Both have the number …{1}, as have others."),
    [SIGN_MAIL] = N_("Both have the mail address {1}."),
    [SIGN_MAIL_HOST] = N_("Both have their mail at {1}."),
    [SIGN_SITE] = N_("Both have the website {1}."),
    [SIGN_SITE_HOST] = N_("Both have pages on {1}."),
    [SIGN_POSTCODE] = N_("Both have the postcode {1}."),
    [SIGN_ADDRESS] = N_("Both have the address “{1}”."),
    [SIGN_COMMON_NAME] = N_("Many have a name like “{1}”: the name tells little."),
    [SIGN_OTHER_NUMBER] = N_("They have different numbers in one register: {1} and {2}."),
    [SIGN_PERSON] = N_("One is a person, the other is not."),
    [SIGN_PART] = N_("One is part of the other."),
    [SIGN_BELONGS] = N_("Only one is called “{1}”: what belongs to something is not that thing itself."),
    [SIGN_MARK] = N_("Only one is called “{1}”: it may be one of several."),
    [SIGN_SORT] = N_("One is called “{1}”, the other “{2}”."),
    [SIGN_MORE] = N_("Only one is called “{1}”."),
    [SIGN_ELSEWHERE] = N_("They have different postcodes: {1} and {2}."),
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
    char texts[2][DUPLICATE_TEXT];
    const char *at = _(sentences[reason->sign]);
    enum err e = OK;

    text_cut_into(texts[0], DUPLICATE_TEXT, reason->ours);
    text_cut_into(texts[1], DUPLICATE_TEXT, reason->theirs);
    if (is_code(reason->sign))
        in_capitals(reason->ours, texts[0]);
    if (is_code(reason->sign) && reason->sign != SIGN_INITIALS)
        in_capitals(reason->theirs, texts[1]);
    while (*at && !e) {
        size_t len = strcspn(at, "{");

        e = buf_add(out, at, len);
        at += len;
        if (*at == '\0' || e)
            break;
        e = buf_add_str(out, texts[at[1] == '2']);
        at += strlen("{1}");
    }
    return e;
}

/* The same in a word; NULL for what speaks against it. */
static const char *const words[SIGN_COUNT] = {
    [SIGN_NUMBER] = N_("number"),
    [SIGN_NAME] = N_("name"),
    [SIGN_NAME_FORM] = N_("name"),
    [SIGN_NAME_ORDER] = N_("name, turned round"),
    [SIGN_NAME_SCRIPT] = N_("name in other letters"),
    [SIGN_NAME_LIKE] = N_("like name"),
    [SIGN_INITIALS] = N_("first letters"),
    [SIGN_PHONE] = N_("phone"),
    [SIGN_MAIL] = N_("mail"),
    [SIGN_MAIL_HOST] = N_("mail"),
    [SIGN_SITE] = N_("website"),
    [SIGN_SITE_HOST] = N_("website"),
    [SIGN_POSTCODE] = N_("postcode"),
    [SIGN_ADDRESS] = N_("address"),
};

enum err duplicate_signs_say(const struct duplicate_pair *pair, struct buf *out)
{
    enum err e = OK;

    for (int i = 0, said = 0; i < pair->reason_count && !e; i++) {
        const char *word = words[pair->reasons[i].sign];

        if (word)
            e = buf_printf(out, "%s%s", said++ > 0 ? ", " : "", _(word));
    }
    return e;
}
