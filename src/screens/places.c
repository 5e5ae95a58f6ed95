/* The places of the program: one table behind the home screen's menu, the F9 menu and the palette; and which screen a
 * record opens in. */
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "form_part_in.h"
#include "townkeep/domain/catalogue.h"

static struct screen *open_stakeholders(void)
{
    return menu_screen_new(MENU_STAKEHOLDERS);
}

static struct screen *open_programmes(void)
{
    return menu_screen_new(MENU_PROGRAMMES);
}

static struct screen *open_referrals(void)
{
    return menu_screen_new(MENU_REFERRALS);
}

static struct screen *open_training(void)
{
    return menu_screen_new(MENU_TRAINING);
}

static struct screen *open_office(void)
{
    return menu_screen_new(MENU_OFFICE);
}

static struct screen *open_search(void)
{
    return search_screen_new(NULL);
}

static const struct place table[] = {
    { .digit = '1',
      .label = N_("Stakeholders"),
      .type = &party_type,
      .open = open_stakeholders,
      .help = N_("Organisations and people, their contacts, how they work together, services, places.") },
    { .digit = '2',
      .label = N_("Programmes"),
      .type = &programme_type,
      .open = open_programmes,
      .help = N_("Programmes with their activities and whom they reach, and the practice library.") },
    { .digit = '3',
      .label = N_("Referrals and cases"),
      .type = &referral_type,
      .open = open_referrals,
      .help = N_("Take in a referral, screen it, see where each one stands.") },
    { .digit = '4',
      .label = N_("Training"),
      .type = &course_type,
      .open = open_training,
      .help = N_("Courses, sessions, who is enrolled and who was there.") },
    { .digit = '5',
      .label = N_("Tasks"),
      .type = &task_type,
      .open = tasks_screen_new,
      .help = N_("Who does what until when."),
      .only = { "status!=done", "status!=dropped" } },
    { .digit = '9',
      .label = N_("Search everything"),
      .open = open_search,
      .help = N_("Words in any record you may read.") },
    { .digit = '0',
      .label = N_("Office, backup, settings"),
      .open = open_office,
      .help = N_("Officers, word lists, backup and checks, settings of this program.") },
};

const struct place *places(int *count)
{
    *count = ARRAY_COUNT(table);
    return table;
}

const char *place_refusal(const struct flow *flow, const struct place *place)
{
    if (!place->type || flow_may_show(flow, place->type))
        return NULL;
    return flow_meeting(flow) ? _("Casework is not shown in meeting mode. Ctrl-Y ends it.")
                              : _("Your role does not open this part.");
}

struct screen *records_screen_new(const struct record_type *type)
{
    if (type == &exported_file_type)
        return exports_screen_new();
    return type == &casework_limit_type ? limits_screen_new() : list_screen_new(type);
}

struct screen *record_screen_new(const struct record_type *type, int64_t id)
{
    if (type == &referral_type)
        return referral_screen_new(id);
    if (type == &episode_type)
        return case_screen_new(id);
    if (type == &advice_contact_type)
        return advice_screen_new(id);
    if (type == &panel_meeting_type)
        return panel_screen_new(id);
    if (type == &panel_item_type)
        return panel_item_screen_new(id);
    if (type == &access_request_type)
        return access_request_screen_new(id);
    if (type == &copy_type)
        return copies_screen_new(0, id);
    if (type == &assessment_type)
        return assessment_screen_new(0, id);
    if (type == &assessment_item_type)
        return assessment_item_screen_new(id);
    if (type == &support_plan_type)
        return plan_version_screen_new(id);
    if (type == &review_type)
        return review_screen_new(0, id);
    if (type == &decision_type)
        return decisions_screen_new();
    if (type == &mapping_round_type)
        return mapping_round_screen_new(id);
    return type == &session_type ? roster_screen_new(id) : detail_screen_new(type, id);
}

struct screen *draft_screen_new(const struct record_type *type, int64_t id)
{
    static const struct record_type *const on_their_own[] = { &assessment_type, &assessment_item_type, &review_type };

    if (type == &referral_type)
        return intake_screen_new(id);
    for (int i = 0; i < ARRAY_COUNT(on_their_own); i++) {
        if (type == on_their_own[i])
            return record_screen_new(type, id);
    }
    return form_screen_new(type, id);
}

struct screen *record_screen_new_blank(const struct record_type *type)
{
    if (type == &advice_contact_type)
        return advice_screen_new(0);
    return type == &referral_type ? intake_screen_new(0) : form_screen_new(type, 0);
}

/* The stakeholder, when nothing else is given beside; 0. */
static int64_t party_alone(const char *fields)
{
    static const char key[] = "party=";
    char *end;
    int64_t party;

    if (strncmp(fields, key, sizeof key - 1) != 0)
        return 0;
    party = strtoll(fields + sizeof key - 1, &end, 10);
    return end[strspn(end, "\n")] == '\0' ? party : 0;
}

struct screen *record_screen_new_with(const struct record_type *type, const char *fields)
{
    if (type == &party_assessment_type && party_alone(fields))
        return assess_screen_new(party_alone(fields), 0);
    return type == &referral_type ? intake_screen_new(0) : form_screen_new_with(type, fields);
}

/* --- the F9 menu: the same places in a box over any screen --- */
struct places_box {
    struct screen screen;
    struct menu menu;
};

static struct area box_of(const struct screen *screen, int count)
{
    return area_centred(screen->body, 46, count + 4);
}

static void place_menu(struct screen *screen, struct flow *flow)
{
    struct places_box *box = (struct places_box *)screen;

    (void)flow;
    menu_place(&box->menu, area_inside(box_of(screen, box->menu.count), 2));
}

static enum err open_box(struct screen *screen, struct flow *flow, struct why *why)
{
    struct places_box *box = (struct places_box *)screen;

    (void)why;
    menu_add(&box->menu, &(struct menu_item){ .digit = 'h', .label = _("Home"), .count = -1, .what = -1 });
    for (int i = 0; i < ARRAY_COUNT(table); i++) {
        const char *refusal = place_refusal(flow, &table[i]);
        struct menu_item item = { .digit = table[i].digit,
                                  .label = _(table[i].label),
                                  .count = -1,
                                  .refused = refusal != NULL,
                                  .why = refusal,
                                  .what = i };

        if (!(flow_meeting(flow) && refusal))
            menu_add(&box->menu, &item);
    }
    place_menu(screen, flow);
    return OK;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct places_box *box = (struct places_box *)screen;
    enum menu_result result = menu_handle(&box->menu, event);
    int what = box->menu.items[box->menu.selected].what;

    if (result == MENU_REFUSED)
        flow_refuse_text(flow, box->menu.items[box->menu.selected].why);
    if (result == MENU_CHOSEN) {
        flow_pop(flow);
        if (what < 0)
            flow_home(flow);
        else
            flow_go(flow, table[what].open());
    }
    return result != MENU_IGNORED;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct places_box *box = (const struct places_box *)screen;

    (void)flow;
    draw_box(grid, box_of(screen, box->menu.count), _("Go to"));
    menu_draw(&box->menu, grid, true);
}

static void close_box(struct screen *screen)
{
    free(screen);
}

static const struct screen_kind kind = {
    .name = "places",
    .purpose = N_("All places of the program; the number or the first letter takes you there."),
    .overlay = true,
    .open = open_box,
    .resized = place_menu,
    .handle = handle,
    .draw = draw,
    .close = close_box,
};

struct screen *places_screen_new(void)
{
    return screen_alloc(sizeof(struct places_box), &kind);
}
