/*
 * `townkeep officer`: who may open the vault. Passphrases of others come from a file of their own, so that nobody types
 * another's at this keyboard.
 */
#include <string.h>

#include "cli_in.h"
#include "townkeep/domain/catalogue.h"

static enum err find_officer(struct cli *cli, const char *name, int64_t *id, struct why *why)
{
    return store_find(cli->store, &officer_type, name, id, why);
}

static enum err list_officers(struct cli *cli, struct args *args, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    char roles[200];
    enum err e;

    if ((e = args_check(args, 1, 1, why)))
        return e;
    query_init(&query, &officer_type);
    e = store_page(cli->store, &query, NULL, false, 1000, &page, why);
    for (size_t i = 0; i < page.count && !e; i++) {
        unsigned bits = 0;

        if (!(e = roles_read(record_text(&page.records[i], "roles"), &bits, why)))
            e = cli_print(cli, "%lld\t%s\t%s\n", (long long)page.records[i].id, record_text(&page.records[i], "name"),
                          roles_write(bits, roles, sizeof roles));
    }
    record_page_release(&page);
    return e;
}

static enum err set_roles(struct record *record, const char *text, struct why *why)
{
    char canonical[200];
    unsigned roles;
    enum err e = roles_read(text, &roles, why);

    return e ? e : value_set_text(record_value(record, "roles"), roles_write(roles, canonical, sizeof canonical));
}

/* A role of casework wants the keys of the cases: they can be handed over only while casework is open. */
static enum err add_officer(struct cli *cli, struct args *args, enum kdf_level kdf, const char *role, const char *file,
                            struct why *why)
{
    struct passphrase *passphrase = NULL;
    struct record record = { 0 };
    enum err e;

    if ((e = args_check(args, 2, 2, why)))
        return e;
    if (!role)
        return why_set(why, E_USAGE, N_("Say what the officer may do: --role ROLE[,ROLE]."));
    if ((e = store_require(cli->store, ROLE_ADMINISTRATOR, why)) ||
        (e = cli_read_passphrase(file, _("Passphrase of the new officer"), true, &passphrase, why)))
        return e;
    if ((e = passphrase_check(passphrase, why)) || (e = record_init(&record, &officer_type)) ||
        (e = record_start(&record, store_words(cli->store), clock_today(), why)) ||
        (e = value_set_text(record_value(&record, "name"), args->items[1])) || (e = set_roles(&record, role, why)) ||
        (e = cli_open_casework(cli, why)) || (e = store_officer_add(cli->store, &record, passphrase, kdf, why)))
        goto done;
    e = cli_print(cli, "%lld\n", (long long)record.id);
done:
    passphrase_free(passphrase);
    record_release(&record);
    return e;
}

static enum err remove_officer(struct cli *cli, struct args *args, struct why *why)
{
    int64_t id;
    enum err e;

    if ((e = args_check(args, 2, 2, why)) || (e = find_officer(cli, args->items[1], &id, why)) ||
        (e = cli_open_casework(cli, why)) || (e = store_officer_remove(cli->store, id, why)))
        return e;
    cli_say(cli,
            N_("%s can no longer open the vault. Copies and backups made before still open with the old passphrase."),
            args->items[1]);
    return OK;
}

static enum err change_roles(struct cli *cli, struct args *args, struct why *why)
{
    unsigned roles;
    int64_t id;
    enum err e;

    if ((e = args_check(args, 3, 3, why)) || (e = find_officer(cli, args->items[1], &id, why)) ||
        (e = roles_read(args->items[2], &roles, why)) || (e = cli_open_casework(cli, why)) ||
        (e = store_officer_roles(cli->store, id, roles, why)))
        return e;
    cli_say(cli, N_("The roles of %s are changed."), args->items[1]);
    return OK;
}

