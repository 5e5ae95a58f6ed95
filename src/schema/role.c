/* The fixed roles: codes as stored, the two letters casework uses, and the words people type. */
#include "townkeep/schema/role.h"

#include <stdio.h>
#include <string.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

struct role {
    const char *code, *label;
    const char *others; /* "a;b", folded */
};

/* In the order of the bits. */
static const struct role roles[ROLE_COUNT] = {
    { "intake_officer", N_("intake officer"), "in;intake" },
    { "case_officer", N_("case officer"), "co;case;caseworker;case worker" },
    { "team_lead", N_("team lead"), "ld;lead;team leader" },
    { "programme_officer", N_("programme officer"), "po;programme;program;program officer" },
    { "data_protection_reviewer", N_("data protection reviewer"), "dp;reviewer;data protection;dpo" },
    { "administrator", N_("administrator"), "ad;admin" },
    { "trainer", N_("trainer"), "tr;training" },
};

static bool is_label(const char *label, const char *folded)
{
    struct buf key = { 0 };
    bool same = text_fold(&key, label) == OK && strcmp(buf_text(&key), folded) == 0;

    buf_release(&key);
    return same;
}

/* The bit of one folded word, 0 for none. */
static unsigned read_one(const char *folded)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(folded, roles[i].code) == 0 || text_list_has(roles[i].others, folded) ||
            is_label(roles[i].label, folded) || is_label(gettext(roles[i].label), folded))
            return 1U << i;
    }
    return 0;
}

static enum err refuse(const char *word, struct why *why)
{
    char all[256];

    return why_set(why, E_INVALID, N_("\"%.60s\" is no role. The roles are: %s."), word,
                   roles_write(ROLES_ALL, all, sizeof all));
}

enum err roles_read(const char *text, unsigned *out, struct why *why)
{
    struct buf word = { 0 }, folded = { 0 };
    unsigned found = 0;
    enum err e = OK;

    while (*text && !e) {
        size_t len = strcspn(text, ";,+");
        unsigned bit;

        buf_clear(&word);
        buf_clear(&folded);
        if ((e = buf_add(&word, text, len)) || (e = text_fold(&folded, buf_text(&word))))
            break;
        bit = folded.len ? read_one(buf_text(&folded)) : 0;
        if (folded.len > 0 && bit == 0)
            e = refuse(buf_text(&word), why);
        found |= bit;
        text += len + (text[len] != '\0');
    }
    if (!e && found == 0)
        e = refuse("", why);
    if (!e)
        *out = found;
    buf_release(&word);
    buf_release(&folded);
    return e;
}

static const char *join(unsigned bits, const char *between, bool for_people, char *out, size_t size)
{
    size_t len = 0;

    out[0] = '\0';
    for (int i = 0; i < ROLE_COUNT && len < size; i++) {
        if (bits & 1U << i) {
            const char *word = for_people ? gettext(roles[i].label) : roles[i].code;
            len += (size_t)snprintf(out + len, size - len, "%s%s", len ? between : "", word);
        }
    }
    return out;
}

const char *roles_write(unsigned bits, char *out, size_t size)
{
    return join(bits, ";", false, out, size);
}

const char *roles_show(unsigned bits, char *out, size_t size)
{
    return join(bits, ", ", true, out, size);
}
