/*
 * What remains of secrets in the memory of running processes: remains VAULT PASSPHRASE-FILE TEXTS PID…
 *
 * Looked for are the passphrase, every key that it opens in the vault (taken from VAULT, a copy of the file: the
 * program may have the vault itself open), and each line of the file TEXTS, as text and as cells of a grid. The keys
 * take a moment to derive; then "ready" is printed, and each line read from standard input starts one look, which
 * prints the surroundings of what was found, how often each was found, and at last a line "found N in N ms". It needs
 * the right to read others' memory; `remains --may` answers whether it has it.
 */
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../src/vault/vault_in.h"
#include "townkeep/base/path.h"
#include "townkeep/draw/grid.h"

enum {
    SECRETS_MAX = 64,
    SECRET_SIZE = 128,
    NAME_SIZE = 80,
    STEP = 1 << 20,
    CELLS_SEEN = 10,
    AROUND = 48,
    TOLD_MOST = 4
};

struct hidden {
    char name[NAME_SIZE];
    uint8_t bytes[SECRET_SIZE];
    size_t len;
    bool is_text;
    int found;
};
struct search {
    struct hidden secrets[SECRETS_MAX];
    int count;
};

static void fail(const char *what, const struct why *why)
{
    fprintf(stderr, "remains: %s: %s\n", what, why ? why_text(why) : "no");
    exit(2);
}

static void look_for(struct search *search, const char *name, const void *bytes, size_t len, bool is_text)
{
    struct hidden *secret = &search->secrets[search->count];

    if (search->count == SECRETS_MAX || len == 0 || len > SECRET_SIZE)
        fail(name, NULL);
    search->count++;
    snprintf(secret->name, sizeof secret->name, "%s", name);
    memcpy(secret->bytes, bytes, len);
    secret->len = len;
    secret->is_text = is_text;
}

static void look_for_key(struct search *search, const char *name, const struct secret *key)
{
    look_for(search, name, secret_bytes_const(key), KEY_SIZE, false);
}

/* --- what to look for --- */

static void add_derived(struct search *search, const struct vault *vault)
{
    static const char *const purposes[] = { "team parts", "drafts" };
    static const char *const contexts[] = { "townkeep pages", "townkeep journals" };
    struct secret *key = NULL;

    for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++) {
        if (vault_derive(vault, purposes[i], &key, NULL))
            fail(purposes[i], NULL);
        look_for_key(search, purposes[i], key);
        secret_free(key);
    }
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++) {
        if (kdf_subkey(vault->vault_key, contexts[i], vault->header.id, VAULT_ID_SIZE, &key, NULL))
            fail(contexts[i], NULL);
        look_for_key(search, contexts[i], key);
        secret_free(key);
    }
}

static void add_keys(struct search *search, const char *path, const struct passphrase *passphrase)
{
    uint8_t public_half[crypto_box_PUBLICKEYBYTES], secret_half[crypto_box_SECRETKEYBYTES];
    struct secret *slot_key = NULL, *team = NULL, *box = NULL;
    struct vault *vault = NULL;
    struct why why = { 0 };

    if (vault_open(path, NULL, passphrase, &vault, &why))
        fail(path, &why);
    if (slot_unlock(&vault->header.slots[vault->slot], vault->header.id, passphrase, &slot_key, &why) ||
        slot_open_team(&vault->header.slots[vault->slot], vault->header.id, slot_key, &team, &why) ||
        slot_open_box(&vault->header.slots[vault->slot], vault->header.id, slot_key, &box, &why))
        fail("slot", &why);
    look_for_key(search, "slot key", slot_key);
    look_for_key(search, "vault key", team);
    look_for(search, "signing seed", secret_bytes_const(team) + KEY_SIZE, KEY_SIZE, false);
    look_for_key(search, "box seed", box);
    crypto_box_seed_keypair(public_half, secret_half, secret_bytes_const(box));
    look_for(search, "box key", secret_half, sizeof secret_half, false);
    look_for_key(search, "header key", vault->header_key);
    add_derived(search, vault);
    secret_free(slot_key);
    secret_free(team);
    secret_free(box);
    vault_close(vault);
}

static void add_passphrase_and_keys(struct search *search, const char *vault, const char *file)
{
    struct passphrase *passphrase = NULL;
    struct buf text = { 0 };
    struct why why = { 0 };

    if (crypt_start(&why) || path_read_file(file, PASSPHRASE_MAX, &text, &why))
        fail(file, &why);
    while (text.len > 0 && text.data[text.len - 1] == '\n')
        text.len--;
    if (passphrase_new(&passphrase, &why) || passphrase_add(passphrase, text.data, text.len))
        fail(file, &why);
    look_for(search, "passphrase", text.data, text.len, true);
    add_keys(search, vault, passphrase);
    passphrase_free(passphrase);
    buf_release(&text);
}

