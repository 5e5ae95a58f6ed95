/*
 * The map for Kumu: a blueprint (JSON), or the two tables its import of spreadsheets reads, elements.csv and
 * connections.csv. Columns as in docs.kumu.io, "Structure your data for Kumu": ID first, then Label or From and To,
 * several values between |. Both name elements by ID, so that two of one name stay two, and importing again changes
 * what is there instead of doubling it. Kumu finds no element whose ID has an underscore.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "graph_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/exchange/sheet.h"

/* "undirected" is for what reads the same both ways, "mutual" for what holds both ways; the map knows no difference. */
static const char *direction_of(const struct graph_edge *edge)
{
    return edge->is_mutual ? "mutual" : "directed";
}

static enum err element_id(int64_t id, struct buf *out)
{
    return buf_printf(out, "party-%lld", (long long)id);
}

static enum err connection_id(const struct graph_edge *edge, struct buf *out)
{
    /* A seat joins a body with a person and with an organisation: its record alone would name two connections. */
    return edge->record ? buf_printf(out, "tie-%lld-%lld", (long long)edge->record, (long long)edge->from)
                        : buf_printf(out, "part-%lld", (long long)edge->from);
}

/* --- cells --- */
static enum err add_cell(struct buf *out, const char *text, bool is_first)
{
    enum err e = is_first ? OK : buf_add_char(out, ',');

    return e ? e : csv_add(out, text, CSV_GUARDED);
}

static bool has_several(const struct record *party, int field)
{
    enum field_kind kind = party->type->fields[field].kind;

    return kind == FIELD_CHOICES || kind == FIELD_REFERENCES || kind == FIELD_TAGS;
}

/* One of several values, in words. */
static enum err show_item(const struct graph *graph, const struct field *field, const char *item, struct buf *out)
{
    struct store *store = graph->parcel->store;

    if (field->kind == FIELD_CHOICES)
        return buf_add_str(out, vocabulary_label(store_words(store), field->vocabulary, item));
    if (field->kind == FIELD_REFERENCES)
        return store_title(store, catalogue_find(store_catalogue(store), field->refers_to), strtoll(item, NULL, 10),
                           out);
    return buf_add_str(out, item);
}

/* Kumu tells several values apart by |. */
static enum err show_several(const struct graph *graph, const struct record *party, int field, struct buf *out)
{
    const char *list = party->values[field].form == VALUE_TEXT ? party->values[field].text : "";
    struct buf item = { 0 };
    enum err e = OK;

    while (!e && *list) {
        size_t len = strcspn(list, ";"), start;

        buf_clear(&item);
        if ((e = buf_add(&item, list, len)) || (out->len > 0 && (e = buf_add_char(out, '|'))))
            break;
        start = out->len;
        e = show_item(graph, &party->type->fields[field], buf_text(&item), out);
        for (size_t i = start; i < out->len; i++) {
            if (out->data[i] == '|')
                out->data[i] = '/';
        }
        list += len + (list[len] == ';');
    }
    buf_release(&item);
    return e;
}

static enum err show(const struct graph *graph, const struct record *party, const char *key, struct buf *out)
{
    int field = field_find(party->type, key);

    if (field >= 0 && has_several(party, field))
        return show_several(graph, party, field, out);
    return parcel_show(graph->parcel, party, key, out);
}

static enum err add_element_headings(struct buf *out)
{
    enum err e = buf_add_str(out, "ID,Label,Type,Description,Tags");

    for (int i = 1; i < graph_field_count && !e; i++)
        e = add_cell(out, gettext(graph_fields[i].label), false);
    return e ? e : buf_add_str(out, "\r\n");
}

static enum err add_element_row(const struct graph *graph, const struct record *party, struct buf *out)
{
    static const char *const keys[] = { "name", "kind", "description", "sectors" };
    struct buf cell = { 0 };
    enum err e = element_id(party->id, out);

    for (int i = 0; i < 4 + graph_field_count - 1 && !e; i++) {
        buf_clear(&cell);
        if (!(e = show(graph, party, i < 4 ? keys[i] : graph_fields[i - 3].key, &cell)))
            e = add_cell(out, buf_text(&cell), false);
    }
    buf_wipe(&cell);
    return e ? e : buf_add_str(out, "\r\n");
}

static enum err add_connection_row(const struct graph_edge *edge, struct buf *out)
{
    char strength[12] = "";
    enum err e;

    if (edge->strength > 0)
        strength[0] = (char)('0' + edge->strength);
    if ((e = connection_id(edge, out)) || (e = buf_add_char(out, ',')) || (e = element_id(edge->from, out)) ||
        (e = buf_add_char(out, ',')) || (e = element_id(edge->to, out)) ||
        (e = add_cell(out, direction_of(edge), false)) || (e = add_cell(out, edge->label, false)) ||
        (e = add_cell(out, edge->label, false)) || (e = add_cell(out, strength, false)) ||
        (e = add_cell(out, edge->since, false)) || (e = add_cell(out, edge->until, false)) ||
        (e = add_cell(out, edge->no_agreement ? _("no agreement") : "", false)))
        return e;
    return buf_add_str(out, "\r\n");
}

