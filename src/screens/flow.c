/*
 * What a screen may ask of the program. Nothing is done here and now: requests wait until the screen has returned, so
 * that none is freed under its own feet; only a toast is put up at once, it being no more than a line of text.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/text.h"

void request_add(struct flow *flow, struct request request)
{
    request.asker = flow->top;
    if (flow->request_count < REQUESTS_MAX) {
        flow->requests[flow->request_count++] = request;
        return;
    }
    if (request.screen)
        request.screen->kind->close(request.screen);
    free(request.text);
}

struct store *flow_store(const struct flow *flow)
{
    return flow->store;
}

struct config *flow_config(const struct flow *flow)
{
    return flow->setup->config;
}

const struct vocabularies *flow_words(const struct flow *flow)
{
    return flow->store ? store_words(flow->store) : NULL;
}

bool flow_meeting(const struct flow *flow)
{
    return flow->meeting;
}

bool flow_may_show(const struct flow *flow, const struct record_type *type)
{
    return flow->store && store_may_read(flow->store, type) && !(flow->meeting && type->owner == RECORD_OF_CASE);
}

static void tell_no_memory(struct flow *flow)
{
    flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

static void add_screen(struct flow *flow, enum request_kind kind, struct screen *screen, int question)
{
    if (screen)
        request_add(flow, (struct request){ .kind = kind, .screen = screen, .question = question });
    else
        tell_no_memory(flow);
}

void flow_push(struct flow *flow, struct screen *screen, int question)
{
    add_screen(flow, REQUEST_PUSH, screen, question);
}

void flow_replace(struct flow *flow, struct screen *screen)
{
    add_screen(flow, REQUEST_REPLACE, screen, 0);
}

void flow_go(struct flow *flow, struct screen *screen)
{
    add_screen(flow, REQUEST_GO, screen, 0);
}

void flow_home(struct flow *flow)
{
    request_add(flow, (struct request){ .kind = REQUEST_GO });
}

void flow_pop(struct flow *flow)
{
    request_add(flow, (struct request){ .kind = REQUEST_POP });
}

void flow_answer(struct flow *flow, const struct answer *answer, const char *text)
{
    struct request request = { .kind = REQUEST_ANSWER, .answer = *answer };

    if (text_copy(&request.text, text ? text : ""))
        tell_no_memory(flow);
    else
        request_add(flow, request);
}

void flow_done(struct flow *flow, const struct record_type *type, int64_t id, const char *text)
{
    flow_answer(flow, &(struct answer){ .dialog = DIALOG_YES, .type = type, .id = id }, text);
}

void flow_ask(struct flow *flow, const struct dialog *dialog, int question)
{
    flow->drain =
        flow->drain || dialog->kind == DIALOG_CONFIRM || dialog->kind == DIALOG_LEAVE || dialog->kind == DIALOG_TYPED;
    add_screen(flow, REQUEST_PUSH, dialog_screen_new(dialog), question);
}

void flow_tell(struct flow *flow, const char *title, const char *text)
{
    struct dialog dialog = { .kind = DIALOG_MESSAGE };

    text_cut_into(dialog.title, sizeof dialog.title, title);
    text_cut_into(dialog.text, sizeof dialog.text, text);
    flow_ask(flow, &dialog, 0);
}

void flow_toast(struct flow *flow, enum style style, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    text_print_args_into(flow->toast, sizeof flow->toast, format, args);
    va_end(args);
    flow->toast_style = style;
    flow->toast_keys = 0;
}

/* A sentence too long for the message line gets a box of its own. */
void flow_refuse_text(struct flow *flow, const char *text)
{
    if ((int)text_width(text) <= flow->width - 4)
        flow_toast(flow, STYLE_WARN, "%s", text);
    else
        flow_tell(flow, _("This cannot be done now"), text);
}

void flow_refuse(struct flow *flow, const struct why *why)
{
    flow_refuse_text(flow, why_text(why));
}

void flow_refresh(struct flow *flow)
{
    request_add(flow, (struct request){ .kind = REQUEST_REFRESH });
}

void flow_work(struct flow *flow)
{
    flow->working = flow->top;
}

void flow_lock(struct flow *flow)
{
    request_add(flow, (struct request){ .kind = REQUEST_LOCK });
}

void flow_quit(struct flow *flow)
{
    request_add(flow, (struct request){ .kind = REQUEST_QUIT });
}

void flow_open_casework(struct flow *flow, int question)
{
    request_add(flow, (struct request){ .kind = REQUEST_CASEWORK_OPEN, .question = question });
}

void flow_close_casework(struct flow *flow)
{
    request_add(flow, (struct request){ .kind = REQUEST_CASEWORK_CLOSE });
}

void flow_set_meeting(struct flow *flow, bool on)
{
    request_add(flow, (struct request){ .kind = REQUEST_MEETING, .on = on });
}

void flow_config_changed(struct flow *flow)
{
    request_add(flow, (struct request){ .kind = REQUEST_CONFIG });
}

void flow_run(struct flow *flow, struct screen *under, const struct action *action)
{
    request_add(flow, (struct request){ .kind = REQUEST_RUN, .under = under, .action = action });
}

void flow_toast_saved(struct flow *flow, const struct saved *saved)
{
    if (saved->entry == 0)
        flow_toast(flow, STYLE_TEXT, "%s", _("Nothing was changed."));
    else if (saved->records_added > 0 && saved->records_changed == 0)
        flow_toast(flow, STYLE_GOOD, "%s", _("Saved."));
    else
        flow_toast(
            flow, STYLE_GOOD,
            ngettext("Saved. %d field changed.", "Saved. %d fields changed.", (unsigned long)saved->fields_changed),
            saved->fields_changed);
}
