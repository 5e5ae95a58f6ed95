/* `townkeep export`: records into a file for others, one type's as they are or in a format of other programs; and what
 * would leave, before anything is written. */
#include "townkeep/exchange/export.h"

#include "cli_in.h"
#include "townkeep/exchange/sharing.h"

/* --- what leaves --- */
static enum err print_line(void *data, bool is_heading, const char *text)
{
    return cli_print(data, "%s%s\n", is_heading ? "" : "  ", text);
}

static enum err preview(struct cli *cli, const struct parcel_wish *wish, struct why *why)
{
    struct parcel_wish counting = *wish;
    struct parcel parcel;
    enum err e;

    counting.only_counts = true;
    if ((e = parcel_pack(cli->store, &counting, &parcel, why)))
        return e;
    cli_say(cli, N_("What would leave this laptop. Nothing was written."));
    e = parcel_tell(&parcel, print_line, cli);
    parcel_release(&parcel);
    return e;
}

static enum err take_profile(struct args *args, enum profile *out, struct why *why)
{
    const char *name;
    enum err e = args_take(args, "--profile", &name, why);

    *out = PROFILE_NONE;
    if (e || !name || profile_find(name, out))
        return e;
    return why_set(why, E_USAGE, N_("--profile is public, partner or team, not \"%s\"."), name);
}

static void warn(struct cli *cli)
{
    cli_say(cli, N_("The file is readable by anyone who gets hold of it: delete it when it has served its purpose."));
}

/* How many will leave, for the log. */
static enum err count_leaving(struct cli *cli, const struct parcel_wish *wish, size_t *count, struct why *why)
{
    struct parcel parcel;
    enum err e = parcel_pack(cli->store, wish, &parcel, why);

    if (!e)
        *count = parcel_leaving(&parcel);
    parcel_release(&parcel);
    return e;
}

/* --- formats of other programs --- */
static enum err export_format(struct cli *cli, struct args *args, const struct sharing_format *format,
                              enum profile profile, const char *reason, struct why *why)
{
    bool only_preview = args_flag(args, "--preview");
    struct date as_of = clock_today();
    struct parcel_wish wish;
    size_t leaving;
    enum err e;

    if ((e = args_take_day(args, "--as-of", &as_of, why)) || (e = args_check(args, only_preview ? 1 : 2, 2, why)) ||
        (e = sharing_wish(format, profile == PROFILE_NONE ? PROFILE_PUBLIC : profile, as_of, &wish, why)))
        return e;
    if (only_preview)
        return preview(cli, &wish, why);
    if ((e = sharing_export(cli->store, format, &wish, args->items[1], reason, &leaving, why)))
        return e;
    warn(cli);
    return cli_print(cli, "%zu\n", leaving);
}

/* --- one type --- */
static enum err take_wish(struct args *args, struct export_wish *wish, struct why *why)
{
    const char *format;
    enum err e;

    wish->replace = args_flag(args, "--replace");
    wish->mark = args_flag(args, "--bom");
    if ((e = args_take(args, "--format", &format, why)) || (e = args_take_number(args, "--limit", &wish->limit, why)))
        return e;
    return !format || export_format_find(format, &wish->format)
               ? OK
               : why_set(why, E_USAGE, N_("--format is csv or json, not \"%s\"."), format);
}

static enum err export_type(struct cli *cli, struct args *args, enum profile profile, const char *reason,
                            struct why *why)
{
    bool only_preview = args_flag(args, "--preview");
    struct export_wish wish = { .profile = profile, .reason = reason };
    const struct record_type *type;
    struct parcel_wish leaving;
    int fields[FIELDS_MAX];
    struct query query;
    size_t count = 0;
    enum err e;

    if ((e = take_wish(args, &wish, why)) || (e = cli_type(cli, args->items[0], &type, why)) ||
        (e = cli_take_query(cli, args, type, &query, why)) ||
        (e = cli_take_fields(args, type, fields, &wish.field_count, why)) ||
        (e = args_check(args, only_preview ? 1 : 2, 2, why)))
        return e;
    wish.fields = wish.field_count > 0 ? fields : NULL;
    leaving = (struct parcel_wish){ .profile = wish.profile,
                                    .query = &query,
                                    .fields = wish.fields,
                                    .field_count = wish.field_count,
                                    .limit = wish.limit,
                                    .only_counts = true };
    if (only_preview)
        return preview(cli, &leaving, why);
    if (profile_takes_type(wish.profile, type) && (e = count_leaving(cli, &leaving, &wish.expected, why)))
        return e;
    wish.path = args->items[1];
    if ((e = export_file(cli->store, &query, &wish, &count, why)))
        return e;
    warn(cli);
    return cli_print(cli, "%zu\n", count);
}

enum err command_export(struct cli *cli, struct args *args, struct why *why)
{
    const struct sharing_format *format;
    enum profile profile;
    const char *reason;
    enum err e;

    if ((e = take_profile(args, &profile, why)) || (e = args_take(args, "--reason", &reason, why)))
        return e;
    if (args->count == 0)
        return args_check(args, 2, 2, why);
    format = sharing_find(args->items[0]);
    return format ? export_format(cli, args, format, profile, reason, why)
                  : export_type(cli, args, profile, reason, why);
}
