/*
 * The translations that are shipped: that French is heard where it counts, that its plurals are right, that labels fit
 * the forms they stand in, and that no translation brings back a word this program does not use of people. Formats are
 * left to `make po-check`, choosing a language to test_i18n.c.
 */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/draw/event.h"
#include "unit.h"

void suite_translation(void);

enum { PO_SIZE_MAX = 4 << 20, FORM_LABEL_MAX = 26 };

/* French as installed, or false after saying why it cannot be spoken here. */
static bool speak_french(void)
{
    struct why why = { 0 };
    struct buf folder = { 0 };
    bool found = path_locale(&folder, &why) == OK;

    CU_ASSERT_TRUE(found);
    if (found)
        i18n_start("fr", buf_text(&folder));
    else
        printf("\n    %s", why_text(&why));
    buf_release(&folder);
    if (found && !i18n_is_utf8())
        unit_skip("this system has no UTF-8 locale, so French cannot be heard");
    return found && i18n_is_utf8();
}

static void speak_english(void)
{
    i18n_start("en", NULL);
}

static void core_sentences_are_heard_in_french(void)
{
    static const struct {
        const char *english, *french;
    } rows[] = {
        { "Referral", "Signalement" },
        { "Stakeholders", "Acteurs" },
        { "team lead", "responsable d'équipe" },
        { "Meeting mode has ended.", "Le mode réunion est terminé." },
        { "Saved. It is in force now.", "Enregistré. Cela vaut dès maintenant." },
        { "Write down how to reach the caller, who agreed to be called back.",
          "Notez comment joindre l'appelant, qui accepte d'être rappelé." },
        { "Page %llu of the vault is damaged. Restore a backup.",
          "La page %llu du coffre est endommagée. Restaurez une sauvegarde." },
    };

    if (!speak_french())
        return;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CU_ASSERT_STRING_EQUAL(gettext(rows[i].english), rows[i].french);
    CU_ASSERT_STRING_EQUAL(err_text(E_DISK_FULL), "Le disque est plein. Faites de la place et réessayez.");
    speak_english();
    CU_ASSERT_STRING_EQUAL(err_text(E_DISK_FULL), "The disk is full. Please make room on it and try again.");
}

static void no_day_and_one_day_are_singular(void)
{
    static const struct {
        unsigned long count;
        const char *said;
    } rows[] = { { 0, "%zu mot" }, { 1, "%zu mot" }, { 2, "%zu mots" }, { 101, "%zu mots" } };

    if (!speak_french())
        return;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CU_ASSERT_STRING_EQUAL(ngettext("%zu word", "%zu words", rows[i].count), rows[i].said);
    speak_english();
}

/* Home is a key of the keyboard and the first screen. */
static void a_word_that_means_two_things_is_told_apart(void)
{
    char name[KEY_NAME_SIZE];
    uint32_t french = 0, english = 0;

    if (!speak_french())
        return;
    CU_ASSERT_STRING_EQUAL(key_name(PRESS_HOME, name, sizeof name), "Début");
    CU_ASSERT_STRING_EQUAL(_("Home"), "Accueil");
    CU_ASSERT_STRING_EQUAL(i18n_in("key", "Tab"), _("Tab"));
    CU_ASSERT_TRUE(key_parse("début", &french) && key_parse("Home", &english));
    CU_ASSERT_TRUE(french == PRESS_HOME && english == PRESS_HOME);
    speak_english();
    CU_ASSERT_STRING_EQUAL(key_name(PRESS_HOME, name, sizeof name), "Home");
}

static void word_lists_are_shown_in_french(void)
{
    static const struct vocabulary_entry entry = {
        .list = "told", .code = "no", .label = "No", .label_fr = "Non", .parent = "", .aliases = ""
    };
    struct vocabularies *words = NULL;

    CU_ASSERT_EQUAL(vocabularies_new(&entry, 1, &words), OK);
    if (speak_french())
        CU_ASSERT_STRING_EQUAL(vocabulary_label(words, "told", "no"), "Non");
    speak_english();
    CU_ASSERT_STRING_EQUAL(vocabulary_label(words, "told", "no"), "No");
    vocabularies_free(words);
}

static int labels_too_long(void)
{
    int count = 0;

    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];

        for (int j = 0; j < (int)type->field_count; j++) {
            const char *label = gettext(type->fields[j].label);

            if (text_width(label) <= FORM_LABEL_MAX)
                continue;
            printf("\n    %s.%s: \"%s\"", type->key, type->fields[j].key, label);
            count++;
        }
    }
    return count;
}

static void no_label_is_cut_in_a_form(void)
{
    speak_english();
    CU_ASSERT_EQUAL(labels_too_long(), 0);
    if (!speak_french())
        return;
    CU_ASSERT_EQUAL(labels_too_long(), 0);
    speak_english();
}

/* Imports and filters know a field by its label too, so no two fields of a type may share one. */
static void every_label_names_one_field(void)
{
    if (!speak_french())
        return;
    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];

        for (int j = 0; j < (int)type->field_count; j++) {
            const char *label = gettext(type->fields[j].label);

            if (field_find_heading(type, label) == j)
                continue;
            printf("\n    %s.%s: \"%s\"", type->key, type->fields[j].key, label);
            CU_FAIL("the label is another field's name");
        }
    }
    speak_english();
}

/* Count the beginnings of words in `text` that are `word`. */
static int uses_of(const char *text, const char *word)
{
    int count = 0;

    for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
        if (at == text || !((at[-1] >= 'a' && at[-1] <= 'z') || (at[-1] & 0x80)))
            count++;
    }
    return count;
}

static void nobody_is_called_a_suspect(void)
{
    static const char *const refused[] = { "suspect", "sujet",    "radicalis", "extrémiste", "dangereux",
                                           "délinqu", "déviance", "endoctrin", "cible" };
    struct why why = { 0 };
    struct buf text = { 0 }, lower = { 0 };

    CU_ASSERT_EQUAL(path_read_file("assets/po/fr.po", PO_SIZE_MAX, &text, &why), OK);
    CU_ASSERT_EQUAL(text_fold(&lower, buf_text(&text)), OK);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct buf word = { 0 };

        CU_ASSERT_EQUAL(text_fold(&word, refused[i]), OK);
        if (uses_of(buf_text(&lower), buf_text(&word)) > 0) {
            printf("\n    assets/po/fr.po says \"%s\"", refused[i]);
            CU_FAIL("a word that is not used of people");
        }
        buf_release(&word);
    }
    buf_release(&lower);
    buf_release(&text);
}

void suite_translation(void)
{
    CU_pSuite s = CU_add_suite("translation", NULL, NULL);

    CU_add_test(s, "core sentences are heard in French", core_sentences_are_heard_in_french);
    CU_add_test(s, "no day and one day are singular in French", no_day_and_one_day_are_singular);
    CU_add_test(s, "a word that means two things is told apart", a_word_that_means_two_things_is_told_apart);
    CU_add_test(s, "word lists are shown in French", word_lists_are_shown_in_french);
    CU_add_test(s, "no label is cut in a form", no_label_is_cut_in_a_form);
    CU_add_test(s, "every label names one field", every_label_names_one_field);
    CU_add_test(s, "nobody is called a suspect", nobody_is_called_a_suspect);
}
