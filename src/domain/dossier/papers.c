/* Checks that several papers of a case share. Like all rules they look at the record alone. */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

bool paper_is(const struct record *record, int field, const char *code)
{
    const struct value *value = &record->values[field];

    return value->form == VALUE_TEXT && strcmp(value->text, code) == 0;
}

void paper_not_ahead(const struct record *record, int field, const struct rule_context *context,
                     struct problems *problems)
{
    if (record->values[field].form == VALUE_TEXT && rule_is_after_day(record, field, context->today))
        problems_add(problems, field, N_("%s lies in the future. Correct the date."),
                     _(record->type->fields[field].label));
}

enum err paper_start(struct record *record, const struct record *before, const struct rule_context *context,
                     int officer, int day)
{
    if (before)
        return OK;
    if (officer >= 0 && rule_is_empty(record, officer) && context->officer_id != 0)
        value_set_number(&record->values[officer], context->officer_id);
    return rule_is_empty(record, day) ? rule_set_day(record, day, context->today) : OK;
}

void paper_once(const struct record *record, const struct record *before, struct problems *problems,
                const char *sentence)
{
    for (int i = 0; before && i < record->type->field_count; i++) {
        if ((record->type->fields[i].flags & FIELD_ONCE) && rule_is_empty(before, i) && !rule_is_empty(record, i))
            problems_add(problems, i, "%s", gettext(sentence));
    }
}
