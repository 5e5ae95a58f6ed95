/* The menus behind the home screen: what belongs to an area, errands first, then its kinds of records with how many
 * there are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/domain/catalogue.h"

enum { COUNT_MOST = 99999, TYPES_FROM = 1000, HELP_ROWS = 3, MENU_WIDTH = 52 };

struct area_menu {
    struct screen screen;
    enum menu_area area;
    struct menu menu;
};

static struct area_menu *menu_of(struct screen *screen)
{
    return (struct area_menu *)screen;
}

/* --- errands --- */
static struct screen *open_intake(void)
{
    return intake_screen_new(0);
}

static struct screen *open_advice(void)
{
    return advice_screen_new(0);
}

static struct screen *open_copies(void)
{
    return copies_screen_new(0, 0);
}

static struct screen *open_party_import(void)
{
    return import_screen_new(&party_type);
}

static struct screen *open_attendance_import(void)
{
    return import_screen_new(&attendance_type);
}

static struct screen *open_history(void)
{
    return history_screen_new(NULL, 0);
}

static struct screen *open_access_log(void)
{
    return access_log_screen_new(0);
}

static struct screen *open_party_export(void)
{
    return export_screen_new(&party_type);
}

static struct screen *open_mapping_round(void)
{
    return mapping_round_screen_new(0);
}

static const struct errand table[] = {
    { .area = MENU_REFERRALS,
      .label = N_("Take in a referral"),
      .help = N_("Six small steps while the caller is on the phone; what is typed is kept at once."),
      .type = &referral_type,
      .open = open_intake,
      .writes = true },
    { .area = MENU_REFERRALS,
      .label = N_("Give advice without a name"),
      .help = N_("Somebody asks what to do: what was asked and what was advised, and nobody is named."),
      .type = &advice_contact_type,
      .open = open_advice,
      .writes = true },
    { .area = MENU_REFERRALS,
      .label = N_("Find a person by name"),
      .help = N_("In referrals and cases, with a reason that goes into the log."),
      .type = &episode_type,
      .open = person_search_screen_new,
      .writes = true,
      .behind = true },
    { .area = MENU_REFERRALS,
      .label = N_("Kept or not"),
      .help = N_("What has ended and is due: keep it longer, keep only figures, or erase it. Two decide."),
      .type = &referral_type,
      .open = retention_screen_new,
      .behind = true },
    { .area = MENU_REFERRALS,
      .label = N_("Numbers"),
      .help = N_("How casework goes, by quarters: what each number is a number of, with nobody to be told from it."),
      .type = &referral_type,
      .open = numbers_screen_new,
      .behind = true },
    { .area = MENU_REFERRALS,
      .label = N_("Copies given out"),
      .help = N_("Numbered papers and files of cases: who has them, and what became of them."),
      .type = &copy_type,
      .open = open_copies,
      .behind = true },
    { .area = MENU_OFFICE,
      .label = N_("Officers"),
      .help = N_("Who opens this vault, with which role; add, remove, passphrases."),
      .open = officers_screen_new },
    { .area = MENU_OFFICE,
      .label = N_("Backup now"),
      .help = N_("An encrypted copy of the vault on another disk, read back and checked."),
      .open = backup_screen_new },
    { .area = MENU_OFFICE,
      .label = N_("Check the vault"),
      .help = N_("Every page, every entry's signature and chain, every record."),
      .open = verify_screen_new },
    { .area = MENU_OFFICE,
      .label = N_("Salvage"),
      .help = N_("A new vault of everything that can be read of this damaged one, and a list of what is lost."),
      .open = salvage_screen_new,
      .mends = true },
    { .area = MENU_OFFICE,
      .label = N_("Recovery codes"),
      .help = N_("Two codes on paper for the day a passphrase is lost: new ones, and testing them."),
      .open = recovery_screen_new },
    { .area = MENU_OFFICE,
      .label = N_("History of the vault"),
      .help = N_("Every save, who made it and when, signatures checked."),
      .open = open_history },
    { .area = MENU_OFFICE,
      .label = N_("Settings"),
      .help = N_("Language, looks, lock, backup folder."),
      .open = settings_screen_new },
    { .area = MENU_OFFICE,
      .label = N_("About Townkeep"),
      .help = N_("Version, licence, where things are kept."),
      .open = about_screen_new },
    { .area = MENU_OFFICE,
      .label = N_("New key for the vault"),
      .help = N_("When somebody has left: every page is written anew under another key."),
      .open = rekey_screen_new,
      .writes = true },
    { .area = MENU_OFFICE,
      .label = N_("Exported files"),
      .help = N_("Every file that was written for others, and whether it still lies there."),
      .open = exports_screen_new,
      .behind = true },
    { .area = MENU_OFFICE,
      .label = N_("Header on paper"),
      .help = N_("Lines to print, for the day both headers of the file are destroyed."),
      .open = sheet_screen_new,
      .writes = true },
    { .area = MENU_OFFICE,
      .label = N_("Who looked at cases"),
      .help = N_("Who opened which case, when and for what, without a word of it: for team leads and reviewers."),
      .open = open_access_log },
    { .area = MENU_OFFICE,
      .label = N_("Decisions of two"),
      .help = N_("What waits for a second officer or is to be carried out; the order of steps of the office."),
      .type = &decision_type,
      .open = decisions_screen_new },
    { .area = MENU_STAKEHOLDERS,
      .label = N_("Import organisations"),
      .help = N_("From a spreadsheet file (CSV), after a trial run that changes nothing."),
      .type = &party_type,
      .open = open_party_import,
      .writes = true },
    { .area = MENU_STAKEHOLDERS,
      .label = N_("Export organisations"),
      .help = N_("To a file for somebody else; the log says so."),
      .type = &party_type,
      .open = open_party_export,
      .writes = true },
    { .area = MENU_STAKEHOLDERS,
      .label = N_("Pictures"),
      .help = N_("Who works on what and where, and more to look at; each place opens the records behind it."),
      .type = &party_type,
      .open = pictures_screen_new,
      .behind = true },
    { .area = MENU_STAKEHOLDERS,
      .label = N_("Mapping round"),
      .help = N_("Who is missing on the map, one question after another; and verifying a few stakeholders a day."),
      .type = &mapping_round_type,
      .open = open_mapping_round,
      .behind = true },
    { .area = MENU_STAKEHOLDERS,
      .label = N_("Duplicates"),
      .help = N_("Who may be on the map twice, and why; link them, and nothing is lost."),
      .type = &party_type,
      .open = duplicates_screen_new,
      .behind = true },
    { .area = MENU_STAKEHOLDERS,
      .label = N_("Places by postcode"),
      .help = N_("Stakeholders and sites without a place get one by postcode or coordinates; told before it is done."),
      .type = &party_type,
      .open = placing_screen_new,
      .writes = true,
      .behind = true },
    { .area = MENU_TRAINING,
      .label = N_("Import attendance"),
      .help = N_("From a spreadsheet file (CSV), after a trial run that changes nothing."),
      .type = &attendance_type,
      .open = open_attendance_import,
      .writes = true },
};

