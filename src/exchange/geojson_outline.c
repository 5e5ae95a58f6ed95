/* The outline of a GeoJSON file: where its features begin and end. What is in them is not looked at here. */
#include <string.h>

#include "geojson_in.h"
#include "townkeep/base/i18n.h"

void outline_pass_blanks(struct outline *outline)
{
    while (outline->at < outline->len && strchr(" \t\r\n", outline->text[outline->at]) && outline->text[outline->at])
        outline->at++;
}

static char here(const struct outline *outline)
{
    return outline->at < outline->len ? outline->text[outline->at] : '\0';
}

bool outline_pass_char(struct outline *outline, char c)
{
    outline_pass_blanks(outline);
    if (here(outline) != c)
        return false;
    outline->at++;
    return true;
}

static bool outline_pass_string(struct outline *outline)
{
    for (outline->at++; outline->at < outline->len; outline->at++) {
        if (outline->text[outline->at] == '\\')
            outline->at++;
        else if (outline->text[outline->at] == '"') {
            outline->at++;
            return true;
        }
    }
    return false;
}

bool outline_pass_value(struct outline *outline)
{
    size_t depth = 0;

    outline_pass_blanks(outline);
    while (outline->at < outline->len) {
        char c = here(outline);

        if (c == '"') {
            if (!outline_pass_string(outline))
                return false;
        } else if (c == '{' || c == '[') {
            depth++;
            outline->at++;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return true; /* it belongs to what is around a plain word */
            depth--;
            outline->at++;
        } else if (depth > 0) {
            outline->at++;
            continue;
        } else {
            outline->at += strcspn(outline->text + outline->at, ",]} \t\r\n\"[{") + (c == '\0');
            return true;
        }
        if (depth == 0)
            return true;
    }
    return false;
}

static bool is_text(const struct outline *outline, size_t from, const char *text)
{
    size_t len = strlen(text);

    return outline->at - from == len + 2 && memcmp(outline->text + from + 1, text, len) == 0;
}

enum err outline_read(struct outline *outline, size_t *first, struct why *why)
{
    bool is_collection = false, more = outline_pass_char(outline, '{');

    *first = 0;
    while (more) {
        size_t key, value;
        bool is_type, is_features;

        outline_pass_blanks(outline);
        key = outline->at;
        if (here(outline) != '"' || !outline_pass_string(outline))
            break;
        is_type = is_text(outline, key, "type");
        is_features = is_text(outline, key, "features");
        if (!outline_pass_char(outline, ':'))
            break;
        outline_pass_blanks(outline);
        value = outline->at;
        if (!outline_pass_value(outline))
            return why_set(why, E_INVALID, N_("The file ends in the middle: it was not copied whole."));
        is_collection = is_collection || (is_type && is_text(outline, value, "FeatureCollection"));
        if (is_features && (*first != 0 || outline->text[value] != '['))
            break;
        *first = is_features ? value + 1 : *first;
        more = outline_pass_char(outline, ',');
    }
    if (!is_collection || *first == 0)
        return why_set(why, E_INVALID, N_("The file is no GeoJSON with a list of features (a FeatureCollection)."));
    if (!outline_pass_char(outline, '}'))
        return why_set(why, E_INVALID, N_("The file is not written as GeoJSON asks, so it is not read."));
    return OK;
}
