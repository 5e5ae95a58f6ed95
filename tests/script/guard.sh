# The fences around the process: what is on is told, and ordinary work goes on inside them.
. "$HERE/lib.sh"
guard() { awk -F '\t' -v name="guard-$1" '$1 == name { print $2 }' out; }

exits 0 "where tells the guards" as Ana where
equal "$(grep -c '^guard-' out)" 7 "all of them"
equal "$(grep -cE '^guard-[a-z]+	(on|partly|off|unknown)	.' out)" 7 "each with its state and a sentence"
equal "$(guard dumps)" on "P01 memory dumps are off"
equal "$(guard environment)" on "P11 no library was brought"
# A build with the address sanitizer stays open to tracing.
[ "$(guard calls)" != on ] || equal "$(guard tracing)" on "P02 other programs are kept out of its memory"
may_read=$(guard tracing)

office
mkdir elsewhere named
printf 'name,kind\n\x8aumadija,org\n' >named/old.csv
printf 'name,kind\nZaje\xc4\x8dar,org\n' | iconv -t UTF-16 >named/utf16.csv
exits 0 "a file in an old encoding is imported" as Ana import party named/old.csv --encoding Windows-1252
exits 0 "and one in UTF-16" as Ana import party named/utf16.csv
exits 0 "both are listed" as Ana list party --format csv
says out 'Šumadija' "read rightly"
says out 'Zaječar' "both"
exits 0 "an export goes to the folder named" as Ana export party named/out.csv
exits 0 "a backup too" as Ana backup elsewhere/copy.townkeep
VAULT=elsewhere/copy.townkeep exits 0 "the copy opens" as Ana list party --accept-older
printf 'export party elsewhere/later.csv\nadd party name=Later kind=org\n' >lines
exits 0 "run names files as it goes" as Ana run lines
[ -s elsewhere/later.csv ] && good || bad "and writes them"
mkdir here
away=$(mktemp -d) && cp ana.pw "$away" && ln -s "$away/ana.pw" here/secret
exits 0 "a link that is named leads where it leads" "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file here/secret list party
rm -r "$away"
for folder in "$(dirname "$PROGRAM")" "$(dirname "$PROGRAM")/.."; do
    [ -f "$folder/locale/fr/LC_MESSAGES/townkeep.mo" ] || continue
    exits 2 "translations are found" env LC_ALL=C.UTF-8 LANGUAGE=fr "$PROGRAM" nonsense
    silent err 'There is no command' "and used"
    break
done
if [ "$(id -u)" != 0 ] && [ "$may_read" = on ]; then
    mkfifo typed
    "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw run - <typed >answers 2>&1 &
    exec 3>typed
    echo 'list party' >&3
    while [ ! -s answers ]; do sleep 0.1; done
    for file in mem environ maps; do
        (: <"/proc/$!/$file") 2>/dev/null && bad "P02 $file of the running program can be opened" || good
    done
    exec 3>&-
    wait
fi
mkfifo held
(ulimit -c unlimited; exec "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw run - <held >answers 2>&1) &
exec 4>held
echo 'list party' >&4
while [ ! -s answers ]; do sleep 0.1; done
equal "$(awk '/^Max core file size/ { print $5 $6 }' /proc/$!/limits)" 00 "P01 the limit is none"
kill -ABRT $!
wait $! 2>died
equal $? 134 "P01 it was aborted"
silent died 'core dumped' "P01 its memory was dumped"
equal "$(find . -name 'core*' -type f | wc -l)" 0 "P01 a dump lies here"
exec 4>&-
exits 0 "V15 the lock it left keeps nobody out" as Ana list party

mkdir open && (
    cd open && umask 000
    HOME=$PWD "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ../ana.pw init --office X --kdf interactive
    for line in 'add party name=Mole kind=org' 'export party out.csv' 'backup copy.townkeep'; do
        # shellcheck disable=SC2086 # words
        HOME=$PWD "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ../ana.pw $line
    done
) >/dev/null 2>&1
[ "$(find open -type f | wc -l)" -ge 4 ] && good || bad "P10 files were made"
equal "$(find open -mindepth 1 \( -type f ! -perm 600 -o -type d ! -perm 700 \) | head -n 3)" "" "P10 open to others under umask 000"

exits 0 "D13 a home nothing can be written to" env HOME=/proc/self XDG_CONFIG_HOME=/proc/self "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw list party
says err 'cannot be noted' "D13 and that is told"
if unshare -n true 2>/dev/null; then
    exits 0 "P13 without a network" unshare -n "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw add party name=Alone kind=org
fi
exits 0 "the demonstration is made" "$PROGRAM" demo --no-screens

# A build with the address sanitizer cannot look for leaks while it is traced.
export ASAN_OPTIONS=detect_leaks=0
if command -v strace >/dev/null && strace -o trace true 2>/dev/null; then
    exits 0 "P12 the work is traced" strace -f -qq -e trace=%network -o trace "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw list party
    [ -s trace ] && bad "P12 the network was asked for" || good
    exits 0 "P14 without Landlock the program runs" strace -f -qq -e inject=landlock_create_ruleset:error=ENOSYS -o trace "$PROGRAM" where
    equal "$(guard files)" off "P14 and says so"
    if [ "$(id -u)" = 0 ]; then # names lie in memory that nobody else may read
        exits 0 "P20 the files it makes are traced" strace -f -qq -e trace=openat,creat,mkdir,mkdirat,rename,renameat,link,linkat -o trace "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw add party name=Traced kind=org
        says trace 'O_CREAT.*' "P20 there are such files"
        equal "$(grep -E 'O_CREAT|mkdir|rename|link' trace | grep -v ' = -1 ' | grep -cvE "\"($PWD/|/[^\"]*)?(office\.townkeep|\.local/state/townkeep)")" 0 "P20 and none stands outside the vault's folder and the state"
    fi
else
    echo "strace is not usable here: P12, P14 and P20 were tried by the unit tests alone"
fi
end
