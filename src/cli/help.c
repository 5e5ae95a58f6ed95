/*
 * `townkeep help`: all commands, one command, or the fields of a type, from the same tables everything else uses.
 */
#include <string.h>

#include "cli_in.h"
#include "townkeep/domain/catalogue.h"

static enum err show_commands(struct cli *cli)
{
    enum err e = cli_print(cli, "%s\n\n",
                           _("townkeep [--vault FILE] [--officer NAME] [--passphrase-file FILE|-] [--config FILE] "
                             "[--accept-older] [COMMAND …]"));

    if (!e)
        e = cli_print(cli, "  %-10s %s\n", "",
                      _("(no command) the screens; the first time they offer to make a vault"));
    for (size_t i = 0; i < command_count && !e; i++)
        e = cli_print(cli, "  %-10s %s\n", commands[i].name, gettext(commands[i].sentence));
    if (!e)
        e = cli_print(cli, "\n%s\n",
                      _("Exit status: 0 done, 1 refused, 2 usage, 3 wrong passphrase or no permission, 4 damaged, 5 in "
                        "use, 6 the system failed.\n"
                        "`townkeep help COMMAND` says more; the manual page is townkeep(1)."));
    return e;
}

static enum err show_fields(struct cli *cli, const struct record_type *type)
{
    enum err e = cli_print(cli, "\n%s\n", gettext(type->hint ? type->hint : type->label));

    for (int i = 0; i < type->field_count && !e; i++) {
        const struct field *field = &type->fields[i];
        const char *more = field->vocabulary ? field->vocabulary : field->refers_to ? field->refers_to : "";

        if (field->flags & FIELD_BY_PROGRAM)
            continue;
        e = cli_print(cli, "  %-22s %s%s%s%s%s%s\n", field->key, field_kind_name(field->kind), more[0] ? " (" : "",
                      more, more[0] ? ")" : "", field->flags & FIELD_REQUIRED ? _(", needed") : "",
                      field->flags & FIELD_SEALED ? _(", sealed") : "");
    }
    return e;
}

static enum err show_command(struct cli *cli, const struct command *command, const char *type_name, struct why *why)
{
    const struct record_type *type;
    enum err e = cli_print(cli, "townkeep %s %s\n%s\n", command->name, command->usage[0] ? gettext(command->usage) : "",
                           gettext(command->sentence));

    if (!e && command->help)
        e = cli_print(cli, "%s\n", gettext(command->help));
    if (e || !type_name)
        return e;
    return (e = cli_type(cli, type_name, &type, why)) ? e : show_fields(cli, type);
}

enum err command_help(struct cli *cli, struct args *args, struct why *why)
{
    const struct command *command;
    enum err e = args_check(args, 0, 2, why);

    if (e)
        return e;
    if (args->count == 0)
        return show_commands(cli);
    command = command_find(args->items[0]);
    if (!command)
        return why_set(why, E_USAGE, N_("There is no command \"%s\". `townkeep help` lists them."), args->items[0]);
    return show_command(cli, command, args->count > 1 ? args->items[1] : NULL, why);
}
