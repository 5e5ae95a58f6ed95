/* Keys for widgets under test. */
#ifndef TOWNKEEP_TESTS_UI_PRESS_H
#define TOWNKEEP_TESTS_UI_PRESS_H

#include "townkeep/base/text.h"
#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

static inline struct event key_event(uint32_t key)
{
    return (struct event){ .kind = EVENT_KEY, .key = key };
}

/* Each character of `text` to `call`, as `event`. */
#define TYPE(text, call)                                             \
    do {                                                             \
        size_t at_ = 0;                                              \
        const char *text_ = (text);                                  \
        for (uint32_t key_; (key_ = text_next(text_, &at_)) != 0;) { \
            struct event event = key_event(key_);                    \
            (void)(call);                                            \
        }                                                            \
    } while (0)

#endif
