/* The picture of coverage, which coverage.c loads and coverage_draw.c draws. */
#ifndef TOWNKEEP_PICTURE_COVERAGE_IN_H
#define TOWNKEEP_PICTURE_COVERAGE_IN_H

#include "townkeep/domain/coverage.h"
#include "townkeep/picture/picture.h"

enum coverage_order { ORDER_LIST, ORDER_GAPS, ORDER_SUM };

/* Translated; a column without a place has words too. */
const char *coverage_place_name(const struct coverage_column *column);
MUST_USE enum err coverage_draw(const struct coverage *coverage, enum coverage_order order, int width,
                                struct canvas *canvas);

#endif
