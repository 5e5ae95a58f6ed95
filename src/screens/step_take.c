/* Taking a step with what was typed on its pages, through the same door as the command line. */
#include <stdlib.h>

#include "step_in.h"
#include "townkeep/base/text.h"

struct inputs {
    struct step_input items[KEYS_MAX * PART_COUNT];
    struct buf texts[KEYS_MAX * PART_COUNT];
    size_t count;
};

static void inputs_release(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        buf_wipe(&inputs->texts[i]);
}

/* What was typed, as the command line would give it; fields that stayed as they were are left out. */
static enum err gather(const struct step_screen *step, enum part part, struct inputs *inputs)
{
    const struct record *record = &step->editing[part].record;
    enum err e = OK;

    for (int i = 0; !e && i < step->key_count[part]; i++) {
        int field = field_find(record->type, step->keys[part][i]);
        struct buf *text = &inputs->texts[inputs->count];

        if (part == PART_SUBJECT ? value_equal(&record->values[field], &step->editing[part].before.values[field])
                                 : record->values[field].form == VALUE_EMPTY)
            continue;
        e = field_write(&record->type->fields[field], &record->values[field], text);
        inputs->items[inputs->count++] = (struct step_input){ .key = step->keys[part][i], .value = buf_text(text) };
    }
    return e;
}

/* What is missing may stand on either page, so all of it is told in one box. */
static void tell_missing(struct flow *flow, const struct problems *problems, const struct why *why)
{
    struct buf text = { 0 };
    enum err e = problems->count ? OK : buf_add_str(&text, why_text(why));

    for (int i = 0; !e && i < problems->count; i++)
        e = buf_printf(&text, "%s%s", i ? "\n" : "", problems->items[i].text);
    if (!e)
        flow_tell(flow, _("This step cannot be taken yet"), buf_text(&text));
    buf_release(&text);
}

/* Who is to be told something now must not be cut off, so a long sentence has a box of its own. */
static void tell_taken(const struct step_screen *step, struct flow *flow, const char *sentence)
{
    if ((int)text_width(sentence) <= step->screen.body.width)
        flow_toast(flow, STYLE_GOOD, "%s", sentence);
    else
        flow_tell(flow, _(step->transition->label), sentence);
}

void step_take(struct step_screen *step, struct flow *flow)
{
    struct inputs *inputs = calloc(1, sizeof *inputs);
    struct step_taken taken = { 0 };
    struct problems problems = { 0 };
    struct why why = { 0 };
    enum err e = inputs ? OK : E_MEMORY;

    for (int i = 0; !e && i < PART_COUNT; i++)
        e = gather(step, (enum part)i, inputs);
    if (e)
        e = why_set(&why, e, "%s", err_text(e));
    else
        e = workflow_step(flow_store(flow), step->editing[PART_SUBJECT].type, step_subject(step),
                          step->transition->action, inputs->items, inputs->count, &taken, &problems, &why);
    if (inputs)
        inputs_release(inputs);
    free(inputs);
    if (e) {
        tell_missing(flow, &problems, &why);
        return;
    }
    step_drop_drafts(step, flow);
    flow_pop(flow);
    tell_taken(step, flow, taken.sentence);
}
