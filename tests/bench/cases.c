/*
 * A vault with many made-up cases, the same every time:
 *
 *     cases FOLDER CASES SESSIONS
 *
 * makes FOLDER/bench.townkeep with CASES referrals that became a case each, their events, and SESSIONS sessions spread
 * over the cases, through the store as every other save, some hundred cases an entry. Two out of three cases are
 * closed. Tells how long that took. Nobody in it is real.
 */
#include <sys/stat.h>

#include "measure.h"
#include "townkeep/base/path.h"
#include "townkeep/cli/cli.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/store.h"

enum { CASES_AN_ENTRY = 200, PATH_SIZE = 512, YEARS = 3, STEPS = 6 };

static const char *const given[] = { "Nenad", "Maria",  "Tomasz", "Zofia", "Åse",    "Emre",  "Lejla", "Petra",
                                     "Milan", "Amélie", "Jonas",  "Noor",  "Viktor", "Hanna", "Idris", "Clara" };
static const char *const family[] = { "Marshwood", "Dragan", "Kowalczyk", "Öztürk", "Brennan", "Petrov", "Lindqvist",
                                      "Haddad",    "Novak",  "Ferreira",  "Okafor", "Weber",   "Moreau", "Rossi" };
static const char *const sources[] = { "parent", "school", "youth_social", "police", "self", "friend" };
static const char *const channels[] = { "phone", "in_person", "letter" };
static const char *const progress[] = { "same", "step", "back", "reached" };

struct maker {
    struct store *store;
    struct save *save;
    unsigned state;
    struct date today;
    int64_t officer;
};

/* Small, quick and the same everywhere. */
static unsigned next_random(struct maker *maker)
{
    maker->state = maker->state * 1103515245u + 12345u;
    return maker->state >> 8;
}

static void set(struct record *record, const char *key, const char *text)
{
    struct value *value = record_value(record, key);

    if (!value || value_set_text(value, text))
        bench_die(key, "is no field of this record");
}

static void set_number(struct record *record, const char *key, int64_t number)
{
    struct value *value = record_value(record, key);

    if (!value)
        bench_die(key, "is no field of this record");
    value_set_number(value, number);
}

static void set_day(struct record *record, const char *key, struct date day)
{
    char text[DATE_TEXT_SIZE];

    date_format(day, text);
    set(record, key, text);
}

static struct record start(const struct record_type *type)
{
    struct record record = { 0 };

    bench_must(record_init(&record, type), "record", NULL);
    return record;
}

static int64_t put(struct maker *maker, struct record *record)
{
    struct why why = { 0 };
    int64_t id;

    bench_must(save_put_by_program(maker->save, record, NULL, &why), record->type->key, &why);
    id = record->id;
    record_release(record);
    return id;
}

static struct date days_after(struct date day, int days)
{
    return date_from_days(date_to_days(day) + days);
}

/* --- one case --- */
static void set_person(struct maker *maker, struct record *record, unsigned number)
{
    char name[80];

    snprintf(name, sizeof name, "%s %s %u", given[number % (sizeof given / sizeof *given)],
             family[next_random(maker) % (sizeof family / sizeof *family)], number);
    set(record, "person_name", name);
    set(record, "person_contact", "0161 496 0000, after four o'clock");
    set(record, "age_band", "16_17");
    set(record, "urgency", "routine");
}

/* The second save is the decision: until then a new referral is a draft whatever is given. */
static int64_t add_referral(struct maker *maker, unsigned number, struct date received)
{
    struct record record = start(&referral_type);
    struct why why = { 0 };

    set_person(maker, &record, number);
    set(&record, "channel", channels[next_random(maker) % 3]);
    set(&record, "referrer_type", sources[next_random(maker) % 6]);
    set(&record, "what_happened", "He told two classmates that he would make them pay, and did not come to training.");
    bench_must(save_put_by_program(maker->save, &record, NULL, &why), "referral", &why);
    set(&record, "state", "screened_in");
    set(&record, "decision", "screen_in");
    set_day(&record, "received_on", received);
    set_day(&record, "told_on", received);
    set_day(&record, "state_on", days_after(received, 3 + (int)(next_random(maker) % 5)));
    return put(maker, &record);
}

static int64_t add_episode(struct maker *maker, int64_t referral, unsigned number, struct date opened, bool is_closed)
{
    struct record record = start(&episode_type);
    char pseudonym[40];

    snprintf(pseudonym, sizeof pseudonym, "HAZEL-%u", number);
    set_person(maker, &record, number);
    set(&record, "pseudonym", pseudonym);
    set(&record, "state", is_closed ? "closed" : "active");
    set(&record, "level", "secondary");
    set(&record, "profile", "consent_first");
    set_day(&record, "opened_on", opened);
    set_day(&record, "agreed_on", days_after(opened, 8));
    set_day(&record, "state_on", is_closed ? days_after(opened, 200) : days_after(opened, 20));
    if (is_closed)
        set_day(&record, "closed_on", days_after(opened, 200));
    set_number(&record, "owner", maker->officer);
    set_number(&record, "lead", maker->officer);
    set_number(&record, "referral", referral);
    return put(maker, &record);
}