enum err kumu_write_csv(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    struct buf *elements = sharing_add(files, "elements.csv"), *connections = sharing_add(files, "connections.csv");
    struct graph graph;
    enum err e = graph_make(parcel, &graph, why);

    if (!e)
        e = add_element_headings(elements);
    for (size_t i = 0; i < graph.parties->count && !e; i++)
        e = add_element_row(&graph, &graph.parties->records[i], elements);
    if (!e)
        e = buf_add_str(connections, "ID,From,To,Direction,Type,Label,Strength,Since,Until,Tags\r\n");
    for (size_t i = 0; i < graph.edge_count && !e; i++)
        e = add_connection_row(&graph.edges[i], connections);
    graph_release(&graph);
    return e;
}

/* --- the blueprint --- */
static bool set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

/* "a|b" as a list of texts. */
static json_t *list_of(const char *text)
{
    json_t *list = json_array();

    while (list && *text) {
        size_t len = strcspn(text, "|");

        if (json_array_append_new(list, json_stringn(text, len)) != 0) {
            json_decref(list);
            return NULL;
        }
        text += len + (text[len] == '|');
    }
    return list;
}

static json_t *value_of(const struct record *party, const char *key, const struct buf *shown)
{
    return has_several(party, field_find(party->type, key)) ? list_of(buf_text(shown)) : json_string(buf_text(shown));
}

/* Nothing for an empty field. */
static enum err set_field(const struct graph *graph, json_t *object, const struct record *party, const char *key,
                          const char *name)
{
    struct buf shown = { 0 };
    enum err e = show(graph, party, key, &shown);

    if (!e && shown.len > 0 && !set(object, name, value_of(party, key, &shown)))
        e = E_MEMORY;
    buf_wipe(&shown);
    return e;
}

static enum err add_element(const struct graph *graph, json_t *elements, const struct record *party)
{
    json_t *object = json_object();
    struct buf id = { 0 };
    enum err e = element_id(party->id, &id);

    if (!e && (json_array_append_new(elements, object) != 0 || !set(object, "id", json_string(buf_text(&id)))))
        e = E_MEMORY;
    if (e || (e = set_field(graph, object, party, "name", "label")) ||
        (e = set_field(graph, object, party, "kind", "type")) ||
        (e = set_field(graph, object, party, "description", "description")) ||
        (e = set_field(graph, object, party, "sectors", "tags")))
        goto done;
    for (int i = 1; i < graph_field_count && !e; i++)
        e = set_field(graph, object, party, graph_fields[i].key, gettext(graph_fields[i].label));
done:
    buf_release(&id);
    return e;
}

static enum err add_connection(json_t *connections, const struct graph_edge *edge)
{
    json_t *object = json_object();
    struct buf id = { 0 }, from = { 0 }, to = { 0 };
    enum err e = OK;

    if ((e = connection_id(edge, &id)) || (e = element_id(edge->from, &from)) || (e = element_id(edge->to, &to)))
        goto done;
    if (json_array_append_new(connections, object) != 0 || !set(object, "id", json_string(buf_text(&id))) ||
        !set(object, "from", json_string(buf_text(&from))) || !set(object, "to", json_string(buf_text(&to))) ||
        !set(object, "direction", json_string(direction_of(edge))) || !set(object, "type", json_string(edge->label)) ||
        !set(object, "label", json_string(edge->label)) ||
        (edge->strength > 0 && !set(object, "strength", json_integer(edge->strength))) ||
        (edge->since[0] && !set(object, "since", json_string(edge->since))) ||
        (edge->until[0] && !set(object, "until", json_string(edge->until))) ||
        (edge->no_agreement && !set(object, "tags", json_pack("[s]", _("no agreement")))))
        e = E_MEMORY;
done:
    buf_release(&id);
    buf_release(&from);
    buf_release(&to);
    return e;
}

static enum err fill_blueprint(const struct graph *graph, json_t *elements, json_t *connections)
{
    enum err e = elements && connections ? OK : E_MEMORY;

    for (size_t i = 0; i < graph->parties->count && !e; i++)
        e = add_element(graph, elements, &graph->parties->records[i]);
    for (size_t i = 0; i < graph->edge_count && !e; i++)
        e = add_connection(connections, &graph->edges[i]);
    return e;
}

enum err kumu_write_json(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    struct buf *out = sharing_add(files, "");
    json_t *elements = json_array(), *connections = json_array();
    json_t *blueprint = json_pack("{s:O?, s:O?}", "elements", elements, "connections", connections);
    struct graph graph;
    char *text = NULL;
    enum err e = graph_make(parcel, &graph, why);

    if (!e && !(e = fill_blueprint(&graph, elements, connections))) {
        text = blueprint ? json_dumps(blueprint, JSON_INDENT(1) | JSON_PRESERVE_ORDER) : NULL;
        e = text ? buf_printf(out, "%s\n", text) : E_MEMORY;
    }
    free(text);
    json_decref(blueprint);
    json_decref(elements);
    json_decref(connections);
    graph_release(&graph);
    return e;
}