const struct errand *errands(int *count)
{
    *count = ARRAY_COUNT(table);
    return table;
}

/* --- loading --- */
static char next_digit(const struct menu *menu)
{
    return menu->count < 9 ? (char)('1' + menu->count) : menu->count == 9 ? '0' : '\0';
}

static const char *refusal_of(const struct flow *flow, const struct record_type *type)
{
    if (!type || flow_may_show(flow, type))
        return NULL;
    return flow_meeting(flow) ? _("Casework is not shown in meeting mode. Ctrl-Y ends it.")
                              : _("Your role does not open this part.");
}

bool errand_is_there(const struct flow *flow, const struct errand *errand)
{
    return !errand->mends || (flow->store && store_is_damaged(flow->store, NULL, NULL));
}

const char *errand_refusal(const struct flow *flow, const struct errand *errand)
{
    const char *refusal = refusal_of(flow, errand->type);

    return refusal || !errand->writes || !flow->store ? refusal : store_read_only(flow->store);
}

static void add_errands(struct area_menu *menu, const struct flow *flow, bool behind)
{
    for (int i = 0; i < ARRAY_COUNT(table); i++) {
        const char *refusal = errand_refusal(flow, &table[i]);

        if (table[i].area == menu->area && table[i].behind == behind && errand_is_there(flow, &table[i]))
            menu_add(&menu->menu, &(struct menu_item){ .digit = next_digit(&menu->menu),
                                                       .label = _(table[i].label),
                                                       .detail = _(table[i].help),
                                                       .count = -1,
                                                       .refused = refusal != NULL,
                                                       .why = refusal,
                                                       .what = i });
    }
}

