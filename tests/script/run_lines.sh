# Many commands in one session: one line in, one line out, as soon as it is done.
. "$HERE/lib.sh"
office
cat >commands <<'LINES'
# a comment, and an empty line

add party name="Two words" kind=org
list party --format csv --fields name
add party name=
nonsense
set party "Two words" description="first\nsecond\\third"
list party --format csv --fields description
show party 'unclosed
init --office X
LINES
as Ana run commands >out 2>err </dev/null
equal $? 1 "the status is that of the first refusal"
equal "$(wc -l <out)" 8 "one answer a command"
equal "$(sed -n 1p out | cut -c1-3)" "ok " "an id"
says out '^ok id,name\\n[0-9]+,Two words$' "lines of data are escaped into one"
says out '^refused 1 ' "a rule"
equal "$(grep -c '^refused 2 ' out)" 3 "usage"
says out '^ok$' "nothing to tell"
says out ',"first\\nsecond\\\\third"$' "escapes come back doubled"

{ cat ana.pw; echo 'add party name=Piped kind=org'; } | "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file - run - >out 2>err
equal $? 0 "passphrase and commands through one pipe"
says out '^ok [0-9]+$' "work"

# The answer comes before the next command is sent.
mkfifo in
as Ana run - <in >out 2>err &
worker=$!
exec 3>in
echo 'add party name=Asked kind=org' >&3
for _ in $(seq 100); do [ -s out ] && break; sleep 0.1; done
says out '^ok [0-9]+$' "an answer is written at once"
exits 5 "meanwhile the vault is in use" as Ana list party
exec 3>&-
wait "$worker"
equal $? 0 "the end of the input ends it"
end
