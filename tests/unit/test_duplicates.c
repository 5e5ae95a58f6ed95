/* Duplicates: what two records must be said to be, in many scripts, and linking them and taking them apart again. */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/duplicates.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/same_as.h"

void suite_duplicates(void);

/* --- comparing --- */
enum verdict { NOT_SHOWN, SHOWN, LIKELY };

static const struct compared {
    const char *what;
    struct duplicate_facts ours, theirs;
    enum verdict verdict;
} compared[] = {
    { "capitals and a legal form",
      { .name = "THE MANCHESTER DEAF CENTRE LIMITED" },
      { .name = "The Manchester Deaf Centre" },
      SHOWN },
    { "a name is never enough",
      { .name = "Communities United Project" },
      { .name = "Communities United Project" },
      SHOWN },
    { "a name and a phone are",
      { .name = "Communities United Project", .phones = "0161 872 7795" },
      { .name = "Communities United", .names = "Communities United Project", .phones = "+44 (0)161 8727795" },
      LIKELY },
    { "accents",
      { .name = "Maison des Écoliers", .postcode = "69001", .address = "3 rue du Bœuf" },
      { .name = "MAISON DES ECOLIERS", .postcode = "69001", .address = "3 Rue du Boeuf" },
      LIKELY },
    { "German legal forms and joined words",
      { .name = "Jugendhaus Nordstadt e. V.", .mails = "post@jugendhaus-nordstadt.de" },
      { .name = "Jugend-Haus Nordstadt", .mails = "Post@Jugendhaus-Nordstadt.de" },
      LIKELY },
    { "an asbl", { .name = "Le Phare asbl" }, { .name = "Le Phare" }, SHOWN },
    { "the order of words",
      { .name = "Petrović, Milena", .kind = "person", .mails = "milena@kucamladih.org" },
      { .name = "Milena Petrovic", .kind = "person", .mails = "milena@kucamladih.org" },
      LIKELY },
    { "Cyrillic and Latin",
      { .name = "Кућа младих Нови Град", .phones = "021 456 789" },
      { .name = "Kuća mladih Novi Grad", .phones = "+381 21 456789" },
      LIKELY },
    { "Russian and English spelling",
      { .name = "Молодёжный центр Южный" },
      { .name = "Molodezhny tsentr Yuzhny" },
      SHOWN },
    { "Ukrainian",
      { .name = "Громадська організація Світанок" },
      { .name = "Hromadska orhanizatsiia Svitanok" },
      SHOWN },
    { "Greek", { .name = "Κέντρο Νεότητας Αθήνας" }, { .name = "Kentro Neotitas Athinas" }, SHOWN },
    { "Arabic, which leaves vowels out",
      { .name = "جمعية النور", .phones = "0611223344" },
      { .name = "Jam'iyat al-Nour", .phones = "06 11 22 33 44" },
      SHOWN },
    { "Persian",
      { .name = "خانه جوانان", .phones = "02188776655" },
      { .name = "Khaneh Javanan", .phones = "021 8877 6655" },
      SHOWN },
    { "Georgian", { .name = "ახალგაზრდული სახლი" }, { .name = "Akhalgazrduli Sakhli" }, SHOWN },
    { "a slip of the pen",
      { .name = "Stretford Wellbeing Initiative", .postcode = "M32 9AF" },
      { .name = "Stertford Wellbeing Initiative", .postcode = "M329AF" },
      SHOWN },
    { "initials", { .name = "Youth House Talvin" }, { .name = "YHT", .phones = "1", .postcode = "M33" }, NOT_SHOWN },
    { "initials and a website",
      { .name = "Youth House Talvin", .site = "https://www.yht.example/" },
      { .name = "YHT", .site = "yht.example" },
      SHOWN },
    { "its own initials behind the name",
      { .name = "Talk, Listen, Change", .site = "talklistenchange.org.uk" },
      { .name = "TLC: Talk Listen Change", .site = "http://talklistenchange.org.uk/" },
      LIKELY },
    { "one number of a register",
      { .name = "Greenway", .numbers = "GB-CHC:0214927" },
      { .name = "The Green Way Trust", .numbers = "GB-CHC:214927" },
      LIKELY },
    { "a name within the other, a phone and a postcode",
      { .name = "Home-Start Trafford and Salford", .phones = "01618654222", .postcode = "M32 9AN" },
      { .name = "Homestart", .phones = "0161 865 4222", .postcode = "M32 9AN" },
      SHOWN },

    { "two numbers of one register, whatever else agrees",
      { .name = "Sale Gospel Trust", .numbers = "GB-CHC:1", .phones = "01617770001", .postcode = "M33 2AL" },
      { .name = "Sale Gospel Trust", .numbers = "GB-CHC:2", .phones = "01617770001", .postcode = "M33 2AL" },
      NOT_SHOWN },
    { "numbers of two registers say nothing",
      { .name = "Sale Gospel Trust", .numbers = "GB-CHC:1", .phones = "01617770001" },
      { .name = "Sale Gospel Trust", .numbers = "GB-COH:2", .phones = "01617770001" },
      LIKELY },
    { "a school and its parents",
      { .name = "Navigation Primary School P.T.A., Altrincham", .postcode = "WA14 1NG", .site = "navigation.example" },
      { .name = "Navigation Primary School", .postcode = "WA14 1NG", .site = "navigation.example" },
      NOT_SHOWN },
    { "a park and its friends",
      { .name = "Friends of John Leigh Park", .mails = "park@example.org" },
      { .name = "John Leigh Park", .mails = "park@example.org" },
      NOT_SHOWN },
    { "a school and its trust",
      { .name = "Wellington School Charitable Trust", .postcode = "WA15 7RH" },
      { .name = "Wellington School", .postcode = "WA15 7RH" },
      NOT_SHOWN },
    { "branches in two towns",
      { .name = "Salvation Army Citadel", .postcode = "M33 2AL", .phones = "01617770001" },
      { .name = "Salvation Army Citadel", .postcode = "BL1 2BZ", .phones = "01204000001" },
      NOT_SHOWN },
    { "two churches of one saint", { .name = "St John's Church" }, { .name = "Church of St. John" }, NOT_SHOWN },
    { "in two towns",
      { .name = "St John's Church", .postcode = "WA14 2SZ" },
      { .name = "St John's Church", .postcode = "M16 7GX" },
      NOT_SHOWN },
    { "two confessions",
      { .name = "St Mary's CofE Primary School", .postcode = "M33 1AA" },
      { .name = "St Mary's Catholic Primary School", .postcode = "M33 1AA" },
      NOT_SHOWN },
    { "one confession written twice",
      { .name = "Altrincham Church of England Primary School", .postcode = "WA14 4DS" },
      { .name = "Altrincham C.E. Primary School", .postcode = "WA14 4DS" },
      SHOWN },
    { "first and third", { .name = "1st Sale Scouts" }, { .name = "3rd Sale Scouts" }, NOT_SHOWN },
    { "girls and boys",
      { .name = "Altrincham Grammar School for Girls", .phones = "01619280871" },
      { .name = "Altrincham Grammar School for Boys", .phones = "01619280871" },
      NOT_SHOWN },
    { "a library and a leisure centre",
      { .name = "Sale Library", .phones = "01617492570" },
      { .name = "Sale Leisure Centre", .phones = "01617492570" },
      NOT_SHOWN },
    { "a person and an organisation",
      { .name = "Martin Beck", .kind = "person", .mails = "info@beck.example" },
      { .name = "Martin Beck", .kind = "org", .mails = "info@beck.example" },
      NOT_SHOWN },
    { "a part and its whole",
      { .id = 7, .name = "Youth House", .mails = "info@yh.example" },
      { .id = 9, .parent = 7, .name = "Youth House", .kind = "unit", .mails = "info@yh.example" },
      NOT_SHOWN },
    { "one office of two",
      { .name = "Age UK Trafford", .phones = "01617469754", .postcode = "M41 9EH", .mails = "a@ageuk.example" },
      { .name = "Urmston community hub", .phones = "01617469754", .postcode = "M41 9EH", .mails = "a@ageuk.example" },
      NOT_SHOWN },
    { "nothing at all", { .name = "" }, { .name = "" }, NOT_SHOWN },
    { "names that have no words", { .name = "???" }, { .name = "!!!" }, NOT_SHOWN },
};

