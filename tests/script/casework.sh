# A referral taken in by one officer, signed by a second; others see nothing of it, and the history shows both names.
. "$HERE/lib.sh"
office
exits 0 "an intake officer" as Ana officer add Boris --role intake,case --new-passphrase-file boris.pw --kdf interactive
accepts Boris
exits 0 "and a trainer" as Ana officer add Tom --role trainer --new-passphrase-file tom.pw --kdf interactive
exits 0 "officers are listed" as Ana officer list
says out 'Boris	intake_officer;case_officer' "with their roles"
exits 3 "a trainer makes no officers" as Tom officer add Eve --role administrator --new-passphrase-file tom.pw

exits 0 "a referral is taken in" as Boris add referral channel=phone operator=city referrer_type=family how_known=saw reliability=first_hand \
    may_contact=no stay_unnamed=no person_name='Nenad Marshwood' age_band=16_17 'what_happened=He told two classmates that he would make them pay.' \
    'where_happened=School yard' last_noticed=yesterday conduct=threat told=agrees safety=nobody
says out '^R-[0-9]{4}-[0-9]+$' "its reference is printed"
reference=$(tail -n 1 out)
exits 0 "what can be done is told" as Boris step "$reference"
says out '^(ready|asks|not now) +receive ' "receiving is among it"
exits 0 "it is received" as Boris step "$reference" receive
exits 0 "the intake officer sees the name" as Boris show referral "$reference"
says out 'Nenad Marshwood' "opened from its seal"
exits 0 "and that was logged" as Boris history referral "$reference"
says out 'Boris .*signature verified' "with a signature"
exits 0 "a second referral of the same person" as Boris add referral channel=phone referrer_type=self 'person_name=Nenad M'
says err "Known before\? $reference .* Received" "is told with the first one's reference"
silent err 'Marshwood' "and without a name"
exits 0 "a referral of somebody unnamed" as Boris add referral channel=phone referrer_type=self
exits 0 "has a history" as Boris history referral "$(tail -n 1 out)"
says out 'without a search by name' "that says no name was searched"
exits 3 "the trainer sees nothing" as Tom show referral "$reference"
silent out 'Nenad|Marshwood' "no name"
exits 3 "not in a list" as Tom list referral --format csv
exits 0 "nor by searching" as Tom find Marshwood
silent out 'Marshwood' "nothing is found"
exits 1 "a step that is not possible is refused" as Boris step "$reference" sign
says err '.' "with a sentence"
exits 0 "the lead assigns it" as Ana step "$reference" assign assignee=Boris
exits 0 "both names stand in the history" as Ana history referral "$reference"
says out 'Ana ' "hers"
says out 'Boris ' "his"
silent out 'NOT VERIFIED' "every signature holds"
if grep -aq 'Marshwood\|classmates' ./*.townkeep*; then bad "the text stands in the file"; else good; fi

# Who looked, for somebody who holds no key.
printf 'nine empty mailboxes\n' >dora.pw; chmod 600 dora.pw
exits 0 "a data-protection reviewer" as Ana officer add Dora --role reviewer --new-passphrase-file dora.pw --kdf interactive
exits 3 "sees no referral" as Dora show referral "$reference"
exits 0 "but who looked at it" as Dora history --access "$reference"
says out "Boris +Opened: shown on the command line  .*$reference.*signature verified" "Boris, and for what"
says out 'Dora +Read this log' "and that she asked"
silent out 'Marshwood|classmates|NOT VERIFIED' "and nothing of the case"
exits 0 "of all cases as a table for others" as Dora history --access --format csv
says out '^[0-9]+,[-0-9: ]+,Boris,view,' "one line each"
exits 0 "or as JSON" as Dora history --access --limit 1 --format json
says out '"kind":"log"' "the newest"
exits 1 "a case nobody knows" as Dora history --access R-1999-0001
exits 3 "is for leads and reviewers" as Boris history --access "$reference"
exits 2 "of one case at a time" as Dora history --access referral "$reference"

exits 0 "a role is changed" as Ana officer role Tom trainer,programme
exits 0 "a passphrase is changed" as Tom officer passphrase --new-passphrase-file ana.pw --kdf interactive
cp ana.pw tom.pw
exits 0 "and opens" as Tom list party
exits 0 "an officer leaves" as Ana officer remove Tom
exits 3 "and opens no more" as Tom list party
exits 1 "the last administrator stays" as Ana officer remove Ana
exits 0 "a recovery code is printed" as Ana officer recovery --kdf interactive
says out '^[0-9A-Z]{4}-' "in groups"
cp out code.pw; chmod 600 code.pw
exits 0 "and opens the vault" "$PROGRAM" --vault office.townkeep --passphrase-file code.pw list party
exits 3 "but no casework" "$PROGRAM" --vault office.townkeep --passphrase-file code.pw show referral "$reference"
exits 0 "a colleague leaves" as Ana officer remove Boris
exits 1 "the last keys of cases are not given up unasked" "$PROGRAM" --vault office.townkeep --passphrase-file code.pw officer passphrase Ana --new-passphrase-file code.pw --kdf interactive
says err '3 cases can be opened by this officer alone' "with their number"
exits 0 "Ana still opens casework" as Ana show referral "$reference"
exits 0 "but where the passphrase is lost" "$PROGRAM" --vault office.townkeep --passphrase-file code.pw officer passphrase Ana --new-passphrase-file tom.pw --kdf interactive --force
end
