/*
 * What several commands share: field=value pairs into a record, filters and columns out of options, saving with its
 * answer.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli_in.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/saving.h"
#include "townkeep/exchange/export.h"

enum err cli_take_format(struct args *args, enum list_format *out, struct why *why)
{
    static const char *const names[] = { [LIST_TABLE] = "table", [LIST_CSV] = "csv", [LIST_JSON] = "json" };
    const char *name;
    enum err e = args_take(args, "--format", &name, why);

    *out = LIST_TABLE;
    if (e || !name)
        return e;
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum list_format)i;
            return OK;
        }
    }
    return why_set(why, E_USAGE, N_("--format is table, csv or json, not \"%s\"."), name);
}

static enum err field_of(const struct record_type *type, const char *name, int *out, struct why *why)
{
    *out = field_find(type, name);
    if (*out < 0)
        *out = field_find_heading(type, name);
    if (*out < 0)
        return why_set(why, E_INVALID, N_("\"%s\" is no field of %s. `townkeep help add %s` lists them."), name,
                       type->key, type->key);
    return OK;
}

enum err cli_take_fields(struct args *args, const struct record_type *type, int fields[FIELDS_MAX], size_t *count,
                         struct why *why)
{
    const char *list;
    enum err e = args_take(args, "--fields", &list, why);

    *count = 0;
    while (!e && list && *list) {
        size_t len = strcspn(list, ",");
        char *name = strndup(list, len);

        if (!name)
            return E_MEMORY;
        e = *count == FIELDS_MAX ? why_set(why, E_USAGE, N_("That are too many fields."))
                                 : field_of(type, name, &fields[*count], why);
        if (!e && (type->fields[fields[*count]].flags & FIELD_SEALED))
            e = why_set(why, E_PERMISSION, N_("\"%s\" is sealed and never listed."), name);
        ++*count;
        free(name);
        list += len + (list[len] == ',');
    }
    return e;
}

static enum err take_sort(struct args *args, const struct record_type *type, struct query *query, struct why *why)
{
    struct buf name = { 0 };
    const char *text, *colon;
    enum err e = args_take(args, "--sort", &text, why);

    if (e || !text)
        return e;
    colon = strchr(text, ':');
    if ((e = buf_add(&name, text, colon ? (size_t)(colon - text) : strlen(text))) ||
        (e = field_of(type, buf_text(&name), &query->sort_field, why)))
        goto done;
    query->descending = colon && strcmp(colon, ":desc") == 0;
    if (colon && !query->descending && strcmp(colon, ":asc") != 0)
        e = why_set(why, E_USAGE, N_("Behind the field to sort by stands nothing, :asc or :desc."));
    else if (!(type->fields[query->sort_field].flags & FIELD_SORTED))
        e = why_set(why, E_INVALID, N_("%s cannot be sorted by %s."), type->key, buf_text(&name));
done:
    buf_release(&name);
    return e;
}

enum err cli_take_query(struct cli *cli, struct args *args, const struct record_type *type, struct query *query,
                        struct why *why)
{
    const char *filter;
    enum err e;

    query_init(query, type);
    if (args_flag(args, "--archived"))
        query->which = QUERY_ARCHIVED;
    if ((e = take_sort(args, type, query, why)))
        return e;
    while (!(e = args_take(args, "--filter", &filter, why)) && filter) {
        if ((e = query_add_filter(query, filter, store_words(cli->store), why)))
            return e;
    }
    return e;
}

enum err cli_read_input(const char *path, size_t max, struct buf *out, struct why *why)
{
    char chunk[4096];
    ssize_t n;
    enum err e = OK;

    if (strcmp(path, "-") != 0)
        return path_read_file(path, max, out, why);
    while (!e && (n = read(STDIN_FILENO, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return why_errno(why, errno, N_("Standard input cannot be read"));
        e = out->len + (size_t)n > max ? why_set(why, E_INVALID, N_("Standard input is too long."))
                                       : buf_add(out, chunk, (size_t)n);
    }
    return e;
}

/* --- filling --- */
struct filling {
    struct cli *cli;
    struct record *record;
};

static enum err fill_field(void *data, const char *key, const char *value, struct why *why)
{
    struct filling *filling = data;
    const struct record_type *type = filling->record->type;
    int field;
    enum err e;

    if (strcmp(key, "id") == 0 && field_find(type, "id") < 0)
        return OK;
    if ((e = field_of(type, key, &field, why)))
        return e;
    return store_read_value(filling->cli->store, &type->fields[field], value, &filling->record->values[field], why);
}

static enum err fill_pair(struct filling *filling, const char *pair, struct why *why)
{
    const char *equals = strchr(pair, '=');
    char *key;
    enum err e;

    if (!equals || equals == pair)
        return why_set(why, E_USAGE, N_("\"%s\" must read field=value."), pair);
    key = strndup(pair, (size_t)(equals - pair));
    e = key ? fill_field(filling, key, equals + 1, why) : E_MEMORY;
    free(key);
    return e;
}

enum err cli_fill_record(struct cli *cli, struct record *record, struct args *args, int from, const char *json,
                         struct why *why)
{
    struct filling filling = { .cli = cli, .record = record };
    struct buf text = { 0 };
    enum err e = OK;

    if (json && cli->in_run && strcmp(json, "-") == 0)
        return why_set(why, E_USAGE,
                       N_("Within `run` a JSON file must have a name: standard input holds the commands."));
    if (json && !(e = cli_read_input(json, 16 << 20, &text, why)))
        e = export_json_read(buf_text(&text), text.len, fill_field, &filling, why);
    buf_wipe(&text);
    for (int i = from; i < args->count && !e; i++)
        e = fill_pair(&filling, args->items[i], why);
    return e;
}

/* --- saving --- */
enum err cli_put(struct cli *cli, struct record *record, struct saved *saved, struct why *why)
{
    struct problems problems = { 0 };
    bool is_new = record->id == 0;
    enum err e = domain_put(cli->store, record, &problems, saved, why);

    /* A script is not asked before; it is told afterwards. */
    if (!e && is_new && !cli->quiet)
        e = domain_check_new(cli->store, record, &problems, why);
    /* The one problem of a refusal is what *why says already. */
    if (problems.count > 1 || (problems.count == 1 && !e))
        cli_say_problems(cli, record->type, &problems);
    return e;
}

void cli_say_saved(const struct cli *cli, const struct saved *saved)
{
    if (saved->entry == 0)
        cli_say(cli, N_("Nothing was changed: it says so already."));
    else
        cli_say(cli,
                ngettext("Saved. %d field changed.", "Saved. %d fields changed.", (unsigned long)saved->fields_changed),
                saved->fields_changed);
}

enum err cli_print_reference(struct cli *cli, const struct record_type *type, int64_t id, struct why *why)
{
    struct record record = { 0 };
    enum err e = OK;

    if (type->owner != RECORD_OF_CASE || !type->reference_prefix)
        return cli_print(cli, "%lld\n", (long long)id);
    if (!(e = store_load(cli->store, type, id, &record, why)))
        e = cli_print(cli, "%s\n", record_text(&record, "reference"));
    record_release(&record);
    return e;
}
