/*
 * The question that is asked when a text names what should not be recorded: faith, dress, origin and the like, from a
 * list that the office edits. It warns and never refuses, because a word alone does not say whether it is conduct.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/papers.h"

/* The first word of the office's list that this text uses: by one of the aliases of an entry. */
static const struct vocabulary_entry *unrecordable(const char *text, const struct vocabulary_entry *entries,
                                                   size_t count)
{
    char words[256];

    for (size_t i = 0; i < count; i++) {
        const char *part = entries[i].aliases;

        if (entries[i].retired)
            continue;
        while (part[0] != '\0') {
            size_t length = strcspn(part, ";");

            if (length > 0 && length < sizeof words) {
                memcpy(words, part, length);
                words[length] = '\0';
                if (text_has_words(text, words))
                    return &entries[i];
            }
            part += length + (part[length] == ';');
        }
    }
    return NULL;
}

void nudge_not_recordable(const struct record *record, const struct record *before, const struct rule_context *context,
                          struct problems *problems)
{
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(context->words, "not_recordable", &count), *found;

    for (int i = 0; i < record->type->field_count; i++) {
        const struct field *field = &record->type->fields[i];

        if (field->kind != FIELD_NOTE || record->values[i].form != VALUE_TEXT)
            continue;
        if (before && value_equal(&record->values[i], &before->values[i]))
            continue; /* it was answered when it was written */
        found = unrecordable(record->values[i].text, entries, count);
        if (found)
            problems_warn(
                problems, i,
                N_("%s mentions %s. Is this conduct? Say what was done, or name it as a need the person agrees to."),
                _(field->label), vocabulary_label(context->words, "not_recordable", found->code));
    }
}