static void add_steps(struct maker *maker, int64_t episode, struct date opened, bool is_closed)
{
    static const struct {
        const char *action, *to;
        int after;
    } steps[STEPS] = {
        { "invite", "invited", 2 }, { "agree", "assessing", 8 }, { "agree_plan", "plan_agreed", 18 },
        { "start", "active", 20 },  { "close", "closed", 200 },
    };

    for (int i = 0; i < STEPS - 1 && (is_closed || i < STEPS - 2); i++) {
        struct record record = start(&episode_step_type);

        set_number(&record, "episode", episode);
        set(&record, "action", steps[i].action);
        set(&record, "to_state", steps[i].to);
        set_number(&record, "at", clock_now() - (200 - steps[i].after) * INT64_C(86400000));
        set_day(&record, "happened_on", days_after(opened, steps[i].after));
        set_number(&record, "officer", maker->officer);
        set_number(&record, "assignee", maker->officer);
        set(&record, "reason", "As agreed with the person and with the school.");
        put(maker, &record);
    }
}

static void add_session(struct maker *maker, int64_t episode, struct date on)
{
    struct record record = start(&support_session_type);

    set_number(&record, "episode", episode);
    set_day(&record, "on", on);
    set(&record, "kind", "meeting");
    set(&record, "kept", next_random(maker) % 7 ? "kept" : "missed");
    set(&record, "progress", progress[next_random(maker) % 4]);
    set(&record, "facts", "Came on time. Talked about the workshop, and about his sister. Wants to try the gym again.");
    put(maker, &record);
}

/* Three years back from today, the newest last. */
static void add_case(struct maker *maker, unsigned number, unsigned count, unsigned sessions)
{
    int back = (int)((int64_t)(count - number) * 365 * YEARS / (int64_t)count) + 1;
    struct date received = days_after(maker->today, -back), opened = days_after(received, 7);
    bool is_closed = back > 365;
    int64_t episode;

    if (date_compare(opened, maker->today) > 0)
        opened = received;
    episode = add_episode(maker, add_referral(maker, number, received), number, opened, is_closed);
    add_steps(maker, episode, opened, is_closed);
    for (unsigned i = 0; i < sessions; i++) {
        struct date on = days_after(opened, 20 + (int)i * 14);

        add_session(maker, episode, date_compare(on, maker->today) > 0 ? maker->today : on);
    }
}

static void add_cases(struct maker *maker, unsigned cases, unsigned sessions)
{
    for (unsigned from = 0; from < cases; from += CASES_AN_ENTRY) {
        struct saved saved;
        struct why why = { 0 };

        bench_must(save_begin(maker->store, ENTRY_IMPORT, &maker->save, &why), "save", &why);
        for (unsigned i = from; i < from + CASES_AN_ENTRY && i < cases; i++)
            add_case(maker, i, cases, sessions * (i + 1) / cases - sessions * i / cases);
        bench_must(save_commit(maker->save, "Generated", &saved, &why), "save", &why);
    }
}

/* --- the vault --- */
static struct passphrase *passphrase_of_bench(void)
{
    struct passphrase *passphrase = NULL;
    struct why why = { 0 };

    bench_must(crypt_start(&why), "crypt", &why);
    bench_must(passphrase_new(&passphrase, &why), "passphrase", &why);
    bench_must(passphrase_add(passphrase, BENCH_PASSPHRASE, strlen(BENCH_PASSPHRASE)), "passphrase", NULL);
    return passphrase;
}

static struct store *create(const char *folder, const struct cli_words *words, const char *assets)
{
    struct passphrase *passphrase = passphrase_of_bench();
    struct store *store = NULL;
    struct why why = { 0 };
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", folder, BENCH_VAULT);
    bench_must(store_create(&(struct store_new){ .path = path,
                                                 .office = "Novi Grad",
                                                 .officer = "Ana",
                                                 .passphrase = passphrase,
                                                 .cost = { .operations = 1, .memory = 8 << 20 },
                                                 .assets = assets,
                                                 .catalogue = &domain_catalogue,
                                                 .vocabulary = words->entries,
                                                 .vocabulary_count = words->count },
                            &store, &why),
               "the vault", &why);
    bench_must(store_casework_open(store, passphrase, &why), "casework", &why);
    passphrase_free(passphrase);
    return store;
}

int main(int argc, char **argv)
{
    unsigned cases = argc == 4 ? (unsigned)strtoul(argv[2], NULL, 10) : 0,
             sessions = argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
    struct cli_words words = { 0 };
    struct maker maker = { .state = 7, .today = clock_today() };
    struct buf assets = { 0 };
    struct why why = { 0 };
    double started;

    if (cases == 0)
        bench_die("usage", "cases FOLDER CASES SESSIONS");
    umask(077);
    bench_must(path_assets(&assets, &why), "assets", &why);
    bench_must(cli_words_load(buf_text(&assets), &words, &why), "words", &why);
    maker.store = create(argv[1], &words, buf_text(&assets));
    maker.officer = store_officer_id(maker.store);
    started = seconds_now();
    add_cases(&maker, cases, sessions);
    printf("save_cases\t%.0f\n", (double)cases / (seconds_now() - started));
    store_close(maker.store);
    cli_words_release(&words);
    buf_release(&assets);
    return 0;
}
