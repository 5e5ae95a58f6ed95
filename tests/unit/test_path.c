/* Folders, and reading and writing files that may be traps. */
#include <CUnit/CUnit.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/path.h"
#include "unit.h"

void suite_path(void);

static void paths_are_joined_with_one_slash(void)
{
    struct buf out = { 0 };

    CU_ASSERT_EQUAL(path_join(&out, "/a", "b"), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "/a/b");
    buf_clear(&out);
    CU_ASSERT_EQUAL(path_join(&out, "/a/", "b"), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "/a/b");
    buf_clear(&out);
    CU_ASSERT_EQUAL(path_join(&out, "", "b"), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "b");
    buf_release(&out);
}

/* These tests change the environment; the others get it back as it was. */
static const char *const variables[] = { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME" };

static void keep_environment(char *kept[4])
{
    for (size_t i = 0; i < 4; i++) {
        const char *value = getenv(variables[i]);

        kept[i] = value ? strdup(value) : NULL;
    }
}

static void restore_environment(char *kept[4])
{
    for (size_t i = 0; i < 4; i++) {
        if (kept[i])
            setenv(variables[i], kept[i], 1);
        else
            unsetenv(variables[i]);
        free(kept[i]);
    }
}

static void the_standard_folders_are_honoured(void)
{
    struct buf out = { 0 };
    struct why why = { 0 };
    char *kept[4];

    keep_environment(kept);
    setenv("HOME", "/home/ada", 1);
    unsetenv("XDG_DATA_HOME");
    CU_ASSERT_EQUAL(path_data(&out, &why), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "/home/ada/.local/share/townkeep");
    buf_clear(&out);
    setenv("XDG_CONFIG_HOME", "/x", 1);
    CU_ASSERT_EQUAL(path_config(&out, &why), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "/x/townkeep");
    buf_clear(&out);
    setenv("XDG_STATE_HOME", "not/absolute", 1);
    CU_ASSERT_EQUAL(path_state(&out, &why), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "/home/ada/.local/state/townkeep");
    restore_environment(kept);
    buf_release(&out);
}

static void without_a_home_the_officer_is_told(void)
{
    struct buf out = { 0 };
    struct why why = { 0 };
    char *kept[4];

    keep_environment(kept);
    unsetenv("HOME");
    unsetenv("XDG_DATA_HOME");
    CU_ASSERT_EQUAL(path_data(&out, &why), E_SYSTEM);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "HOME"));
    setenv("HOME", "relative", 1);
    CU_ASSERT_EQUAL(path_data(&out, &why), E_SYSTEM);
    restore_environment(kept);
    buf_release(&out);
}

static bool ends_with(const struct buf *buf, const char *end)
{
    return buf->len >= strlen(end) && strcmp(buf->data + buf->len - strlen(end), end) == 0;
}

static void what_is_shipped_is_found_from_where_the_program_stands(void)
{
    struct buf out = { 0 }, schema = { 0 };
    struct why why = { 0 };
    enum err e;

    CU_ASSERT_EQUAL_FATAL(path_assets(&out, &why), OK);
    CU_ASSERT_TRUE(out.data[0] == '/' && ends_with(&out, "/assets"));
    CU_ASSERT_EQUAL(path_join(&schema, buf_text(&out), "schema"), OK);
    CU_ASSERT_TRUE(path_exists(buf_text(&schema)));
    buf_clear(&out);
    CU_ASSERT_EQUAL(path_shipped_config(&out, &why), OK);
    CU_ASSERT_TRUE(ends_with(&out, "/config"));
    buf_clear(&out);
    e = path_locale(&out, &why);
    CU_ASSERT_TRUE(e == OK ? ends_with(&out, "/locale") : e == E_NOT_FOUND && out.len == 0);
    buf_release(&out);
    buf_release(&schema);
}

