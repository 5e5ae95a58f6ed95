/* Names and sealed text that hide themselves again: see shown_in.h. */
#include "shown_in.h"

#include "flow_in.h"
#include "townkeep/base/date.h"

enum { SHOWN_MILLISECONDS = 20000 };

int64_t shown_from_now(void)
{
    return clock_monotonic() + SHOWN_MILLISECONDS;
}

bool shown_is_over(int64_t hidden_at, const struct event *event)
{
    return event->kind == EVENT_TICK && hidden_at && clock_monotonic() >= hidden_at;
}

long long shown_seconds_left(int64_t hidden_at)
{
    return (long long)(hidden_at - clock_monotonic() + 999) / 1000;
}

int64_t shown_toggle(int64_t hidden_at, struct flow *flow, const struct record_type *type, int64_t id)
{
    struct why why = { 0 };

    if (hidden_at)
        return 0;
    if (store_log_view(flow_store(flow), type, id, "name", &why)) {
        flow_refuse(flow, &why);
        return 0;
    }
    return shown_from_now();
}