static void add_texts(struct search *search, const char *file)
{
    struct buf text = { 0 };
    struct why why = { 0 };
    char *rest, *line;

    if (path_read_file(file, 1 << 16, &text, &why))
        fail(file, &why);
    rest = text.data;
    while ((line = strsep(&rest, "\n"))) {
        if (line[0])
            look_for(search, line, line, strlen(line), true);
    }
    buf_release(&text);
}

/* --- looking --- */

static bool is_in_cells(const uint8_t *at, size_t left, const struct hidden *secret)
{
    size_t letters = secret->len < CELLS_SEEN ? secret->len : CELLS_SEEN;

    if (left < letters * sizeof(struct cell))
        return false;
    for (size_t i = 0; i < letters; i++) {
        const uint8_t *cell = at + i * sizeof(struct cell);

        if (cell[0] != secret->bytes[i] || cell[1] != '\0')
            return false;
    }
    return true;
}

/* Where it is and what stands around it, to find out whose it is. */
static void tell(const char *where, const uint8_t *bytes, size_t len, const uint8_t *at)
{
    const uint8_t *from = at - bytes > AROUND ? at - AROUND : bytes;
    const uint8_t *to = bytes + len - at > 2 * AROUND ? at + 2 * AROUND : bytes + len;

    printf("    %s: ", where);
    for (; from < to; from++)
        putchar(*from >= ' ' && *from < 0x7f ? *from : '.');
    putchar('\n');
}

static void look_in(struct search *search, const char *where, const uint8_t *bytes, size_t len)
{
    for (int i = 0; i < search->count; i++) {
        struct hidden *secret = &search->secrets[i];
        const uint8_t *at = bytes, *end = bytes + len;

        while ((at = memmem(at, (size_t)(end - at), secret->bytes, secret->len))) {
            if (secret->found++ < TOLD_MOST)
                tell(where, bytes, len, at);
            at++;
        }
        at = bytes;
        while (secret->is_text && (at = memchr(at, secret->bytes[0], (size_t)(end - at)))) {
            secret->found += is_in_cells(at, (size_t)(end - at), secret);
            at++;
        }
    }
}

static void look_in_region(struct search *search, int memory, const char *where, uint64_t from, uint64_t to)
{
    static uint8_t bytes[STEP + 4096];

    for (uint64_t at = from; at < to; at += STEP) {
        size_t want = to - at < sizeof bytes ? (size_t)(to - at) : sizeof bytes;
        ssize_t got = pread(memory, bytes, want, (off_t)at);

        if (got > 0)
            look_in(search, where, bytes, (size_t)got);
    }
}

/* Every part of memory that the process itself may write to, and the guarded ones it may not. */
static void look_in_process(struct search *search, const char *pid)
{
    char path[64], line[512], rights[8];
    unsigned long long from, to;
    FILE *maps;
    int memory;

    snprintf(path, sizeof path, "/proc/%s/mem", pid);
    memory = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/%s/maps", pid);
    maps = fopen(path, "re");
    if (memory < 0 || !maps)
        fail("the memory cannot be read", NULL);
    while (fgets(line, sizeof line, maps)) {
        line[strcspn(line, "\n")] = '\0';
        if (sscanf(line, "%llx-%llx %7s", &from, &to, rights) == 3 && rights[0] == 'r' && !strstr(line, "[v"))
            look_in_region(search, memory, strchr(line, '[') ? strchr(line, '[') : line, from, to);
    }
    fclose(maps);
    close(memory);
}

static long milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void look(struct search *search, char **pids, int count)
{
    long start = milliseconds();
    int found = 0;

    for (int i = 0; i < search->count; i++)
        search->secrets[i].found = 0;
    for (int i = 0; i < count; i++)
        look_in_process(search, pids[i]);
    for (int i = 0; i < search->count; i++) {
        printf("%d\t%s\n", search->secrets[i].found, search->secrets[i].name);
        found += search->secrets[i].found;
    }
    printf("found %d in %ld ms\n", found, milliseconds() - start);
    fflush(stdout);
}

/* Whether another process's memory may be read at all here: its child's, which forbids it to others of the same user.
 */
static int may_read(void)
{
    char path[64];
    pid_t child = fork();
    int memory;

    if (child == 0) {
        if (crypt_start(NULL))
            _exit(1);
        raise(SIGSTOP);
        _exit(0);
    }
    if (child < 0 || waitpid(child, NULL, WUNTRACED) != child)
        return 1;
    snprintf(path, sizeof path, "/proc/%d/mem", (int)child);
    memory = open(path, O_RDONLY | O_CLOEXEC);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    if (memory >= 0)
        close(memory);
    return memory < 0;
}

int main(int argc, char **argv)
{
    static struct search search;
    char line[16];

    if (argc == 2 && strcmp(argv[1], "--may") == 0)
        return may_read();
    if (argc < 5)
        fail("usage: remains VAULT PASSPHRASE-FILE TEXTS PID…", NULL);
    add_passphrase_and_keys(&search, argv[1], argv[2]);
    add_texts(&search, argv[3]);
    printf("ready\n");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin))
        look(&search, argv + 4, argc - 4);
    return 0;
}
