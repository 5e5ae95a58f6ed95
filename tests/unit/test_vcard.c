/* Address cards: RFC 6350 and RFC 2426, whatever stands in a name. */
#include <unistd.h>

#include "../../src/exchange/vcard_in.h"
#include "town.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/sharing.h"

struct fixture {
    struct town *town;
    struct buf text;
    size_t leaving;
};

static void begin(struct fixture *f)
{
    *f = (struct fixture){ .town = town_begin() };
}

static void end(struct fixture *f)
{
    buf_release(&f->text);
    town_end(f->town);
}

static void write_cards(struct fixture *f, const char *format, enum profile profile)
{
    char path[UNIT_PATH_SIZE];
    struct parcel_wish wish;

    buf_clear(&f->text);
    unit_path(f->town->folder, "cards.vcf", path);
    town_must(f->town, sharing_wish(sharing_find(format), profile, clock_today(), &wish, &f->town->why));
    town_must(f->town,
              sharing_export(f->town->store, sharing_find(format), &wish, path, NULL, &f->leaving, &f->town->why));
    town_must(f->town, path_read_file(path, 1 << 20, &f->text, &f->town->why));
    CU_ASSERT_EQUAL(unlink(path), 0);
}

static bool has(const struct fixture *f, const char *words)
{
    return strstr(buf_text(&f->text), words) != NULL;
}

static size_t count_of(const struct fixture *f, const char *words)
{
    size_t count = 0;

    for (const char *at = buf_text(&f->text); (at = strstr(at, words)); at += strlen(words))
        count++;
    return count;
}

/* Take the folds out, as a reader does. */
static void unfold(struct buf *text)
{
    size_t to = 0;

    for (size_t at = 0; at < text->len; at++) {
        if (strncmp(text->data + at, "\r\n ", 3) == 0)
            at += 2;
        else
            text->data[to++] = text->data[at];
    }
    text->data[text->len = to] = '\0';
}

static void lines_are_folded_between_characters(void)
{
    const char *name = "มูลนิธิเพื่อเยาวชนและชุมชนริมน้ำแห่งเมืองท่าเก่า Łódź 𝔘𝔫𝔦 — café, and one very long name behind it";
    struct buf line = { 0 }, out = { 0 };

    CU_ASSERT_EQUAL(buf_add_str(&line, "FN:"), OK);
    CU_ASSERT_EQUAL(vcard_add_text(&line, name), OK);
    CU_ASSERT_EQUAL(vcard_end_line(&line, &out), OK);
    CU_ASSERT_EQUAL(line.len, 0);
    for (const char *at = buf_text(&out); *at;) {
        size_t len = strcspn(at, "\r");

        CU_ASSERT_TRUE(len <= 75);
        CU_ASSERT_TRUE(text_is_utf8(at, len));
        CU_ASSERT_EQUAL(strncmp(at + len, "\r\n", 2), 0);
        at += len + 2;
    }
    unfold(&out);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&out), "เมืองท่าเก่า Łódź 𝔘𝔫𝔦 — café\\, and one very long name behind it\r\n"));
    buf_release(&line);
    buf_release(&out);
}

static void values_are_escaped(void)
{
    struct buf line = { 0 };

    CU_ASSERT_EQUAL(vcard_add_text(&line, "a\\b;c,d\ne\r\x1B[31m:f"), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&line), "a\\\\b\\;c\\,d\\ne[31m:f");
    buf_clear(&line);
    CU_ASSERT_EQUAL(vcard_add_raw(&line, "https://x.example/a;b,c\n\x07"), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&line), "https://x.example/a;b,c");
    buf_release(&line);
}

static void an_organisation_has_its_card(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Bridge; Builders, Talvin", "kind", "org", "acronym", "BB", "alt_names",
             "Pont, Neuf;Brücke", "sectors", "youth;education", "languages", "ar;en", "phone", "0161 1", "email",
             "a@b.example", "website", "https://b.example/?a=1;b", "address", "Mill Lane 4", "postcode", "M33 1AA",
             "description", "Line one\nline two", "sens", "public");
    TOWN_ADD(f.town, contact_point_type, "party", "Bridge; Builders, Talvin", "channel", "mobile", "value", "0777 2",
             "label", "Night; shift", "is_public", "yes", "sens", "public");
    TOWN_ADD(f.town, contact_point_type, "party", "Bridge; Builders, Talvin", "channel", "mobile", "value", "0777 3",
             "sens", "public");
    write_cards(&f, "vcard", PROFILE_PUBLIC);
    CU_ASSERT_EQUAL(f.leaving, 2);
    CU_ASSERT_EQUAL(strncmp(buf_text(&f.text), "BEGIN:VCARD\r\nVERSION:4.0\r\n", 26), 0);
    unfold(&f.text);
    CU_ASSERT_TRUE(has(&f, "\r\nKIND:org\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nFN:Bridge\\; Builders\\, Talvin\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nORG:Bridge\\; Builders\\, Talvin\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nNICKNAME:BB\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nNICKNAME:Pont\\, Neuf,Brücke\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nTEL;PREF=1;TYPE=work,voice:0161 1\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nURL:https://b.example/?a=1;b\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nADR;TYPE=work:;;Mill Lane 4;;;M33 1AA;\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nitem1.TEL;TYPE=work,cell:0777 2\r\nitem1.X-ABLabel:Night\\; shift\r\n"));
    CU_ASSERT_FALSE(has(&f, "0777 3"));
    CU_ASSERT_TRUE(has(&f, "\r\nLANG;PREF=1:"));
    CU_ASSERT_TRUE(has(&f, "\r\nNOTE:Line one\\nline two\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nREV:20"));
    CU_ASSERT_TRUE(has(&f, "\r\nUID:urn:uuid:"));
    CU_ASSERT_TRUE(has(&f, "\r\nEND:VCARD\r\n"));
    end(&f);
}