static void folders_are_made_for_the_owner_alone(void)
{
    char folder[UNIT_PATH_SIZE], deep[UNIT_PATH_SIZE], file[UNIT_PATH_SIZE];
    struct stat status;
    struct why why = { 0 };

    unit_folder(folder);
    unit_path(folder, "a/b//c/", deep);
    CU_ASSERT_EQUAL(path_make_folders(deep, &why), OK);
    CU_ASSERT_EQUAL(stat(deep, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 07777, 0700);
    CU_ASSERT_EQUAL(path_make_folders(deep, &why), OK);
    CU_ASSERT_TRUE(path_exists(deep));
    unit_path(folder, "file", file);
    CU_ASSERT_FALSE(path_exists(file));
    CU_ASSERT_EQUAL(path_write_file(file, "x", 1, &why), OK);
    CU_ASSERT_EQUAL(path_make_folders(file, &why), E_INVALID);
    unit_path(folder, "file/below", file);
    CU_ASSERT_EQUAL(path_make_folders(file, &why), E_SYSTEM);
    unit_folder_remove(folder);
}

static void a_file_comes_back_as_it_was_written(void)
{
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    static char big[300001];
    struct buf out = { 0 };
    struct why why = { 0 };
    struct stat status;

    for (size_t i = 0; i < sizeof big; i++)
        big[i] = (char)(i * 7);
    unit_folder(folder);
    unit_path(folder, "file", path);
    CU_ASSERT_EQUAL(path_write_file(path, big, sizeof big, &why), OK);
    CU_ASSERT_EQUAL(stat(path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 07777, 0600);
    CU_ASSERT_EQUAL(buf_add_str(&out, "before"), OK);
    CU_ASSERT_EQUAL(path_read_file(path, sizeof big, &out, &why), OK);
    CU_ASSERT_EQUAL_FATAL(out.len, 6 + sizeof big);
    CU_ASSERT_EQUAL(memcmp(out.data + 6, big, sizeof big), 0);
    buf_clear(&out);
    CU_ASSERT_EQUAL(path_write_file(path, "", 0, &why), OK);
    CU_ASSERT_EQUAL(path_read_file(path, 0, &out, &why), OK);
    CU_ASSERT_EQUAL(out.len, 0);
    buf_release(&out);
    unit_folder_remove(folder);
}

static void a_file_too_large_is_refused_in_words(void)
{
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct buf out = { 0 };
    struct why why = { 0 };

    unit_folder(folder);
    unit_path(folder, "file", path);
    CU_ASSERT_EQUAL(path_write_file(path, "12345", 5, &why), OK);
    CU_ASSERT_EQUAL(buf_add_str(&out, "kept"), OK);
    CU_ASSERT_EQUAL(path_read_file(path, 4, &out, &why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "larger"));
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "kept");
    /* These say they are empty and are not. */
    CU_ASSERT_EQUAL(path_read_file("/proc/self/status", 10, &out, &why), E_INVALID);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "kept");
    CU_ASSERT_EQUAL(path_read_file("/proc/self/status", 100000, &out, &why), OK);
    buf_release(&out);
    unit_folder_remove(folder);
}

