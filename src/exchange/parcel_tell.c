/* The parcel in words: what leaves, which fields, what stays and why. */
#include <string.h>

#include "profile_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/parcel.h"

/* The n-th field that was chosen; -1 behind the last. */
static int chosen_field(const struct parcel_part *part, int n)
{
    if (part->fields)
        return n < (int)part->field_count ? part->fields[n] : -1;
    return n < part->type->field_count ? n : -1;
}

/* The labels of the chosen fields that leave, or of those that would but for the profile. */
static enum err add_labels(const struct parcel *parcel, const struct parcel_part *part, bool leave, struct buf *out)
{
    size_t start = out->len;
    enum err e = OK;
    int field;

    for (int n = 0; (field = chosen_field(part, n)) >= 0 && !e; n++) {
        if ((!part->keys || text_list_has(part->keys, part->type->fields[field].key)) &&
            profile_takes_field(parcel->profile, part->type, field) == leave)
            e = buf_printf(out, "%s%s", out->len > start ? ", " : "", gettext(part->type->fields[field].label));
    }
    return e;
}

static enum err tell_fields(const struct parcel *parcel, const struct parcel_part *part, bool leave, parcel_line *line,
                            void *data)
{
    struct buf text = { 0 }, labels = { 0 };
    enum err e = add_labels(parcel, part, leave, &labels);

    if (!e && labels.len > 0 &&
        !(e = buf_printf(&text, leave ? _("Fields: %s.") : _("These stay: %s."), buf_text(&labels))))
        e = line(data, false, buf_text(&text));
    buf_release(&text);
    buf_release(&labels);
    return e;
}

static enum err tell_titles(const struct parcel_part *part, parcel_line *line, void *data)
{
    struct buf text = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < PARCEL_TITLES && i < part->leave && !e; i++)
        e = buf_printf(&text, i == 0 ? _("First: %s") : "; %s", part->titles[i]);
    if (!e && part->leave > PARCEL_TITLES)
        e = buf_add_str(&text, "; …");
    if (!e)
        e = line(data, false, buf_text(&text));
    buf_release(&text);
    return e;
}

static enum err tell_leaving(const struct parcel *parcel, const struct parcel_part *part, parcel_line *line, void *data)
{
    struct buf text = { 0 };
    enum err e;

    if (part->leave == 0)
        return OK;
    if ((e = tell_fields(parcel, part, true, line, data)) || (e = tell_fields(parcel, part, false, line, data)))
        return e;
    if (part->lighter > 0 &&
        (e = buf_printf(&text,
                        ngettext("%zu leaves without something of its own: a private number or address, or a "
                                 "record it names that stays.",
                                 "%zu leave without something of their own: a private number or address, or a "
                                 "record they name that stays.",
                                 part->lighter),
                        part->lighter)))
        goto done;
    if (text.len > 0)
        e = line(data, false, buf_text(&text));
    if (!e)
        e = tell_titles(part, line, data);
done:
    buf_release(&text);
    return e;
}

static size_t staying(const struct parcel_part *part)
{
    size_t count = 0;

    for (int stay = STAY_NOT + 1; stay < STAY_COUNT; stay++)
        count += part->stay[stay];
    return count;
}

/* "Stay here: 4 for the team only, 1 restricted." */
static enum err tell_staying(const struct parcel_part *part, parcel_line *line, void *data)
{
    struct buf text = { 0 };
    enum err e = OK;

    for (int stay = STAY_NOT + 1; stay < STAY_COUNT && !e; stay++) {
        if (part->stay[stay] > 0)
            e = buf_printf(&text, "%s%zu %s", text.len > 0 ? ", " : _("Stay here: "), part->stay[stay],
                           gettext(stay_label((enum stay)stay)));
    }
    if (!e && text.len > 0 && !(e = buf_add_char(&text, '.')))
        e = line(data, false, buf_text(&text));
    buf_release(&text);
    return e;
}

static enum err tell_part(const struct parcel *parcel, const struct parcel_part *part, parcel_line *line, void *data)
{
    struct buf heading = { 0 };
    enum err e =
        buf_printf(&heading, _("%s: %zu leave, %zu stay"), gettext(part->type->plural), part->leave, staying(part));

    if (!e && !(e = line(data, true, buf_text(&heading))) && !(e = tell_leaving(parcel, part, line, data)))
        e = tell_staying(part, line, data);
    buf_release(&heading);
    return e;
}

enum err parcel_tell(const struct parcel *parcel, parcel_line *line, void *data)
{
    enum err e = OK;

    for (int i = 0; i < parcel->part_count && !e; i++)
        e = tell_part(parcel, &parcel->parts[i], line, data);
    return e;
}

enum err parcel_summary(const struct parcel *parcel, struct buf *out)
{
    size_t start = out->len;
    enum err e = OK;

    for (int i = 0; i < parcel->part_count && !e; i++)
        e = buf_printf(out, "%s%s %zu", out->len > start ? ", " : "", gettext(parcel->parts[i].type->plural),
                       parcel->parts[i].leave);
    return e;
}
