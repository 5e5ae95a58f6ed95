/* Carrying out what two officers decided: the last question before something goes for good. */
#include <stdio.h>
#include <string.h>

#include "retention_in.h"
#include "townkeep/base/text.h"

static void ask_profile(struct flow *flow, const struct record *decision, struct dialog *dialog)
{
    dialog->kind = DIALOG_CONFIRM;
    dialog->yes_key = 'y';
    text_cut_into(dialog->title, sizeof dialog->title, _("Change the order of steps?"));
    text_print_into(dialog->text, sizeof dialog->text,
                    _("From now on: %s. New cases begin that way; those that are open go on as they began."),
                    vocabulary_label(flow_words(flow), "profile", record_text(decision, "value")));
    text_cut_into(dialog->yes_label, sizeof dialog->yes_label, _("Change it"));
}

static void ask_record(const struct record *decision, struct dialog *dialog)
{
    bool keeps_figures = strcmp(record_text(decision, "kind"), DECISION_ANONYMISE) == 0;

    dialog->kind = DIALOG_TYPED;
    text_cut_into(dialog->title, sizeof dialog->title,
                  keeps_figures ? _("Keep only the figures?") : _("Erase everything?"));
    text_print_into(dialog->text, sizeof dialog->text,
                    _("What goes, for good, with its history and its key: %s. It cannot be taken back. An older backup "
                      "brings nothing back: it is erased from that too when it is restored."),
                    record_text(decision, "counts"));
    text_cut_into(dialog->typed, sizeof dialog->typed, record_text(decision, "pseudonym"));
    text_cut_into(dialog->yes_label, sizeof dialog->yes_label, keeps_figures ? _("Anonymise") : _("Erase"));
}

void carry_ask(struct flow *flow, const struct record *decision, int question)
{
    struct dialog dialog = { 0 };

    if (strcmp(record_text(decision, "kind"), DECISION_PROFILE) == 0)
        ask_profile(flow, decision, &dialog);
    else
        ask_record(decision, &dialog);
    flow_ask(flow, &dialog, question);
}

bool carry_out(struct flow *flow, int64_t decision, const char *typed)
{
    struct decision_done done;
    struct why why = { .code = OK };

    if (decision_carry_out(flow_store(flow), decision, typed, config_text(flow_config(flow), SETTING_BACKUP_FOLDER),
                           &done, &why)) {
        flow_tell(flow, _("It was not carried out"), why_text(&why));
        return false;
    }
    flow_toast(flow, STYLE_GOOD, "%s", done.sentence);
    return true;
}
