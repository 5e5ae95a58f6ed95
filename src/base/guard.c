/* The names of the guards and of their states. */
#include "townkeep/base/guard.h"

#include "townkeep/base/i18n.h"

static const struct {
    const char *name, *label;
} kinds[GUARD_COUNT] = {
    [GUARD_DUMPS] = { "dumps", N_("Memory dumps") },
    [GUARD_TRACING] = { "tracing", N_("Other programs") },
    [GUARD_MEMORY] = { "memory", N_("Keys") },
    [GUARD_SWAP] = { "swap", N_("Swap") },
    [GUARD_CALLS] = { "calls", N_("System calls") },
    [GUARD_FILES] = { "files", N_("Files") },
    [GUARD_ENVIRONMENT] = { "environment", N_("Environment") },
};

const char *guard_name(enum guard_kind kind)
{
    return kinds[kind].name;
}

const char *guard_label(enum guard_kind kind)
{
    return kinds[kind].label;
}

const char *guard_word(enum guard_state state)
{
    static const char *const words[GUARD_STATE_COUNT] = {
        [GUARD_UNKNOWN] = "unknown", [GUARD_ON] = "on", [GUARD_PARTLY] = "partly", [GUARD_OFF] = "off"
    };

    return words[state];
}
