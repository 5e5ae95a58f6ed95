/* A row as the table keeps it; shared by its handling and its drawing. */
#ifndef TOWNKEEP_UI_TABLE_IN_H
#define TOWNKEEP_UI_TABLE_IN_H

#include "townkeep/ui/table.h"

struct table_line {
    int64_t id;
    char **cells; /* TABLE_COLUMNS texts and, behind them, the warning; owned */
    enum style style;
    bool marked;
};

#endif
