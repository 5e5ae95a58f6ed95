# What stands in the environment leads the program to no file of somebody else's.
. "$HERE/lib.sh"
mkdir -p evil/LC_MESSAGES
printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "There is no command \\"%%s\\". `townkeep help` lists them."\nmsgstr "EVIL %%s"\n' >evil.po
msgfmt -o evil/LC_MESSAGES/townkeep.mo evil.po

up=../../../../../../../../../..
for variable in LANGUAGE LC_ALL LC_MESSAGES LANG; do
    exits 2 "$variable with a way out of its folder" env LC_ALL=C.UTF-8 "$variable=$up$PWD/evil" "$PROGRAM" nonsense
    silent err EVIL "$variable brought in somebody else's translation"
done
exits 2 "TERM with a folder in it" env TERM=../evil "$PROGRAM" nonsense
exits 2 "TZ that names a file" env "TZ=:$PWD/evil.po" "$PROGRAM" nonsense
says err 'no command "nonsense"' "a sentence under a TZ that names a file"

cat >spy.c <<'C'
#include <stdio.h>
unsigned la_version(unsigned version) { return version; }
__attribute__((constructor)) static void look(void)
{
    FILE *seen = fopen("seen", "a");
    if (seen) { fputs("loaded\n", seen); fclose(seen); }
}
C
if "${CC:-cc}" -shared -fPIC -o spy.so spy.c 2>/dev/null; then
    for variable in LD_PRELOAD LD_AUDIT; do
        rm -f seen
        exits 0 "P11 $variable" env "$variable=$PWD/spy.so" "$PROGRAM" where
        equal "$(grep -c . seen)" 1 "P11 $variable was loaded where the work was done"
        equal "$(awk -F '\t' '$1 == "guard-environment" { print $2 }' out)" on "P11 $variable and nothing of it is left"
    done
    mkdir -p gconv && printf 'module UTF-16// INTERNAL ../spy 1\nmodule INTERNAL UTF-16// ../spy 1\nmodule UTF-8// INTERNAL ../spy 1\n' >gconv/gconv-modules
    rm -f seen
    exits 2 "P11 GCONV_PATH" env "GCONV_PATH=$PWD/gconv" LC_ALL=C.UTF-8 "$PROGRAM" nonsense
    [ ! -e seen ] && good || bad "P11 GCONV_PATH brought in a library"
fi
# A share, as statfs would tell of one. The mark lets the program keep what was forced into it.
cat >share.c <<'C'
#include <dlfcn.h>
#include <sys/vfs.h>
int statfs(const char *path, struct statfs *out)
{
    int (*real)(const char *, struct statfs *) = (int (*)(const char *, struct statfs *))dlsym(RTLD_NEXT, "statfs");
    int answer = real(path, out);
    if (answer == 0) out->f_type = 0x6969;
    return answer;
}
C
if "${CC:-cc}" -D_GNU_SOURCE -shared -fPIC -o share.so share.c 2>/dev/null; then
    VAULT=share.townkeep exits 0 "V16 a vault on a share is made" env TOWNKEEP_ALONE=1 "LD_PRELOAD=$PWD/share.so" "$PROGRAM" --vault share.townkeep --officer Ana --passphrase-file ana.pw init --office X --kdf interactive
    says err 'lies on a network share' "V16 and that is told"
fi
mkdir -p synced/deeper && : >synced/.nextcloudsync.log
VAULT=synced/deeper/office.townkeep exits 0 "D15 a vault in a synchronised folder is made" as Ana init --office X --kdf interactive
says err 'let only its backups be synchronised' "D15 and that is told, with the safe way"
exits 2 "P11 LOCPATH" env "LOCPATH=$PWD/evil" LC_ALL=C.UTF-8 "$PROGRAM" nonsense
says err 'no command "nonsense"' "P11 a sentence under a strange LOCPATH"

# Root may lock memory whatever the limit, unless that right is taken away.
without=()
[ "$(id -u)" = 0 ] && without=(setpriv --bounding-set -ipc_lock)
if "${without[@]}" true 2>/dev/null && (ulimit -l 0) 2>/dev/null; then
    office
    exits 0 "keys that cannot be locked (P05)" "${without[@]}" bash -c 'ulimit -l 0; exec "$@"' - "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw list party
    says err 'out of swap' "no warning that keys may reach the swap (P05)"
    printf '[safety]\nlocked_memory = require\n' >strict.ini
    exits 6 "keys that cannot be locked where that is required (P05)" "${without[@]}" bash -c 'ulimit -l 0; exec "$@"' - "$PROGRAM" --config strict.ini --vault office.townkeep --officer Ana --passphrase-file ana.pw list party
    says err 'your settings require that' "no reason (P05)"
    exits 0 "the same where they can be locked (P05)" "$PROGRAM" --config strict.ini --vault office.townkeep --officer Ana --passphrase-file ana.pw list party
fi
end