static enum err add_type(struct area_menu *menu, struct flow *flow, int index, struct why *why)
{
    const struct record_type *type = domain_catalogue.types[index];
    const char *refusal = refusal_of(flow, type);
    struct menu_item item = { .digit = next_digit(&menu->menu),
                              .label = _(type->plural),
                              .detail = type->hint ? _(type->hint) : NULL,
                              .count = -1,
                              .refused = refusal != NULL,
                              .why = refusal,
                              .what = TYPES_FROM + index };
    struct query query;
    size_t count = 0;

    if (!refusal) {
        query_init(&query, type);
        if (store_count(flow_store(flow), &query, COUNT_MOST, &count, &item.more, why))
            return why ? why->code : E_SYSTEM;
        item.count = (long)count;
    }
    menu_add(&menu->menu, &item);
    return OK;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct area_menu *menu = menu_of(screen);
    struct area body = screen->body;

    (void)flow;
    menu_place(&menu->menu,
               (struct area){ body.x + 2, body.y + 1, body.width - 4 < MENU_WIDTH ? body.width - 4 : MENU_WIDTH,
                              body.height - HELP_ROWS - 3 });
}

/* Officers and mapping rounds have errands of their own. */
static bool has_row(const struct record_type *type, enum menu_area area)
{
    return type->menu == area && !type->of_another && type != &officer_type && type != &mapping_round_type;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct area_menu *menu = menu_of(screen);
    int selected = menu->menu.selected;
    bool records_first = menu->area != MENU_OFFICE && menu->area != MENU_REFERRALS;
    enum err e = OK;

    menu->menu.count = 0;
    if (!records_first)
        add_errands(menu, flow, false);
    for (size_t i = 0; i < domain_catalogue.count && !e; i++) {
        if (has_row(domain_catalogue.types[i], menu->area))
            e = add_type(menu, flow, (int)i, why);
    }
    if (records_first)
        add_errands(menu, flow, false);
    add_errands(menu, flow, true);
    menu->menu.selected = selected < menu->menu.count ? selected : 0;
    place(screen, flow);
    return e;
}

/* --- events --- */
static void choose(struct area_menu *menu, struct flow *flow)
{
    int what = menu->menu.items[menu->menu.selected].what;

    if (what >= TYPES_FROM)
        flow_push(flow, records_screen_new(domain_catalogue.types[what - TYPES_FROM]), 0);
    else if (what >= 0 && what < ARRAY_COUNT(table))
        flow_push(flow, table[what].open(), 0);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct area_menu *menu = menu_of(screen);
    enum menu_result result = menu_handle(&menu->menu, event);

    if (result == MENU_CHOSEN)
        choose(menu, flow);
    else if (result == MENU_REFUSED)
        flow_refuse_text(flow, menu->menu.items[menu->menu.selected].why);
    return result != MENU_IGNORED;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct area_menu *menu = (const struct area_menu *)screen;
    const struct menu_item *item = menu_selected(&menu->menu);
    struct area body = screen->body, area = { body.x + 2, body.y + body.height - HELP_ROWS, body.width - 4, HELP_ROWS };

    (void)flow;
    menu_draw(&menu->menu, grid, true);
    if (item && item->detail)
        draw_wrapped(grid, area, 0, STYLE_DIM, item->detail);
}

static void title(const struct screen *screen, struct buf *out)
{
    static const char *const names[MENU_AREA_COUNT] = {
        [MENU_NONE] = "",
        [MENU_STAKEHOLDERS] = N_("Stakeholders"),
        [MENU_PROGRAMMES] = N_("Programmes"),
        [MENU_REFERRALS] = N_("Referrals and cases"),
        [MENU_TRAINING] = N_("Training"),
        [MENU_TASKS] = N_("Tasks"),
        [MENU_OFFICE] = N_("Office"),
    };

    if (buf_add_str(out, _(names[((const struct area_menu *)screen)->area])))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Arrows and Enter, the number, or the first letter.")))
        buf_clear(out);
}

static bool is_casework(const struct screen *screen)
{
    return ((const struct area_menu *)screen)->area == MENU_REFERRALS;
}

static void close_menu(struct screen *screen)
{
    free(screen);
}

static const struct screen_kind kind = {
    .name = "menu",
    .purpose = N_("What belongs to this part of the work. The sentence below says what the selected row is."),
    .open = load,
    .resume = load,
    .refresh = load,
    .resized = place,
    .handle = handle,
    .draw = draw,
    .title = title,
    .hint = hint,
    .is_casework = is_casework,
    .close = close_menu,
};

struct screen *menu_screen_new(enum menu_area area)
{
    struct area_menu *menu = screen_alloc(sizeof *menu, &kind);

    if (menu)
        menu->area = area;
    return menu ? &menu->screen : NULL;
}
