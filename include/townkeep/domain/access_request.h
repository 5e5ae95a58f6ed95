/* The clock of a request for access (GDPR Art 12(3): one month from receipt, two more when it is complex). */
#ifndef TOWNKEEP_DOMAIN_ACCESS_REQUEST_H
#define TOWNKEEP_DOMAIN_ACCESS_REQUEST_H

#include "townkeep/schema/schema.h"

/* The day by which it is to be answered, `months` after receipt, later by the days it was not known who asks. False
 * while that is being asked: then the clock stands still. */
bool access_request_due(const struct record *request, int months, struct date *due);

#endif
