/* Shared by the fences: whether this build is one that must be able to trace itself. */
#ifndef TOWNKEEP_APP_GUARD_IN_H
#define TOWNKEEP_APP_GUARD_IN_H

#include "townkeep/app/guard.h"

#if defined(__SANITIZE_ADDRESS__)
#define IS_TRACED_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_TRACED_BUILD 1
#endif
#endif
#ifndef IS_TRACED_BUILD
#define IS_TRACED_BUILD 0
#endif

#endif