static void what_is_no_file_is_refused_in_words(void)
{
    char folder[UNIT_PATH_SIZE], file[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    char name[300];
    struct buf out = { 0 };
    struct why why = { 0 };

    unit_folder(folder);
    unit_path(folder, "file", file);
    CU_ASSERT_EQUAL(path_write_file(file, "x", 1, &why), OK);
    CU_ASSERT_EQUAL(path_read_file(folder, 100, &out, &why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "folder"));
    unit_path(folder, "fifo", path);
    CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
    CU_ASSERT_EQUAL(path_read_file(path, 100, &out, &why), E_INVALID);
    CU_ASSERT_EQUAL(path_write_file(path, "x", 1, &why), E_INVALID);
    unit_path(folder, "link", path);
    CU_ASSERT_EQUAL(symlink(file, path), 0);
    CU_ASSERT_EQUAL(path_read_file(path, 100, &out, &why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "link"));
    CU_ASSERT_EQUAL(path_read_file("/dev/zero", 100, &out, &why), E_INVALID);
    CU_ASSERT_EQUAL(path_write_file("/dev/null", "x", 1, &why), E_INVALID);
    CU_ASSERT_EQUAL(path_write_file(folder, "x", 1, &why), E_INVALID);
    unit_path(folder, "absent", path);
    CU_ASSERT_EQUAL(path_read_file(path, 100, &out, &why), E_NOT_FOUND);
    unit_path(folder, "file/below", path);
    CU_ASSERT_EQUAL(path_read_file(path, 100, &out, &why), E_NOT_FOUND);
    CU_ASSERT_EQUAL(path_write_file(path, "x", 1, &why), E_NOT_FOUND);
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    unit_path(folder, name, path);
    CU_ASSERT_EQUAL(path_read_file(path, 100, &out, &why), E_INVALID);
    CU_ASSERT_EQUAL(out.len, 0);
    buf_release(&out);
    unit_folder_remove(folder);
}

static void writing_replaces_a_link_and_not_what_it_leads_to(void)
{
    char folder[UNIT_PATH_SIZE], file[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct buf out = { 0 };
    struct why why = { 0 };

    unit_folder(folder);
    unit_path(folder, "precious", file);
    unit_path(folder, "link", path);
    CU_ASSERT_EQUAL(path_write_file(file, "kept", 4, &why), OK);
    CU_ASSERT_EQUAL(symlink(file, path), 0);
    CU_ASSERT_EQUAL(path_write_file(path, "new", 3, &why), OK);
    CU_ASSERT_EQUAL(path_read_file(file, 100, &out, &why), OK);
    CU_ASSERT_EQUAL(path_read_file(path, 100, &out, &why), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "keptnew");
    buf_release(&out);
    unit_folder_remove(folder);
}

static void a_failed_write_leaves_the_old_file_and_nothing_else(void)
{
    static const char bytes[4096];
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct rlimit limit, before;
    struct buf out = { 0 };
    struct why why = { 0 };

    unit_folder(folder);
    unit_path(folder, "file", path);
    CU_ASSERT_EQUAL(path_write_file(path, "old", 3, &why), OK);
    /* A limit on the size of files stops the write when part of it is out, as a full disk would. */
    CU_ASSERT_EQUAL(getrlimit(RLIMIT_FSIZE, &limit), 0);
    before = limit;
    limit.rlim_cur = 1000;
    signal(SIGXFSZ, SIG_IGN);
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &limit), 0);
    CU_ASSERT_EQUAL(path_write_file(path, bytes, sizeof bytes, &why), E_SYSTEM);
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    CU_ASSERT_EQUAL(path_read_file(path, 100, &out, &why), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "old");
    CU_ASSERT_EQUAL(unlink(path), 0);
    /* Only an empty folder can be removed. */
    CU_ASSERT_EQUAL(rmdir(folder), 0);
    buf_release(&out);
}

void suite_path(void)
{
    CU_pSuite s = CU_add_suite("path", NULL, NULL);

    CU_add_test(s, "paths are joined with one slash", paths_are_joined_with_one_slash);
    CU_add_test(s, "the standard folders are honoured", the_standard_folders_are_honoured);
    CU_add_test(s, "without a home the officer is told", without_a_home_the_officer_is_told);
    CU_add_test(s, "what is shipped is found from where the program stands",
                what_is_shipped_is_found_from_where_the_program_stands);
    CU_add_test(s, "folders are made for the owner alone", folders_are_made_for_the_owner_alone);
    CU_add_test(s, "a file comes back as it was written", a_file_comes_back_as_it_was_written);
    CU_add_test(s, "a file too large is refused in words", a_file_too_large_is_refused_in_words);
    CU_add_test(s, "what is no file is refused in words", what_is_no_file_is_refused_in_words);
    CU_add_test(s, "writing replaces a link and not what it leads to",
                writing_replaces_a_link_and_not_what_it_leads_to);
    CU_add_test(s, "a failed write leaves the old file and nothing else",
                a_failed_write_leaves_the_old_file_and_nothing_else);
}