static enum verdict verdict_of(int likeness)
{
    return likeness >= DUPLICATE_LIKELY ? LIKELY : likeness >= DUPLICATE_SHOWN ? SHOWN : NOT_SHOWN;
}

static void tell(const struct compared *row, const struct duplicate_pair *pair)
{
    printf("\n  %s: %d", row->what, pair->likeness);
    for (int i = 0; i < pair->reason_count; i++) {
        struct buf text = { 0 };

        CU_ASSERT_EQUAL(duplicate_reason_say(&pair->reasons[i], &text), OK);
        printf("\n    %+d %s", pair->reasons[i].points, buf_text(&text));
        buf_release(&text);
    }
    printf("\n");
}

static void pairs_get_the_verdict_a_reader_gives(void)
{
    for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
        struct duplicate_pair pair, turned;

        CU_ASSERT_EQUAL_FATAL(duplicate_compare(&compared[i].ours, &compared[i].theirs, &pair), OK);
        CU_ASSERT_EQUAL_FATAL(duplicate_compare(&compared[i].theirs, &compared[i].ours, &turned), OK);
        if (verdict_of(pair.likeness) != compared[i].verdict)
            tell(&compared[i], &pair);
        CU_ASSERT_EQUAL(verdict_of(pair.likeness), compared[i].verdict);
        CU_ASSERT_EQUAL(verdict_of(turned.likeness), compared[i].verdict);
    }
}