/* Fresh keys open no case: what no colleague holds is lost with the old ones. */
static enum err check_alone(struct cli *cli, int64_t id, bool force, struct why *why)
{
    size_t alone;
    enum err e = store_cases_held_alone(cli->store, id, &alone, why);

    if (e || alone == 0 || force)
        return e;
    return why_set(why, E_CONFLICT,
                   ngettext("%zu case can be opened by this officer alone, and after this only with the recovery code "
                            "for casework. If the officer still knows the passphrase, let them hand it over first "
                            "(townkeep officer grant); otherwise say --force.",
                            "%zu cases can be opened by this officer alone, and after this only with the recovery "
                            "code for casework. If the officer still knows the passphrase, let them hand them over "
                            "first (townkeep officer grant); otherwise say --force.",
                            alone),
                   alone);
}

static enum err change_passphrase(struct cli *cli, struct args *args, enum kdf_level kdf, const char *file, bool force,
                                  struct why *why)
{
    struct passphrase *fresh = NULL;
    int64_t id = store_officer_id(cli->store);
    enum err e;

    if ((e = args_check(args, 1, 2, why)) || (args->count == 2 && (e = find_officer(cli, args->items[1], &id, why))) ||
        (id != store_officer_id(cli->store) && (e = check_alone(cli, id, force, why))) ||
        (e = cli_read_passphrase(file, _("New passphrase"), true, &fresh, why)))
        return e;
    if (!(e = passphrase_check(fresh, why)))
        e = id == store_officer_id(cli->store) ? store_passphrase_change(cli->store, cli->passphrase, fresh, kdf, why)
                                               : store_passphrase_reset(cli->store, id, fresh, kdf, why);
    passphrase_free(fresh);
    if (!e)
        cli_say(
            cli,
            N_("The new passphrase holds from now on. Copies and backups made before still open with the old one."));
    return e;
}

static enum err grant_keys(struct cli *cli, struct args *args, struct why *why)
{
    size_t handed = 0;
    int64_t id;
    enum err e;

    if ((e = args_check(args, 2, 2, why)) || (e = find_officer(cli, args->items[1], &id, why)) ||
        (e = cli_open_casework(cli, why)) || (e = store_grant_keys(cli->store, id, &handed, why)))
        return e;
    return cli_print(cli, "%zu\n", handed);
}

static enum err renew_recovery(struct cli *cli, struct args *args, enum kdf_level kdf, struct why *why)
{
    enum err e = args_check(args, 1, 1, why);

    return e ? e : cli_renew_office_code(cli, kdf, why);
}

enum err command_officer(struct cli *cli, struct args *args, struct why *why)
{
    const char *role, *file, *kdf_name, *what;
    enum kdf_level kdf;
    bool force = args_flag(args, "--force");
    enum err e;

    if ((e = args_take(args, "--role", &role, why)) || (e = args_take(args, "--new-passphrase-file", &file, why)) ||
        (e = args_take(args, "--kdf", &kdf_name, why)) || (e = cli_read_kdf(kdf_name, &kdf, why)) ||
        (e = args_check(args, 1, -1, why)))
        return e;
    what = args->items[0];
    if (strcmp(what, "list") == 0)
        return list_officers(cli, args, why);
    if (strcmp(what, "add") == 0)
        return add_officer(cli, args, kdf, role, file, why);
    if (strcmp(what, "remove") == 0)
        return remove_officer(cli, args, why);
    if (strcmp(what, "role") == 0)
        return change_roles(cli, args, why);
    if (strcmp(what, "passphrase") == 0)
        return change_passphrase(cli, args, kdf, file, force, why);
    if (strcmp(what, "grant") == 0)
        return grant_keys(cli, args, why);
    if (strcmp(what, "recovery") == 0)
        return renew_recovery(cli, args, kdf, why);
    return why_set(why, E_USAGE,
                   N_("After \"officer\" stands list, add, role, remove, passphrase, grant or recovery, not \"%s\"."),
                   what);
}
