/* The description of a tabular data package, from anywhere: whatever it says, no path in it leads out of its folder. */
#include <string.h>

#include "../../src/exchange/directory_in.h"
#include "fuzz.h"

static void run(const uint8_t *bytes, size_t len)
{
    struct package package = { 0 };
    struct why why = { 0 };

    if (package_read(&standard_hsds3, (const char *)bytes, len, &package, &why) != OK) {
        fuzz_must(why.text[0] != '\0', "a refusal has a sentence");
        return;
    }
    for (int i = 0; i < TABLES_MAX; i++) {
        const char *path = package.paths[i];

        fuzz_must(!path || package.is_described, "only a description names a path");
        fuzz_must(!path || (path[0] != '/' && strcmp(path, "..") != 0 && strncmp(path, "../", 3) != 0 &&
                            !strstr(path, "/../") && !strchr(path, ':')),
                  "a path stays in the folder");
    }
    package_release(&package);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const files[] = {
        "{\"name\": \"x\", \"resources\": [{\"name\": \"organizations\", \"path\": \"organizations.csv\"}]}",
        "{\"resources\": [{\"name\": \"service\", \"path\": [\"data/services.csv\"]}, {\"name\": 1, \"path\": {}}]}",
        "{\"resources\": [{\"name\": \"locations\", \"path\": \"a/../../etc/passwd\"}]}",
        "../../datapackage.json",
        "{\"resources\": [[[[[{}]]]]]}",
    };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        take(data, files[i], strlen(files[i]));
}

const struct fuzz_target fuzz_target_package = { .name = "package", .most = 4096, .run = run, .seeds = seeds };
