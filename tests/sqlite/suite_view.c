/*
 * How the scripts of SQLite's test suite look into a file: they count its bytes, read some, change some, to see what
 * SQLite does then. They get to see what SQLite sees: commands that read and write through the VFS stand behind `open`,
 * `file size` and the like (view.tcl), so that damage done on purpose is damage inside the seal.
 *
 *     vault_size FILE                -1 when it is no sealed file
 *     vault_read FILE OFFSET AMOUNT  bytes
 *     vault_write FILE OFFSET BYTES
 *     vault_truncate FILE SIZE
 *     vault_flush                    everything kept in memory goes into the files, as if they were synced
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <tcl.h>

#include "../../src/vault/block_in.h"
#include "suite_in.h"

enum { PATH_SIZE = 4096 };

extern const char *sqlite3TestInit(Tcl_Interp *);

/* A file as a connection has it open, or opened for the view. */
struct view {
    sqlite3_file *file;
    void *made;       /* to close and free */
    const char *name; /* SQLite's form of it */
};

static bool ends_in(const char *name, const char *ending)
{
    size_t len = strlen(name), tail = strlen(ending);

    return len > tail && strcmp(name + len - tail, ending) == 0;
}

static int kind_by_name(const char *path)
{
    if (ends_in(path, "-wal"))
        return SQLITE_OPEN_WAL;
    if (ends_in(path, "-journal"))
        return SQLITE_OPEN_MAIN_JOURNAL;
    return strstr(path, "-mj") != NULL ? SQLITE_OPEN_SUPER_JOURNAL : SQLITE_OPEN_MAIN_DB;
}

static bool is_sealed(const char *path)
{
    uint8_t begin[8] = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? pread(fd, begin, sizeof begin, 0) : 0;

    if (fd >= 0)
        close(fd);
    if (got < (ssize_t)sizeof begin)
        return false;
    return ends_in(path, "-wal") || memcmp(begin, "TKsuite", 8) == 0 || memcmp(begin, "TKblocks", 8) == 0;
}

/* The length of a journal that SQLite ended and kept: its beginning is zeros, its blocks still there. -1: it is none.
 */
static int64_t ended_size(const char *path)
{
    enum { BLOCK = 512, SEALED = NONCE_SIZE + TAG_SIZE + BLOCK_HEAD_SIZE + BLOCK };
    uint8_t begin[8] = { 0 };
    int fd = ends_in(path, "-journal") ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    int64_t length = fd >= 0 ? lseek(fd, 0, SEEK_END) : -1;

    if (fd >= 0 && (pread(fd, begin, sizeof begin, 0) < 0 || begin[0] != 0))
        length = -1;
    if (fd >= 0)
        close(fd);
    return length > BLOCK_PREFIX_SIZE ? (length - BLOCK_PREFIX_SIZE) / SEALED * BLOCK : -1;
}

static void view_close(struct view *view)
{
    if (view->made != NULL)
        view->file->pMethods->xClose(view->file);
    sqlite3_free(view->made);
    sqlite3_free_filename((char *)view->name);
    suite_leave();
}

/* False when there is nothing to look into; then nothing is to be closed. */
static bool view_open(const char *name, bool must_exist, struct view *view)
{
    sqlite3_vfs *vfs = suite_vfs();
    char path[PATH_SIZE];

    *view = (struct view){ 0 };
    if ((vfs->xFullPathname(vfs, name, PATH_SIZE, path) & 0xff) != SQLITE_OK)
        return false;
    suite_enter();
    view->file = suite_open_file(path);
    if (view->file != NULL)
        return true;
    if (must_exist && !is_sealed(path)) {
        suite_leave();
        return false;
    }
    view->name = sqlite3_create_filename(path, "", "", 0, NULL);
    view->file = view->made = sqlite3_malloc(vfs->szOsFile);
    if (view->made != NULL && suite_open_view(view->name, view->file, kind_by_name(path)) == SQLITE_OK)
        return true;
    sqlite3_free(view->made);
    view->made = NULL;
    view_close(view);
    return false;
}

static int vault_size(ClientData data, Tcl_Interp *interp, int count, Tcl_Obj *const words[])
{
    struct view view;
    sqlite3_int64 size = -1;

    (void)data;
    if (count != 2)
        return TCL_ERROR;
    if (view_open(Tcl_GetString(words[1]), true, &view)) {
        if (view.file->pMethods->xFileSize(view.file, &size) != SQLITE_OK)
            size = 0;
        view_close(&view);
    }
    if (size <= 0 && ended_size(Tcl_GetString(words[1])) > 0)
        size = ended_size(Tcl_GetString(words[1]));
    Tcl_SetObjResult(interp, Tcl_NewWideIntObj(size));
    return TCL_OK;
}