static void every_reason_is_a_sentence(void)
{
    for (int sign = 0; sign < SIGN_COUNT; sign++) {
        struct duplicate_reason reason = { .sign = (enum duplicate_sign)sign, .ours = "ours", .theirs = "theirs" };
        struct buf text = { 0 };

        CU_ASSERT_EQUAL_FATAL(duplicate_reason_say(&reason, &text), OK);
        CU_ASSERT_TRUE(text.len > 10 && text.data[text.len - 1] == '.');
        CU_ASSERT_PTR_NULL(strchr(buf_text(&text), '{'));
        buf_release(&text);
    }
}

static void what_counts_most_stands_first(void)
{
    struct duplicate_facts ours = { .name = "Youth House Talvin", .phones = "0612345678", .postcode = "1234 AB" };
    struct duplicate_facts theirs = { .name = "Youth House of Talvin", .phones = "0612345678", .postcode = "1234AB" };
    struct duplicate_pair pair;

    CU_ASSERT_EQUAL_FATAL(duplicate_compare(&ours, &theirs, &pair), OK);
    CU_ASSERT_EQUAL_FATAL(pair.reason_count, 3);
    CU_ASSERT_EQUAL(pair.reasons[0].sign, SIGN_NAME_FORM);
    CU_ASSERT_EQUAL(pair.reasons[1].sign, SIGN_PHONE);
    CU_ASSERT_EQUAL(pair.reasons[2].sign, SIGN_POSTCODE);
    CU_ASSERT_STRING_EQUAL(pair.reasons[1].ours, "12345678");
}

/* --- in a vault --- */
static struct town *begin(void)
{
    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    return town_begin();
}

static void end(struct town *town)
{
    clock_fix(-1);
    town_end(town);
}

static struct duplicate_pairs find(struct town *town)
{
    struct duplicate_pairs pairs;

    town_must(town, duplicates_find(town->store, &(struct duplicate_wish){ 0 }, &pairs, &town->why));
    return pairs;
}

static void finds_pairs_by_what_hangs_on_them_too(void)
{
    struct town *town = begin();
    int64_t a = TOWN_ADD(town, party_type, "kind", "org", "name", "Al-Noor Community Centre", "postcode", "M16 7GX");
    int64_t b = TOWN_ADD(town, party_type, "kind", "org", "name", "Old Mill Meeting Place", "postcode", "M16 7GX");
    int64_t c = TOWN_ADD(town, party_type, "kind", "org", "name", "Sparrow Allotments");
    char id[24];
    struct duplicate_pairs pairs = find(town);

    CU_ASSERT_EQUAL(pairs.count, 0);
    CU_ASSERT_EQUAL(pairs.records, 3);
    duplicate_pairs_release(&pairs);
    snprintf(id, sizeof id, "%lld", (long long)b);
    TOWN_ADD(town, party_name_type, "party", id, "name", "Al Noor Centre");
    snprintf(id, sizeof id, "%lld", (long long)a);
    TOWN_ADD(town, contact_point_type, "party", id, "channel", "phone", "value", "0161 872 7795");
    snprintf(id, sizeof id, "%lld", (long long)b);
    TOWN_ADD(town, contact_point_type, "party", id, "channel", "mobile", "value", "+44 161 872 7795");
    pairs = find(town);
    CU_ASSERT_EQUAL_FATAL(pairs.count, 1);
    CU_ASSERT_EQUAL(pairs.items[0].a, a < b ? a : b);
    CU_ASSERT_EQUAL(pairs.items[0].b, a < b ? b : a);
    CU_ASSERT_NOT_EQUAL(pairs.items[0].b, c);
    duplicate_pairs_release(&pairs);
    end(town);
}

