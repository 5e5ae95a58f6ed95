/* Every time limit of casework as it holds in this office, and whether it is the program's own. */
#include "casework_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/report.h"

enum {
    COLUMN_LIMIT,
    COLUMN_CODE,
    COLUMN_AMOUNT,
    COLUMN_TERTIARY,
    COLUMN_URGENT,
    COLUMN_STARTS,
    COLUMN_STATES,
    COLUMN_SET_BY,
    COLUMN_OWN,
    COLUMN_COUNT
};

static const char *amount_of(struct report_result *out, struct limit limit)
{
    char text[60];

    return limit.amount > 0 ? arena_copy(&out->text, limit_show(limit, text, sizeof text)) : "";
}

static const char *states_of(struct report_result *out, uint64_t states)
{
    struct buf list = { 0 };
    const char *text;
    enum err e = OK;

    for (int state = 0; state < CASE_STATE_COUNT && !e; state++) {
        if (states & UINT64_C(1) << state)
            e = buf_printf(&list, "%s%s", list.len > 0 ? "; " : "", case_state_label((enum case_state)state));
    }
    text = e ? NULL : arena_copy(&out->text, buf_text(&list));
    buf_release(&list);
    return text;
}

static enum err add_clock(struct report_result *out, struct report_sheet *sheet, const struct clock_limits *limits,
                          enum casework_clock clock)
{
    const struct clock_limit *of = &limits->of[clock];
    const char **cells = report_add_row(sheet);

    if (!cells)
        return E_MEMORY;
    cells[COLUMN_LIMIT] = _(of->label);
    cells[COLUMN_CODE] = of->code;
    cells[COLUMN_AMOUNT] = amount_of(out, of->limit);
    cells[COLUMN_TERTIARY] = amount_of(out, of->tertiary);
    cells[COLUMN_URGENT] = amount_of(out, (struct limit){ of->urgent_hours, LIMIT_HOURS });
    cells[COLUMN_STARTS] = _(of->starts);
    cells[COLUMN_STATES] = states_of(out, of->states);
    cells[COLUMN_SET_BY] = limits->by_office[clock] ? _("the office") : _("the program");
    cells[COLUMN_OWN] = limits->by_office[clock] ? amount_of(out, casework_clocks[clock].limit) : "";
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!cells[i])
            return E_MEMORY;
    }
    return OK;
}

enum err report_limits(struct store *store, const struct report_wish *wish, struct report_result *out, struct why *why)
{
    const struct report_column columns[COLUMN_COUNT] = {
        [COLUMN_LIMIT] = { "limit", _("Time limit"), false },
        [COLUMN_CODE] = { "code", _("Code"), false },
        [COLUMN_AMOUNT] = { "amount", _("How long"), false },
        [COLUMN_TERTIARY] = { "returning", _("For a person who comes back"), false },
        [COLUMN_URGENT] = { "urgent", _("When urgent"), false },
        [COLUMN_STARTS] = { "from", _("Counted from"), false },
        [COLUMN_STATES] = { "states", _("While it is"), false },
        [COLUMN_SET_BY] = { "set_by", _("Set by"), false },
        [COLUMN_OWN] = { "usual", _("Usual"), false },
    };
    struct report_sheet *sheet;
    struct clock_limits limits;
    enum err e = clock_limits_load(store, &limits, why);

    (void)wish;
    if (e)
        return e;
    sheet = report_add_sheet(out, "limits", _("Time limits of casework"), columns, COLUMN_COUNT, CLOCK_COUNT);
    if (!sheet)
        return why_set(why, E_MEMORY, N_("There is no memory left for the report."));
    sheet->note = _("Working days leave out the weekend and the holidays of the office. A limit can be moved, never "
                    "switched off; what the law sets can only be made shorter.");
    sheet->is_tall = true;
    for (enum casework_clock clock = 0; clock < CLOCK_COUNT && !e; clock++)
        e = add_clock(out, sheet, &limits, clock);
    return e ? why_set(why, e, N_("There is no memory left for the report.")) : OK;
}
