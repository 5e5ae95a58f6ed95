/* The pictures there are, each in a file of its own. */
#ifndef TOWNKEEP_PICTURE_PICTURE_IN_H
#define TOWNKEEP_PICTURE_PICTURE_IN_H

#include "townkeep/picture/picture.h"

extern const struct picture coverage_picture, ego_picture, adjacency_picture, paths_picture, bridges_picture,
    influence_picture, reach_picture, quality_picture;

#endif