static void names_in_other_languages_stand_beside(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Youth House", "kind", "org", "sens", "public");
    TOWN_ADD(f.town, party_name_type, "party", "Youth House", "language", "uk", "name", "Дім молоді", "acronym", "ДМ",
             "sens", "public");
    TOWN_ADD(f.town, party_name_type, "party", "Youth House", "language", "ar", "name", "بيت الشباب", "sens", "public");
    TOWN_ADD(f.town, party_name_type, "party", "Youth House", "language", "fr", "name", "Entre nous");
    write_cards(&f, "vcard", PROFILE_PUBLIC);
    CU_ASSERT_EQUAL(f.leaving, 3);
    CU_ASSERT_TRUE(has(&f, "\r\nFN;ALTID=1:Youth House\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nFN;ALTID=1;LANGUAGE=uk-Cyrl:Дім молоді\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nNICKNAME;LANGUAGE=uk-Cyrl:ДМ\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nFN;ALTID=1;LANGUAGE=ar-Arab:بيت الشباب\r\n"));
    CU_ASSERT_FALSE(has(&f, "Entre nous"));
    write_cards(&f, "vcard3", PROFILE_PUBLIC);
    CU_ASSERT_TRUE(has(&f, "\r\nFN:Youth House\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nNICKNAME;LANGUAGE=ar-Arab:بيت الشباب\r\n"));
    end(&f);
}

static void version_3_says_only_what_it_has_words_for(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Youth House", "kind", "org", "languages", "ar", "phone", "0161 1", "sens",
             "public");
    write_cards(&f, "vcard3", PROFILE_PUBLIC);
    CU_ASSERT_TRUE(has(&f, "VERSION:3.0\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nN:Youth House;;;;\r\n"));
    CU_ASSERT_TRUE(has(&f, "\r\nTEL;TYPE=WORK,VOICE,PREF:0161 1\r\n"));
    CU_ASSERT_FALSE(has(&f, "KIND:"));
    CU_ASSERT_FALSE(has(&f, "LANG"));
    end(&f);
}

static void a_person_who_is_not_to_be_contacted_has_none(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Mira Dal", "kind", "person", "job_title", "Head", "phone", "0777 9", "sens",
             "partner");
    TOWN_ADD(f.town, party_type, "name", "Quiet One", "kind", "person", "do_not_contact", "yes", "sens", "partner");
    write_cards(&f, "vcard", PROFILE_PARTNER);
    CU_ASSERT_EQUAL(f.leaving, 1);
    CU_ASSERT_EQUAL(count_of(&f, "BEGIN:VCARD"), 1);
    CU_ASSERT_TRUE(has(&f, "KIND:individual"));
    CU_ASSERT_TRUE(has(&f, "TITLE:Head"));
    CU_ASSERT_FALSE(has(&f, "Quiet"));
    CU_ASSERT_FALSE(has(&f, "0777 9"));
    end(&f);
}

static void the_team_gets_no_cards(void)
{
    struct parcel_wish wish;
    struct why why = { 0 };

    CU_ASSERT_EQUAL(sharing_wish(sharing_find("vcard"), PROFILE_TEAM, clock_today(), &wish, &why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&why), "Address cards end up in phones"));
    CU_ASSERT_EQUAL(sharing_wish(sharing_find("dot"), PROFILE_NONE, clock_today(), &wish, &why), E_INVALID);
    CU_ASSERT_EQUAL(sharing_wish(sharing_find("dot"), PROFILE_TEAM, clock_today(), &wish, &why), OK);
}

static void the_same_record_keeps_its_uid(void)
{
    struct fixture f;
    char uid[64];

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Youth House", "kind", "org", "sens", "public");
    write_cards(&f, "vcard", PROFILE_PUBLIC);
    snprintf(uid, sizeof uid, "%.50s", strstr(buf_text(&f.text), "UID:"));
    write_cards(&f, "vcard", PROFILE_PARTNER);
    CU_ASSERT_TRUE(has(&f, uid));
    TOWN_ADD(f.town, party_type, "name", "Youth House 2", "kind", "org", "sens", "public");
    write_cards(&f, "vcard", PROFILE_PUBLIC);
    CU_ASSERT_EQUAL(count_of(&f, uid), 1);
    CU_ASSERT_EQUAL(count_of(&f, "UID:"), 2);
    end(&f);
}

void suite_vcard(void);
void suite_vcard(void)
{
    CU_pSuite s = CU_add_suite("vcard", NULL, NULL);

    CU_add_test(s, "lines are folded between characters", lines_are_folded_between_characters);
    CU_add_test(s, "values are escaped", values_are_escaped);
    CU_add_test(s, "an organisation has its card", an_organisation_has_its_card);
    CU_add_test(s, "names in other languages stand beside", names_in_other_languages_stand_beside);
    CU_add_test(s, "version 3 says only what it has words for", version_3_says_only_what_it_has_words_for);
    CU_add_test(s, "a person who is not to be contacted has none", a_person_who_is_not_to_be_contacted_has_none);
    CU_add_test(s, "the team gets no cards", the_team_gets_no_cards);
    CU_add_test(s, "the same record keeps its UID", the_same_record_keeps_its_uid);
}
