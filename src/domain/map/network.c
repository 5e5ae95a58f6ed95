/* The network itself: made of nodes and ties, asked who is near and what breaks. See network.h. */
#include "townkeep/domain/network.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"

enum { OFFICE_NAME_SIZE = 512 };

/* Codes and names that are not there stand as "". */
static enum err keep(struct network *network, const char **text)
{
    if (!*text || !**text)
        *text = "";
    else
        *text = arena_copy(&network->text, *text);
    return *text ? OK : E_MEMORY;
}

enum err network_add_node(struct network *network, const struct node *node)
{
    struct node kept = *node;
    enum err e;

    if ((e = keep(network, &kept.name)) || (e = keep(network, &kept.acronym)) || (e = keep(network, &kept.kind)) ||
        (e = keep(network, &kept.sectors)) || (e = keep(network, &kept.sens)))
        return e;
    if (!network->nodes || network->node_count == network->node_room) {
        size_t room = 2 * network->node_room + 64;
        struct node *grown = reallocarray(network->nodes, room, sizeof *grown);

        if (!grown)
            return E_MEMORY;
        network->nodes = grown;
        network->node_room = room;
    }
    network->nodes[network->node_count++] = kept;
    return OK;
}

/* Ties come in few types, most of them next to one another: the text of the tie before is used again. */
static enum err keep_as_before(struct network *network, const char **text, const char *before)
{
    if (*text && before && strcmp(*text, before) == 0) {
        *text = before;
        return OK;
    }
    return keep(network, text);
}

enum err network_add_tie(struct network *network, const struct tie *tie)
{
    const struct tie *before = network->tie_count > 0 ? &network->ties[network->tie_count - 1] : NULL;
    struct tie kept = *tie;
    enum err e;

    if ((e = keep_as_before(network, &kept.type, before ? before->type : NULL)) ||
        (e = keep_as_before(network, &kept.sens, before ? before->sens : NULL)))
        return e;
    if (!network->ties || network->tie_count == network->tie_room) {
        size_t room = 2 * network->tie_room + 64;
        struct tie *grown = reallocarray(network->ties, room, sizeof *grown);

        if (!grown)
            return E_MEMORY;
        network->ties = grown;
        network->tie_room = room;
    }
    network->ties[network->tie_count++] = kept;
    return OK;
}

/* A tie of one to itself stands once. */
static void count_ends(struct network *network)
{
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];

        network->first_of[tie->from + 1]++;
        if (tie->to != tie->from)
            network->first_of[tie->to + 1]++;
    }
    for (size_t n = 0; n < network->node_count; n++)
        network->first_of[n + 1] += network->first_of[n];
}

enum err network_link(struct network *network)
{
    size_t *next = calloc(network->node_count + 1, sizeof *next);

    free(network->first_of);
    free(network->ties_of);
    network->first_of = calloc(network->node_count + 2, sizeof *network->first_of);
    network->ties_of = calloc(2 * network->tie_count + 1, sizeof *network->ties_of);
    if (!next || !network->first_of || !network->ties_of) {
        free(next);
        return E_MEMORY;
    }
    count_ends(network);
    memcpy(next, network->first_of, network->node_count * sizeof *next);
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];

        network->ties_of[next[tie->from]++] = i;
        if (tie->to != tie->from)
            network->ties_of[next[tie->to]++] = i;
    }
    free(next);
    return OK;
}

void network_release(struct network *network)
{
    free(network->nodes);
    free(network->ties);
    free(network->first_of);
    free(network->ties_of);
    same_as_release(&network->same);
    arena_release(&network->text);
    memset(network, 0, sizeof *network);
}

ptrdiff_t network_find(const struct network *network, int64_t party)
{
    size_t low = 0, high = network->node_count;

    party = same_as_of(&network->same, party);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (network->nodes[middle].party < party)
            low = middle + 1;
        else
            high = middle;
    }
    return low < network->node_count && network->nodes[low].party == party ? (ptrdiff_t)low : NETWORK_NOBODY;
}

static bool is_called(const struct node *node, const struct buf *folded)
{
    struct buf name = { 0 };
    bool is_it = text_fold(&name, node->name) == OK && strcmp(buf_text(&name), buf_text(folded)) == 0;

    buf_release(&name);
    return is_it;
}