static void both_names_in_one_are_the_name_and_the_other(void)
{
    struct town *town = begin();
    struct record fresh = { 0 };
    struct duplicate_pair near[4];
    struct duplicate_pairs pairs;
    size_t count;
    int64_t house = TOWN_ADD(town, party_type, "kind", "org", "name", "Welcome House", "phone", "0555 070 210");

    TOWN_ADD(town, party_name_type, "party", "Welcome House", "name", "Дім привітання", "language", "uk");
    town_must(town, record_init(&fresh, &party_type));
    town_set(town, &fresh, "kind", "org");
    town_set(town, &fresh, "name", "Дім привітання");
    town_must(town, duplicates_of(town->store, &fresh, near, 4, &count, &town->why));
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT(near[0].a == house || near[0].b == house);
    record_release(&fresh);
    TOWN_ADD(town, party_type, "kind", "org", "name", "Dim Pryvitannya (Welcome House)", "phone", "0555 070 210");
    pairs = find(town);
    CU_ASSERT_EQUAL_FATAL(pairs.count, 1);
    CU_ASSERT(pairs.items[0].likeness >= DUPLICATE_LIKELY);
    duplicate_pairs_release(&pairs);
    end(town);
}

/* A main record that lacks a phone, another that has one, and what hangs on the other. */
struct two {
    struct town *town;
    int64_t main, other, contact;
};

static struct two begin_two(void)
{
    struct two two = { .town = begin() };
    char id[24];

    two.main = TOWN_ADD(two.town, party_type, "kind", "org", "name", "Mustard Tree", "website", "mustardtree.org.uk",
                        "description", "Meals and a warm room.", "email", "hello@mustardtree.org.uk", "verified_on",
                        "2026-11-02", "ext_ids", "GB-CHC:1135192");
    two.other = TOWN_ADD(two.town, party_type, "kind", "org", "name", "THE MUSTARD TREE", "website",
                         "http://mustardtree.org.uk", "phone", "0161 228 7331", "ext_ids", "FOOD:17");
    snprintf(id, sizeof id, "%lld", (long long)two.other);
    two.contact = TOWN_ADD(two.town, contact_point_type, "party", id, "channel", "phone", "value", "0161 228 0001");
    return two;
}

static struct record read(struct town *town, const struct record_type *type, int64_t id)
{
    struct record record = { 0 };

    town_must(town, store_load(town->store, type, id, &record, &town->why));
    return record;
}

static bool is_same(const struct record *a, const struct record *b)
{
    bool same = a->archived_at == b->archived_at && !a->archive_reason == !b->archive_reason;

    for (int i = 0; i < a->type->field_count && same; i++)
        same = value_equal(&a->values[i], &b->values[i]);
    return same;
}

static size_t decisions_in_use(struct town *town)
{
    struct query query;
    size_t count = 0;
    bool more;

    query_init(&query, &duplicate_decision_type);
    town_must(town, store_count(town->store, &query, 10, &count, &more, &town->why));
    return count;
}

static struct saved link_two(struct two *two)
{
    struct duplicate_pairs pairs = find(two->town);
    struct saved saved = { 0 };
    int64_t main = 0;

    CU_ASSERT_EQUAL_FATAL(pairs.count, 1);
    town_must(two->town,
              duplicate_propose(two->town->store, pairs.items[0].a, pairs.items[0].b, &main, &two->town->why));
    CU_ASSERT_EQUAL(main, two->main);
    town_must(two->town,
              duplicate_link(two->town->store, two->main, two->other, &pairs.items[0], &saved, &two->town->why));
    duplicate_pairs_release(&pairs);
    return saved;
}

