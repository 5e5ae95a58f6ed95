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

if (ulimit -l 0) 2>/dev/null && [ "$(id -u)" != 0 ]; then
    office
    exits 0 "keys that cannot be locked (P05)" bash -c 'ulimit -l 0; exec "$@"' - "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file ana.pw list party
    says err 'out of swap' "no warning that keys may reach the swap (P05)"
fi
end
