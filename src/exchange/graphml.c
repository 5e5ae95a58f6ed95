/* The map as GraphML: keys with types, then nodes, then edges; XML 1.0 whatever stands in a name. */
#include <string.h>

#include "graph_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* What XML 1.0 has no place for is left out: controls but TAB and line ends, and the two last of a plane's. */
static bool is_allowed(uint32_t point)
{
    return point >= 0x20 ? point != 0xFFFE && point != 0xFFFF : point == '\t' || point == '\n';
}

static enum err add_text(struct buf *out, const char *text)
{
    enum err e = OK;

    for (size_t at = 0; text[at] && !e;) {
        size_t start = at;
        uint32_t point = text_next(text, &at);

        if (point == '&')
            e = buf_add_str(out, "&amp;");
        else if (point == '<')
            e = buf_add_str(out, "&lt;");
        else if (point == '>')
            e = buf_add_str(out, "&gt;");
        else if (point == '"')
            e = buf_add_str(out, "&quot;");
        else if (is_allowed(point))
            e = buf_add(out, text + start, at - start);
    }
    return e;
}

static enum err add_key(struct buf *out, const char *id, const char *of, const char *label, const char *type)
{
    enum err e = buf_printf(out, "  <key id=\"%s\" for=\"%s\" attr.name=\"", id, of);

    if (!e)
        e = add_text(out, label);
    return e ? e : buf_printf(out, "\" attr.type=\"%s\"/>\n", type);
}

static enum err add_keys(struct buf *out)
{
    static const struct {
        const char *id, *label, *type;
    } of_edge[] = {
        { "type", N_("Relationship"), "string" },
        { "label", N_("Label"), "string" },
        { "strength", N_("Strength"), "int" },
        { "mutual", N_("Both ways"), "boolean" },
        { "since", N_("Since"), "string" },
        { "until", N_("Until"), "string" },
        { "no_agreement", N_("Shared without an agreement"), "boolean" },
    };
    enum err e = add_key(out, "name", "node", _("Name"), "string");

    for (int i = 0; i < graph_field_count && !e; i++)
        e = add_key(out, graph_fields[i].key, "node", gettext(graph_fields[i].label), "string");
    for (size_t i = 0; i < sizeof of_edge / sizeof *of_edge && !e; i++)
        e = add_key(out, of_edge[i].id, "edge", gettext(of_edge[i].label), of_edge[i].type);
    return e;
}

/* Nothing for an empty value. */
static enum err add_data(struct buf *out, const char *key, const char *value)
{
    enum err e;

    if (value[0] == '\0')
        return OK;
    if ((e = buf_printf(out, "      <data key=\"%s\">", key)) || (e = add_text(out, value)))
        return e;
    return buf_add_str(out, "</data>\n");
}

static enum err add_node(const struct graph *graph, const struct record *party, struct buf *out)
{
    struct buf value = { 0 };
    enum err e = buf_printf(out, "    <node id=\"n%lld\">\n", (long long)party->id);

    if (!e)
        e = add_data(out, "name", record_text(party, "name"));
    for (int i = 0; i < graph_field_count && !e; i++) {
        buf_clear(&value);
        if (!(e = parcel_show(graph->parcel, party, graph_fields[i].key, &value)))
            e = add_data(out, graph_fields[i].key, buf_text(&value));
    }
    buf_wipe(&value);
    return e ? e : buf_add_str(out, "    </node>\n");
}

/* A tie that holds both ways is a directed edge that says so in "mutual": common readers take no graph in which some
 * edges are directed and some are not. */
static enum err add_edge(const struct graph_edge *edge, size_t number, struct buf *out)
{
    char strength[12] = "";
    enum err e = buf_printf(out, "    <edge id=\"e%zu\" source=\"n%lld\" target=\"n%lld\">\n", number,
                            (long long)edge->from, (long long)edge->to);

    if (edge->strength > 0)
        text_print_into(strength, sizeof strength, "%d", edge->strength);
    if (e || (e = add_data(out, "type", edge->type)) || (e = add_data(out, "label", edge->label)) ||
        (e = add_data(out, "strength", strength)) ||
        (e = add_data(out, "mutual", edge->is_mutual ? "true" : "false")) ||
        (e = add_data(out, "since", edge->since)) || (e = add_data(out, "until", edge->until)) ||
        (e = add_data(out, "no_agreement", edge->no_agreement ? "true" : "")))
        return e;
    return buf_add_str(out, "    </edge>\n");
}

enum err graphml_write(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    struct buf *out = sharing_add(files, "");
    struct graph graph;
    enum err e = graph_make(parcel, &graph, why);

    if (e ||
        (e = buf_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                              "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"
                              "    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
                              "    xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
                              "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n")) ||
        (e = add_keys(out)) || (e = buf_add_str(out, "  <graph id=\"map\" edgedefault=\"directed\">\n")))
        goto done;
    for (size_t i = 0; i < graph.parties->count && !e; i++)
        e = add_node(&graph, &graph.parties->records[i], out);
    for (size_t i = 0; i < graph.edge_count && !e; i++)
        e = add_edge(&graph.edges[i], i + 1, out);
    if (!e)
        e = buf_add_str(out, "  </graph>\n</graphml>\n");
done:
    graph_release(&graph);
    return e;
}