static int vault_read(ClientData data, Tcl_Interp *interp, int count, Tcl_Obj *const words[])
{
    struct view view;
    Tcl_WideInt offset;
    sqlite3_int64 size = 0;
    int amount;
    Tcl_Obj *bytes = Tcl_NewByteArrayObj(NULL, 0);

    (void)data;
    if (count != 4 || Tcl_GetWideIntFromObj(interp, words[2], &offset) || Tcl_GetIntFromObj(interp, words[3], &amount))
        return TCL_ERROR;
    if (!view_open(Tcl_GetString(words[1]), true, &view)) {
        Tcl_SetByteArrayLength(bytes, amount);
        memset(Tcl_GetByteArrayFromObj(bytes, NULL), 0, (size_t)amount);
        Tcl_SetObjResult(interp, bytes);
        return TCL_OK;
    }
    if (view.file->pMethods->xFileSize(view.file, &size) == SQLITE_OK && size == 0 &&
        ended_size(Tcl_GetString(words[1])) > 0) {
        memset(Tcl_SetByteArrayLength(bytes, amount), 0, (size_t)amount);
    } else if (offset < size) {
        if (amount > size - offset)
            amount = (int)(size - offset);
        (void)view.file->pMethods->xRead(view.file, Tcl_SetByteArrayLength(bytes, amount), amount, offset);
    }
    view_close(&view);
    Tcl_SetObjResult(interp, bytes);
    return TCL_OK;
}

static int vault_write(ClientData data, Tcl_Interp *interp, int count, Tcl_Obj *const words[])
{
    struct view view;
    Tcl_WideInt offset;
    int amount = 0, rc;
    const unsigned char *bytes;

    (void)data;
    if (count != 4 || Tcl_GetWideIntFromObj(interp, words[2], &offset))
        return TCL_ERROR;
    bytes = Tcl_GetByteArrayFromObj(words[3], &amount);
    if (!view_open(Tcl_GetString(words[1]), false, &view))
        return TCL_ERROR;
    rc = view.file->pMethods->xWrite(view.file, bytes, amount, offset);
    suite_flush();
    view_close(&view);
    Tcl_SetObjResult(interp, Tcl_NewIntObj(rc == SQLITE_OK ? amount : 0));
    return TCL_OK;
}

static int vault_truncate(ClientData data, Tcl_Interp *interp, int count, Tcl_Obj *const words[])
{
    struct view view;
    Tcl_WideInt size;

    (void)data;
    if (count != 3 || Tcl_GetWideIntFromObj(interp, words[2], &size))
        return TCL_ERROR;
    if (!view_open(Tcl_GetString(words[1]), true, &view))
        return TCL_ERROR;
    (void)view.file->pMethods->xTruncate(view.file, size);
    suite_flush();
    view_close(&view);
    return TCL_OK;
}

static int vault_flush(ClientData data, Tcl_Interp *interp, int count, Tcl_Obj *const words[])
{
    (void)data;
    (void)interp;
    (void)count;
    (void)words;
    suite_flush();
    return TCL_OK;
}

const char *suite_init(Tcl_Interp *interp);

/* The suite makes interpreters of its own. */
static int load_extensions(ClientData data, Tcl_Interp *interp, int count, Tcl_Obj *const words[])
{
    Tcl_Interp *other = count == 2 ? Tcl_GetSlave(interp, Tcl_GetString(words[1])) : NULL;

    (void)data;
    if (other == NULL)
        return TCL_ERROR;
    suite_init(other);
    return TCL_OK;
}

/* TCLSH_INIT_PROC: what testfixture calls first. */
const char *suite_init(Tcl_Interp *interp)
{
    sqlite3TestInit(interp);
    Tcl_CreateObjCommand(interp, "load_testfixture_extensions", load_extensions, NULL, NULL);
    Tcl_CreateObjCommand(interp, "vault_size", vault_size, NULL, NULL);
    Tcl_CreateObjCommand(interp, "vault_read", vault_read, NULL, NULL);
    Tcl_CreateObjCommand(interp, "vault_write", vault_write, NULL, NULL);
    Tcl_CreateObjCommand(interp, "vault_truncate", vault_truncate, NULL, NULL);
    Tcl_CreateObjCommand(interp, "vault_flush", vault_flush, NULL, NULL);
    if (Tcl_EvalFile(interp, SUITE_VIEW) != TCL_OK)
        Tcl_Panic("%s: %s", SUITE_VIEW, Tcl_GetStringResult(interp));
    return NULL;
}