static void a_link_is_one_save_and_keeps_everything(void)
{
    struct two two = begin_two();
    struct saved saved = link_two(&two);
    struct record other = read(two.town, &party_type, two.other);
    struct record contact = read(two.town, &contact_point_type, two.contact);
    struct duplicate_pairs pairs = find(two.town);
    struct same_as same;

    CU_ASSERT_NOT_EQUAL(saved.entry, 0);
    CU_ASSERT_EQUAL(record_number(&other, "same_as"), two.main);
    CU_ASSERT_NOT_EQUAL(other.archived_at, 0);
    CU_ASSERT_STRING_EQUAL(other.archive_reason, "The same as Mustard Tree");
    CU_ASSERT_EQUAL(record_number(&contact, "party"), two.other);
    CU_ASSERT_EQUAL(contact.archived_at, 0);
    CU_ASSERT_EQUAL(decisions_in_use(two.town), 1);
    CU_ASSERT_EQUAL(pairs.count, 0);
    town_must(two.town, same_as_load(two.town->store, &same, &two.town->why));
    CU_ASSERT_EQUAL(same_as_of(&same, two.other), two.main);
    same_as_release(&same);
    record_release(&other);
    record_release(&contact);
    duplicate_pairs_release(&pairs);
    end(two.town);
}

static void undo_and_unlink_bring_it_back_exactly(void)
{
    struct two two = begin_two();
    struct record before = read(two.town, &party_type, two.other);

    for (int by_undo = 0; by_undo < 2; by_undo++) {
        struct saved saved = link_two(&two);
        struct duplicate_pairs pairs;
        struct record after;

        if (by_undo)
            town_must(two.town, store_undo(two.town->store, saved.entry, NULL, &two.town->why));
        else
            town_must(two.town, duplicate_unlink(two.town->store, two.other, NULL, &two.town->why));
        after = read(two.town, &party_type, two.other);
        CU_ASSERT_TRUE(is_same(&before, &after));
        CU_ASSERT_EQUAL(decisions_in_use(two.town), 0);
        pairs = find(two.town);
        CU_ASSERT_EQUAL(pairs.count, 1);
        duplicate_pairs_release(&pairs);
        record_release(&after);
    }
    CU_ASSERT_EQUAL(duplicate_unlink(two.town->store, two.other, NULL, &two.town->why), E_INVALID);
    record_release(&before);
    end(two.town);
}

static void what_is_different_is_not_asked_again(void)
{
    struct two two = begin_two();
    struct duplicate_pairs pairs = find(two.town);
    struct saved saved = { 0 };

    CU_ASSERT_EQUAL_FATAL(pairs.count, 1);
    town_must(two.town, duplicate_dismiss(two.town->store, &pairs.items[0], &saved, &two.town->why));
    duplicate_pairs_release(&pairs);
    pairs = find(two.town);
    CU_ASSERT_EQUAL(pairs.count, 0);
    duplicate_pairs_release(&pairs);
    town_must(two.town, store_undo(two.town->store, saved.entry, NULL, &two.town->why));
    pairs = find(two.town);
    CU_ASSERT_EQUAL(pairs.count, 1);
    duplicate_pairs_release(&pairs);
    end(two.town);
}

static void only_what_the_main_record_lacks_is_taken_over(void)
{
    struct two two = begin_two();
    struct record main = read(two.town, &party_type, two.main), other = read(two.town, &party_type, two.other), after;
    int phone = field_find(&party_type, "phone"), website = field_find(&party_type, "website");
    struct saved saved = { 0 };

    CU_ASSERT_TRUE(duplicate_may_take(&main, &other, phone));
    CU_ASSERT_FALSE(duplicate_may_take(&main, &other, website));
    CU_ASSERT_FALSE(duplicate_may_take(&main, &other, field_find(&party_type, "ext_ids")));
    town_must(two.town, duplicate_take_over(two.town->store, two.main, two.other, (const int[]){ phone, website }, 2,
                                            &saved, &two.town->why));
    after = read(two.town, &party_type, two.main);
    CU_ASSERT_STRING_EQUAL(record_text(&after, "phone"), "0161 228 7331");
    CU_ASSERT_STRING_EQUAL(record_text(&after, "website"), "mustardtree.org.uk");
    CU_ASSERT_STRING_EQUAL(record_text(&after, "ext_ids"), "GB-CHC:1135192");
    record_release(&after);
    town_must(two.town, store_undo(two.town->store, saved.entry, NULL, &two.town->why));
    after = read(two.town, &party_type, two.main);
    CU_ASSERT_TRUE(is_same(&main, &after));
    record_release(&main);
    record_release(&other);
    record_release(&after);
    end(two.town);
}

