/*
 * Links between rows that could not be followed when the row came: some name a row that stands further down, some a row
 * that is not in the set at all. The former are set at the end; the latter are told, and given back as they came.
 */
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/i18n.h"

enum { LINKS_MAX = 100000, LINKS_TOLD = 20, ROUND_STEPS = 64 };

enum err links_note(struct taken *taken, struct why *why)
{
    struct directory *directory = taken->directory;
    enum err e = OK;

    for (size_t i = 1; i < taken->table->column_count && taken->number && !e; i++) {
        const char *sheet = taken->table->columns[i].sheet;
        const struct record_type *type;
        int64_t about = 0;
        size_t number = 0;
        struct open_link *more;

        if (!sheet || taken->texts[i][0] == '\0' || directory->link_count == LINKS_MAX)
            continue;
        /* A row that is only kept is there too, though it is no record. */
        if (strcmp(sheet, "*") == 0)
            e = directory_link(directory, sheet, taken->texts[i], &type, &about, why);
        else
            e = directory_find(directory, table_find(directory->rules, sheet), taken->texts[i], &number, why);
        if (e || about || number)
            continue;
        if (directory->link_count % 64 == 0) {
            if (!(more = reallocarray(directory->links, directory->link_count + 64, sizeof *more)))
                return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
            directory->links = more;
        }
        directory->links[directory->link_count++] = (struct open_link){
            .table = taken->taking->table,
            .column = i,
            .number = taken->number,
            .text = arena_copy(&directory->ids.memory, taken->texts[i]),
        };
        if (!directory->links[directory->link_count - 1].text)
            e = why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    }
    return e;
}

enum err links_go_round(struct directory *directory, const struct record_type *type, const char *key, int64_t id,
                        int64_t target, bool *round, struct why *why)
{
    enum err e = OK;

    *round = id != 0 && target == id;
    for (int step = 0; id != 0 && target != 0 && !*round && !e && step < ROUND_STEPS; step++) {
        struct record record = { 0 };

        if (!(e = store_load(directory->store, type, target, &record, why)))
            target = record_number(&record, key);
        record_release(&record);
        *round = !e && target == id;
    }
    return e == E_NOT_FOUND ? OK : e;
}

/* "organizations, parent_organization_id cd09…: no row of the set has this id; …" */
static enum err tell(struct directory *directory, const struct open_link *link, const char *reason)
{
    const struct directory_table *table = &directory->rules->tables[link->table];

    return buf_printf(&directory->run->report->notes, "%s, %s %s: %s\n", table->name,
                      table->columns[link->column].heading, link->text, reason);
}

static enum err set_link(struct directory *directory, const struct open_link *link, int64_t target, struct why *why)
{
    const struct id_entry entry = directory->ids.entries[link->number - 1];
    const struct directory_table *table = &directory->rules->tables[link->table];
    const struct column *column = &table->columns[link->column];
    struct record record = { 0 };
    struct why problem = { 0 };
    bool round = false;
    enum err e;

    if (entry.view != 0 || column->how != HOW_LINK)
        return OK;
    if ((e = store_load(directory->store, entry.type, entry.about, &record, why)) ||
        (e = links_go_round(directory, entry.type, column->field, entry.about, target, &round, why)))
        goto done;
    if (round) {
        e = tell(directory, link, _("the link would make a circle; it is only kept as it came."));
        goto done;
    }
    value_set_number(record_value(&record, column->field), target);
    e = save_put(directory->run->save, &record, NULL, &problem);
    if (e == E_INVALID)
        e = tell(directory, link, _("the link cannot be made here; it is only kept as it came."));
    else if (e)
        e = why_set(why, e, "%s", why_text(&problem));
done:
    record_release(&record);
    return e;
}

enum err links_close(struct directory *directory, struct why *why)
{
    size_t told = 0, open = 0;
    enum err e = OK;

    for (size_t i = 0; i < directory->link_count && !e; i++) {
        const struct open_link *link = &directory->links[i];
        const char *sheet = directory->rules->tables[link->table].columns[link->column].sheet;
        const struct record_type *type;
        int64_t about;

        if ((e = directory_link(directory, sheet, link->text, &type, &about, why)))
            break;
        if (about) {
            e = set_link(directory, link, about, why);
        } else if (strcmp(sheet, "*") == 0 ||
                   !ids_find(&directory->ids, table_find(directory->rules, sheet), link->text)) {
            open++;
            if (told++ < LINKS_TOLD)
                e = tell(directory, link, _("no row of the set has this id; it is kept and given back."));
        }
    }
    if (!e && open > LINKS_TOLD)
        e = buf_printf(&directory->run->report->notes, _("… and %zu more ids of which no row is in the set.\n"),
                       open - LINKS_TOLD);
    return e;
}
