/*
 * datapackage.json, read: which file of the folder is which table. It comes from anywhere: no path may lead out of the
 * folder, and what is no description at all is as if there were none.
 */
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/i18n.h"

void package_release(struct package *package)
{
    for (int i = 0; i < TABLES_MAX; i++)
        free(package->paths[i]);
    *package = (struct package){ 0 };
}

/* Below the folder: not absolute, no address, no step upwards, nothing that is no text. */
static bool is_below(const char *path)
{
    const char *at = path;

    if (path[0] == '\0' || path[0] == '/' || strchr(path, '\\') || strchr(path, ':'))
        return false;
    for (const char *c = path; *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return false;
    }
    while (*at) {
        size_t len = strcspn(at, "/");

        if (len == 0 || (len == 1 && at[0] == '.') || (len == 2 && strncmp(at, "..", 2) == 0))
            return false;
        at += len + (at[len] == '/');
    }
    return true;
}

static enum err take_resource(const struct standard_rules *rules, const json_t *resource, struct package *out,
                              struct why *why)
{
    const char *name = json_string_value(json_object_get(resource, "name"));
    const json_t *where = json_object_get(resource, "path");
    const char *path =
        json_string_value(json_is_array(where) && json_array_size(where) == 1 ? json_array_get(where, 0) : where);
    int table = name ? table_find(rules, name) : -1;

    if (!path)
        return OK;
    if (!is_below(path))
        return why_set(
            why, E_INVALID,
            N_("datapackage.json names a file outside its folder, \"%s\": nothing of this package is taken."), path);
    if (table < 0 || out->paths[table])
        return OK;
    return text_copy(&out->paths[table], path);
}

enum err package_read(const struct standard_rules *rules, const char *bytes, size_t len, struct package *out,
                      struct why *why)
{
    json_t *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *resources = json_object_get(root, "resources"), *resource;
    size_t i;
    enum err e = OK;

    *out = (struct package){ .is_described = json_is_array(resources) };
    json_array_foreach(resources, i, resource)
    {
        if ((e = take_resource(rules, resource, out, why)))
            break;
    }
    json_decref(root);
    if (e)
        package_release(out);
    return e;
}