static void what_cannot_be_linked_is_refused_in_words(void)
{
    struct two two = begin_two();
    int64_t third = TOWN_ADD(two.town, party_type, "kind", "org", "name", "Sparrow");

    CU_ASSERT_EQUAL(duplicate_link(two.town->store, third, third, NULL, NULL, &two.town->why), E_INVALID);
    (void)link_two(&two);
    CU_ASSERT_EQUAL(duplicate_link(two.town->store, third, two.other, NULL, NULL, &two.town->why), E_CONFLICT);
    CU_ASSERT_EQUAL(duplicate_link(two.town->store, two.other, third, NULL, NULL, &two.town->why), E_CONFLICT);
    CU_ASSERT_PTR_NOT_NULL(strstr(two.town->why.text, "THE MUSTARD TREE"));
    end(two.town);
}

/* a and b, a and c are alike enough, b and c have two numbers of one register. */
static void many_are_linked_but_never_through_another(void)
{
    struct town *town = begin();
    int64_t a = TOWN_ADD(town, party_type, "kind", "org", "name", "Sale Gospel Hall Trust", "phone", "0161 777 0001",
                         "description", "A hall.", "email", "hall@salegospel.example", "legal_form", "Trust");
    struct duplicate_pairs pairs;
    struct saved saved = { 0 };
    struct same_as same;
    size_t linked = 0;

    TOWN_ADD(town, party_type, "kind", "org", "name", "Sale Gospel Hall", "phone", "0161 777 0001", "ext_ids",
             "GB-CHC:1");
    TOWN_ADD(town, party_type, "kind", "org", "name", "The Sale Gospel Hall", "phone", "0161 777 0001", "ext_ids",
             "GB-CHC:2");
    pairs = find(town);
    CU_ASSERT_EQUAL(pairs.count, 2);
    town_must(town, duplicate_link_all(town->store, &pairs, DUPLICATE_LIKELY, &linked, &saved, &town->why));
    CU_ASSERT_EQUAL(linked, 2);
    town_must(town, same_as_load(town->store, &same, &town->why));
    for (size_t i = 0; i < same.count; i++)
        CU_ASSERT_EQUAL(same.links[i].same_as, a);
    same_as_release(&same);
    duplicate_pairs_release(&pairs);
    town_must(town, store_undo(town->store, saved.entry, NULL, &town->why));
    CU_ASSERT_EQUAL(decisions_in_use(town), 0);
    end(town);
}

static void a_new_record_is_told_who_is_there(void)
{
    struct two two = begin_two();
    struct record fresh = { 0 };
    struct duplicate_pair near[3];
    size_t count = 0;

    town_must(two.town, record_init(&fresh, &party_type));
    town_set(two.town, &fresh, "kind", "org");
    town_set(two.town, &fresh, "name", "Mustard Tree Ltd");
    town_must(two.town, duplicates_of(two.town->store, &fresh, near, 3, &count, &two.town->why));
    CU_ASSERT_EQUAL_FATAL(count, 2);
    CU_ASSERT_TRUE(near[0].likeness >= near[1].likeness);
    CU_ASSERT_STRING_EQUAL(near[0].names[0], "Mustard Tree Ltd");
    town_set(two.town, &fresh, "name", "Sparrow Allotments");
    town_must(two.town, duplicates_of(two.town->store, &fresh, near, 3, &count, &two.town->why));
    CU_ASSERT_EQUAL(count, 0);
    record_release(&fresh);
    end(two.town);
}

void suite_duplicates(void)
{
    CU_pSuite s = CU_add_suite("duplicates", NULL, NULL);

    CU_add_test(s, "pairs get the verdict a reader gives", pairs_get_the_verdict_a_reader_gives);
    CU_add_test(s, "every reason is a sentence", every_reason_is_a_sentence);
    CU_add_test(s, "what counts most stands first", what_counts_most_stands_first);
    CU_add_test(s, "finds pairs by what hangs on them too", finds_pairs_by_what_hangs_on_them_too);
    CU_add_test(s, "both names in one are the name and the other", both_names_in_one_are_the_name_and_the_other);
    CU_add_test(s, "a link is one save and keeps everything", a_link_is_one_save_and_keeps_everything);
    CU_add_test(s, "undo and unlink bring it back exactly", undo_and_unlink_bring_it_back_exactly);
    CU_add_test(s, "what is different is not asked again", what_is_different_is_not_asked_again);
    CU_add_test(s, "only what the main record lacks is taken over", only_what_the_main_record_lacks_is_taken_over);
    CU_add_test(s, "what cannot be linked is refused in words", what_cannot_be_linked_is_refused_in_words);
    CU_add_test(s, "many are linked, but never through another", many_are_linked_but_never_through_another);
    CU_add_test(s, "a new record is told who is there", a_new_record_is_told_who_is_there);
}
