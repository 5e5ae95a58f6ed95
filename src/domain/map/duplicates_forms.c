/*
 * One form for each way to reach or number somebody, so that the same thing is the same text: the digits of a phone, a
 * mail address and its host, a website without "www", a postcode without blanks.
 */
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"

enum { PHONE_DIGITS_LEAST = 7, PHONE_DIGITS_TOLD = 8 };

/* The last digits, so that +44 161, 0044 161 and 0161 are one, and +381 21 and 021; "" when it is no number to call. */
void form_of_phone(const char *text, size_t len, char *out, size_t size)
{
    char digits[64];
    size_t count = 0;

    for (size_t i = 0; i < len && count < sizeof digits - 1; i++) {
        if (text[i] >= '0' && text[i] <= '9')
            digits[count++] = text[i];
    }
    digits[count] = '\0';
    out[0] = '\0';
    if (count >= PHONE_DIGITS_LEAST)
        text_cut_into(out, size, digits + (count > PHONE_DIGITS_TOLD ? count - PHONE_DIGITS_TOLD : 0));
}

void form_of_code(const char *text, size_t len, char *out, size_t size)
{
    size_t at = 0;

    for (size_t i = 0; i < len && at + 1 < size; i++) {
        char c = text[i];

        if (c != ' ')
            out[at++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    out[at] = '\0';
}

void form_of_mail(const char *text, size_t len, char *out, size_t size)
{
    form_of_code(text, len, out, size);
    if (!strchr(out, '@'))
        out[0] = '\0';
}

/* Without scheme, "www." and a closing slash; what stands behind ? and # too. */
void form_of_site(const char *text, size_t len, char *out, size_t size)
{
    char low[400];
    const char *at = low;
    size_t cut;

    form_of_code(text, len, low, sizeof low);
    if (strstr(at, "://"))
        at = strstr(at, "://") + 3;
    if (strncmp(at, "www.", 4) == 0)
        at += 4;
    text_cut_into(out, size, at);
    out[strcspn(out, "?#")] = '\0';
    for (cut = strlen(out); cut > 0 && out[cut - 1] == '/';)
        out[--cut] = '\0';
    if (!strchr(out, '.'))
        out[0] = '\0';
}

/* Hosts at which everybody has an address, or a page, say nothing. */
static bool is_everybodys(const char *host)
{
    static const char known[] =
        " gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.com live.co.uk yahoo.com yahoo.co.uk "
        "aol.com "
        "icloud.com me.com msn.com btinternet.com btconnect.com sky.com talktalk.net talk21.com virginmedia.com "
        "ntlworld.com "
        "tiscali.co.uk gmx.de gmx.net web.de t-online.de orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it "
        "mail.ru "
        "yandex.ru ukr.net seznam.cz wp.pl onet.pl o2.pl proton.me protonmail.com facebook.com m.facebook.com "
        "twitter.com "
        "instagram.com sites.google.com linktr.ee wordpress.com blogspot.com wixsite.com pitchero.com ";
    char between[200];

    text_print_into(between, sizeof between, " %s ", host);
    return strstr(known, between) != NULL;
}

void form_of_host(const char *text, size_t len, char *out, size_t size)
{
    const char *at = memchr(text, '@', len);

    text_cut_into(out, size, at ? at + 1 : text);
    out[strcspn(out, "/:")] = '\0';
    if (is_everybodys(out))
        out[0] = '\0';
}

/* "GB-CHC:0214927 " as GB-CHC:214927. Only what has a scheme before a colon is a number of a register. */
void form_of_number(const char *text, size_t len, char *out, size_t size)
{
    const char *colon = memchr(text, ':', len);
    char low[200];
    size_t scheme, zeros;

    out[0] = '\0';
    if (!colon || colon == text)
        return;
    form_of_code(text, len, low, sizeof low);
    scheme = strcspn(low, ":");
    zeros = strspn(low + scheme + 1, "0");
    if (low[scheme] == '\0' || low[scheme + 1 + zeros] == '\0')
        return;
    text_print_into(out, size, "%.*s:%s", (int)scheme, low, low + scheme + 1 + zeros);
}
