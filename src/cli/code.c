/*
 * `townkeep code`: the recovery codes. Testing one needs no unlocking: the command then writes nothing down, because
 * writing needs a vault that is open. A code is typed without echo or read from a file, never given as an argument.
 */
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/date.h"

static enum err print_state(struct cli *cli, const char *name, enum code_kind kind, struct why *why)
{
    struct code_state state;
    char days[3][DATE_TEXT_SIZE];
    int64_t times[3];
    enum err e = store_code_state(cli->store, kind, &state, why);

    if (e)
        return e;
    times[0] = state.made_at;
    times[1] = state.tested_at;
    times[2] = state.used_at;
    for (size_t i = 0; i < 3; i++) {
        days[i][0] = '\0';
        if (times[i] != 0)
            date_format(moment_date(times[i]), days[i]);
    }
    return cli_print(cli, "%s\t%s\t%s\t%s\n", name, days[0], days[1], days[2]);
}

static enum err list_codes(struct cli *cli, struct args *args, struct why *why)
{
    enum err e;

    if ((e = args_check(args, 1, 1, why)) || (e = cli_unlock(cli, why)) ||
        (e = print_state(cli, "office", CODE_OFFICE, why)))
        return e;
    return print_state(cli, "casework", CODE_CASEWORK, why);
}

static enum err print_code(struct cli *cli, char shown[RECOVERY_TEXT_SIZE])
{
    enum err e = cli_print(cli, "%s\n", shown);

    wipe(shown, RECOVERY_TEXT_SIZE);
    return e;
}

enum err cli_renew_office_code(struct cli *cli, enum kdf_level kdf, struct why *why)
{
    char shown[RECOVERY_TEXT_SIZE];
    enum err e = store_recovery_renew(cli->store, shown, kdf, why);

    if (e)
        return e;
    cli_say(cli, N_("Write the code on paper, into an envelope, into the safe. It opens the vault when passphrases are "
                    "lost, but no casework."));
    return print_code(cli, shown);
}

static enum err renew_casework_code(struct cli *cli, enum kdf_level kdf, struct why *why)
{
    char shown[RECOVERY_TEXT_SIZE];
    size_t cases;
    enum err e;

    if ((e = cli_open_casework(cli, why)) || (e = store_casework_code_renew(cli->store, shown, kdf, &cases, why)))
        return e;
    cli_say(cli,
            ngettext("Write the code on paper and keep it apart from the one of the office. It opens %zu case, and "
                     "those to come, to a caseworker whose keys were lost.",
                     "Write the code on paper and keep it apart from the one of the office. It opens %zu cases, and "
                     "those to come, to a caseworker whose keys were lost.",
                     (unsigned long)cases),
            cases);
    return print_code(cli, shown);
}

static enum err new_code(struct cli *cli, struct args *args, enum kdf_level kdf, struct why *why)
{
    enum err e;

    if ((e = args_check(args, 2, 2, why)))
        return e;
    if (strcmp(args->items[1], "office") != 0 && strcmp(args->items[1], "casework") != 0)
        return why_set(why, E_USAGE, N_("A code is for the office or for casework, not for \"%s\"."), args->items[1]);
    if ((e = cli_unlock(cli, why)))
        return e;
    return strcmp(args->items[1], "office") == 0 ? cli_renew_office_code(cli, kdf, why)
                                                 : renew_casework_code(cli, kdf, why);
}

static enum err test_code(struct cli *cli, struct args *args, const char *file, bool is_recorded, struct why *why)
{
    struct passphrase *code = NULL;
    enum code_kind kind;
    enum err e;

    if ((e = args_check(args, 1, 1, why)) || (e = cli_find_vault(cli, why)) ||
        (is_recorded && (e = cli_unlock(cli, why))) ||
        (e = cli_read_passphrase(file, _("Recovery code"), false, &code, why)))
        return e;
    e = cli->store ? store_code_test(cli->store, code, &kind, why)
                   : store_code_test_closed(buf_text(&cli->path), code, &kind, why);
    passphrase_free(code);
    if (e)
        return e;
    cli_say(cli, kind == CODE_CASEWORK ? N_("The code is right: it is the one for casework. Nothing was opened.")
                                       : N_("The code is right: it is the one of the office. Nothing was opened."));
    return cli_print(cli, "%s\n", kind == CODE_CASEWORK ? "casework" : "office");
}

static enum err use_code(struct cli *cli, struct args *args, const char *file, struct why *why)
{
    struct passphrase *code = NULL;
    size_t opened, kept_closed;
    enum err e;

    if ((e = args_check(args, 1, 1, why)) || (e = cli_unlock(cli, why)) || (e = cli_open_casework(cli, why)) ||
        (e = cli_read_passphrase(file, _("Recovery code for casework"), false, &code, why)))
        return e;
    e = store_casework_code_use(cli->store, code, &opened, &kept_closed, why);
    passphrase_free(code);
    if (e)
        return e;
    if (kept_closed > 0)
        cli_say(cli,
                ngettext("%zu case stays closed: the key kept for the code is damaged. Run verify.",
                         "%zu cases stay closed: the keys kept for the code are damaged. Run verify.",
                         (unsigned long)kept_closed),
                kept_closed);
    cli_say(cli, N_("The cases are open to you again, and the history says so. Make both codes anew: townkeep code new "
                    "office, townkeep code new casework."));
    return cli_print(cli, "%zu\n", opened);
}

enum err command_code(struct cli *cli, struct args *args, struct why *why)
{
    const char *file, *kdf_name, *what;
    bool is_recorded = args_flag(args, "--record");
    enum kdf_level kdf;
    enum err e;

    if ((e = args_take(args, "--code-file", &file, why)) || (e = args_take(args, "--kdf", &kdf_name, why)) ||
        (e = cli_read_kdf(kdf_name, &kdf, why)) || (e = args_check(args, 1, -1, why)))
        return e;
    what = args->items[0];
    if (strcmp(what, "list") == 0)
        return list_codes(cli, args, why);
    if (strcmp(what, "new") == 0)
        return new_code(cli, args, kdf, why);
    if (strcmp(what, "test") == 0)
        return test_code(cli, args, file, is_recorded, why);
    if (strcmp(what, "use") == 0)
        return use_code(cli, args, file, why);
    return why_set(why, E_USAGE, N_("After \"code\" stands list, new, test or use, not \"%s\"."), what);
}