/* The only one that is called so. */
static ptrdiff_t find_called(const struct network *network, const struct buf *folded)
{
    ptrdiff_t found = NETWORK_NOBODY;

    for (size_t n = 0; n < network->node_count && folded->len > 0; n++) {
        if (!is_called(&network->nodes[n], folded))
            continue;
        if (found != NETWORK_NOBODY)
            return NETWORK_NOBODY;
        found = (ptrdiff_t)n;
    }
    return found;
}

ptrdiff_t network_own(const struct network *network, const struct store *store)
{
    char name[OFFICE_NAME_SIZE];
    struct buf office = { 0 };
    ptrdiff_t own = NETWORK_NOBODY;
    char *bracket;

    text_cut_into(name, sizeof name, store_office(store));
    if (text_fold(&office, name) == OK)
        own = find_called(network, &office);
    if (own == NETWORK_NOBODY && (bracket = strstr(name, " (")) != NULL) {
        *bracket = '\0';
        buf_clear(&office);
        if (text_fold(&office, name) == OK)
            own = find_called(network, &office);
    }
    buf_release(&office);
    return own;
}

bool tie_links(const struct tie *tie)
{
    return strcmp(tie->type, "in_tension_with") != 0 && strcmp(tie->type, "counter_to") != 0;
}

enum err network_steps(const struct network *network, size_t centre, int most, uint8_t *steps)
{
    size_t *queue = malloc((network->node_count + 1) * sizeof *queue);
    size_t count = 1;

    if (!queue)
        return E_MEMORY;
    memset(steps, most + 1, network->node_count);
    steps[centre] = 0;
    queue[0] = centre;
    for (size_t at = 0; at < count && steps[queue[at]] < most; at++) {
        size_t node = queue[at];

        for (size_t i = network->first_of[node]; i < network->first_of[node + 1]; i++) {
            const struct tie *tie = &network->ties[network->ties_of[i]];
            size_t other = tie_other(tie, node);

            if (tie_links(tie) && steps[other] > most) {
                steps[other] = (uint8_t)(steps[node] + 1);
                queue[count++] = other;
            }
        }
    }
    free(queue);
    return OK;
}

/* How many hang together with `start`, itself among them; they are marked as seen. Over the tie `gone` nobody goes. */
static size_t flood(const struct network *network, size_t start, size_t gone, bool *seen, size_t *queue)
{
    size_t count = 1;

    queue[0] = start;
    seen[start] = true;
    for (size_t at = 0; at < count; at++) {
        size_t node = queue[at];

        for (size_t i = network->first_of[node]; i < network->first_of[node + 1]; i++) {
            const struct tie *tie = &network->ties[network->ties_of[i]];
            size_t other = tie_other(tie, node);

            if (tie_links(tie) && !seen[other] && network->ties_of[i] != gone) {
                seen[other] = true;
                queue[count++] = other;
            }
        }
    }
    return count;
}

enum err network_without(const struct network *network, size_t node, struct network_loss *out)
{
    bool *seen = calloc(network->node_count + 1, sizeof *seen);
    size_t *queue = malloc((network->node_count + 1) * sizeof *queue);
    size_t all = 0, largest = 0;

    *out = (struct network_loss){ 0 };
    if (!seen || !queue) {
        free(seen);
        free(queue);
        return E_MEMORY;
    }
    seen[node] = true;
    for (size_t i = network->first_of[node]; i < network->first_of[node + 1]; i++) {
        const struct tie *tie = &network->ties[network->ties_of[i]];
        size_t other = tie_other(tie, node), size;

        if (!tie_links(tie) || seen[other])
            continue;
        size = flood(network, other, SIZE_MAX, seen, queue);
        out->pieces++;
        all += size;
        largest = size > largest ? size : largest;
    }
    out->cut_off = all - largest;
    free(seen);
    free(queue);
    return OK;
}

enum err network_behind(const struct network *network, size_t tie, size_t *count)
{
    bool *seen = calloc(network->node_count + 1, sizeof *seen);
    size_t *queue = malloc((network->node_count + 1) * sizeof *queue);
    enum err e = seen && queue ? OK : E_MEMORY;

    if (!e)
        *count = flood(network, network->ties[tie].to, tie, seen, queue);
    free(seen);
    free(queue);
    return e;
}
