/* Words a person reads. `_()` translates now, `N_()` marks a string in a table for translation where it is shown. */
#ifndef TOWNKEEP_BASE_I18N_H
#define TOWNKEEP_BASE_I18N_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) (text)

/* The same for a word that means two things: the context is never shown, it tells translators which is meant. Shown
 * with i18n_in.
 */
#define NC_(context, text) (text)

/* Choose the language of the program: `language` is "" (the system's) or a code such as "fr"; `folder` holds
 * <language>/LC_MESSAGES/townkeep.mo and may be NULL. Makes sure the character set is UTF-8 where the system has one.
 */
void i18n_start(const char *language, const char *folder);

/* `text` translated as it is meant in `context`, else as it is translated elsewhere. */
const char *i18n_in(const char *context, const char *text);

/* Whether the terminal's character set is UTF-8, once i18n_start has run. */
int i18n_is_utf8(void);

#endif
