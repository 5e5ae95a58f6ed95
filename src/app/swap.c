/*
 * Where the machine swaps to, and whether that is encrypted: memory of an open vault may end there. Swap in compressed
 * memory (zram) reaches no disk; a device counts as encrypted when it, or every device it is made of, is dm-crypt's.
 * What cannot be told counts as plain.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "guard_in.h"
#include "townkeep/base/i18n.h"

enum { DEPTH_MAX = 8, NAME_SIZE = 1024 };

static bool starts_like(const char *file, const char *start)
{
    char text[64] = "";
    FILE *stream = fopen(file, "re");

    if (!stream)
        return false;
    if (!fgets(text, sizeof text, stream))
        text[0] = '\0';
    fclose(stream);
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_encrypted(const char *device, int depth);

/* A partition, a logical volume or a RAID: as safe as the worst of what it stands on. */
static bool stands_on_encrypted(const char *device, int depth)
{
    char folder[NAME_SIZE], part[NAME_SIZE];
    const struct dirent *entry;
    DIR *parts;
    int count = 0, encrypted = 0;

    if ((size_t)snprintf(folder, sizeof folder, "%s/slaves", device) >= sizeof folder || !(parts = opendir(folder)))
        return false;
    while ((entry = readdir(parts))) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        if ((size_t)snprintf(part, sizeof part, "%s/%s", folder, entry->d_name) < sizeof part)
            encrypted += is_encrypted(part, depth + 1);
    }
    closedir(parts);
    return count > 0 && encrypted == count;
}

static bool is_encrypted(const char *device, int depth)
{
    char uuid[NAME_SIZE];

    if (depth > DEPTH_MAX || (size_t)snprintf(uuid, sizeof uuid, "%s/dm/uuid", device) >= sizeof uuid)
        return false;
    return starts_like(uuid, "CRYPT-") || stands_on_encrypted(device, depth);
}

/* A swap file is as safe as the disk it lies on. */
static bool is_safe(const char *swap, const char *devices)
{
    char device[NAME_SIZE];
    struct stat status;
    dev_t number;

    if (strncmp(swap, "/dev/zram", 9) == 0)
        return true;
    if (stat(swap, &status) != 0)
        return false;
    number = S_ISBLK(status.st_mode) ? status.st_rdev : status.st_dev;
    snprintf(device, sizeof device, "%s/%u:%u", devices, major(number), minor(number));
    return is_encrypted(device, 0);
}

struct guard swap_look_in(const char *list, const char *devices)
{
    FILE *stream = fopen(list, "re");
    char line[NAME_SIZE];
    int count = 0, plain = 0;

    if (!stream)
        return (struct guard){ GUARD_UNKNOWN, N_("Whether this computer swaps memory to a disk could not be found "
                                                 "out.") };
    while (fgets(line, sizeof line, stream)) {
        line[strcspn(line, " \t\n")] = '\0';
        if (line[0] != '/')
            continue; /* the heading */
        count++;
        plain += !is_safe(line, devices);
    }
    fclose(stream);
    if (plain > 0)
        return (struct guard){ GUARD_OFF, N_("This computer writes memory to a disk that is not encrypted (swap): text "
                                             "you read may end there. Ask whoever looks after it to encrypt it or "
                                             "switch it off.") };
    return count > 0 ? (struct guard){ GUARD_ON, N_("Memory that is swapped out lies encrypted or in memory.") }
                     : (struct guard){ GUARD_ON, N_("This computer does not swap memory to a disk.") };
}

struct guard swap_look(void)
{
    return swap_look_in("/proc/swaps", "/sys/dev/block");
}
