/*
 * The map for Graphviz: a shape for each kind, a cluster for each sector, thicker lines for stronger ties, dashed red
 * where information is shared without an agreement in force. Words stand beside every sign, so that it reads in black
 * and white too.
 */
#include <string.h>

#include "graph_in.h"
#include "townkeep/base/i18n.h"

/* Between quotation marks; \ stands for itself twice, since \N and the like mean something in a label. */
static enum err add_quoted(struct buf *out, const char *text)
{
    enum err e = buf_add_char(out, '"');

    for (; *text && !e; text++) {
        bool is_control = (unsigned char)*text < ' ' || *text == 0x7F;

        if ((*text == '"' || *text == '\\') && (e = buf_add_char(out, '\\')))
            break;
        e = buf_add_char(out, is_control ? ' ' : *text);
    }
    return e ? e : buf_add_char(out, '"');
}

static const char *shape_of(const struct record *party)
{
    const char *kind = record_text(party, "kind");

    if (strcmp(kind, "person") == 0)
        return "ellipse";
    if (strcmp(kind, "body") == 0)
        return "hexagon";
    return strcmp(kind, "informal_group") == 0 ? "box, style=\"rounded,dashed\"" : "box";
}

static enum err add_node(const struct record *party, struct buf *out)
{
    enum err e = buf_printf(out, "    n%lld [label=", (long long)party->id);

    if (!e)
        e = add_quoted(out, record_text(party, "name"));
    return e ? e : buf_printf(out, ", shape=%s];\n", shape_of(party));
}

/* All parties whose first sector it is; "" those without any, which stand free. */
static enum err add_nodes_of(const struct graph *graph, const char *sector, struct buf *out, size_t *count)
{
    char of[80];
    enum err e = OK;

    *count = 0;
    for (size_t i = 0; i < graph->parties->count && !e; i++) {
        graph_first_sector(&graph->parties->records[i], of, sizeof of);
        if (strcmp(of, sector) != 0)
            continue;
        e = add_node(&graph->parties->records[i], out);
        ++*count;
    }
    return e;
}

static enum err add_cluster(const struct graph *graph, const struct vocabulary_entry *sector, struct buf *out)
{
    struct buf nodes = { 0 };
    size_t count;
    enum err e = add_nodes_of(graph, sector->code, &nodes, &count);

    if (e || count == 0)
        goto done;
    if ((e = buf_printf(out, "  subgraph \"cluster_%s\" {\n    label=", sector->code)) ||
        (e = add_quoted(out, vocabulary_label(store_words(graph->parcel->store), "sector", sector->code))) ||
        (e = buf_add_str(out, ";\n    color=gray;\n")) || (e = buf_add(out, nodes.data, nodes.len)))
        goto done;
    e = buf_add_str(out, "  }\n");
done:
    buf_wipe(&nodes);
    return e;
}

static enum err add_edge(const struct graph_edge *edge, struct buf *out)
{
    enum err e = buf_printf(out, "  n%lld -> n%lld [label=", (long long)edge->from, (long long)edge->to);

    if (e || (e = add_quoted(out, edge->label)))
        return e;
    if (edge->strength > 0 && (e = buf_printf(out, ", penwidth=%d", edge->strength)))
        return e;
    if (edge->is_mutual && (e = buf_add_str(out, ", dir=both")))
        return e;
    if (edge->no_agreement &&
        ((e = buf_add_str(out, ", style=dashed, color=red, xlabel=")) || (e = add_quoted(out, _("no agreement")))))
        return e;
    return buf_add_str(out, "];\n");
}

static enum err add_all(const struct graph *graph, struct buf *out)
{
    size_t sector_count, loose;
    const struct vocabulary_entry *sectors =
        vocabulary_entries(store_words(graph->parcel->store), "sector", &sector_count);
    enum err e = buf_add_str(out, "digraph map {\n  graph [rankdir=LR, charset=\"UTF-8\", overlap=false];\n"
                                  "  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=9];\n");

    for (size_t i = 0; i < sector_count && !e; i++)
        e = add_cluster(graph, &sectors[i], out);
    if (!e)
        e = add_nodes_of(graph, "", out, &loose);
    for (size_t i = 0; i < graph->edge_count && !e; i++)
        e = add_edge(&graph->edges[i], out);
    return e ? e : buf_add_str(out, "}\n");
}

enum err dot_write(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    struct buf *out = sharing_add(files, "");
    struct graph graph;
    enum err e = graph_make(parcel, &graph, why);

    if (!e)
        e = add_all(&graph, out);
    graph_release(&graph);
    return e;
}
