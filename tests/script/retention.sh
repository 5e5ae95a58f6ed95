# A referral that came to nothing is decided about by two and goes; who signs sees nothing of it; the older backup brings
# nothing back.
. "$HERE/lib.sh"
office
printf 'nine empty mailboxes\n' >dora.pw; chmod 600 dora.pw
exits 0 "an intake officer" as Ana officer add Boris --role intake,case --new-passphrase-file boris.pw --kdf interactive
accepts Boris
exits 0 "a data-protection reviewer" as Ana officer add Dora --role reviewer --new-passphrase-file dora.pw --kdf interactive
exits 0 "a referral" as Boris add referral channel=phone operator=city referrer_type=family how_known=saw reliability=first_hand \
    may_contact=no stay_unnamed=no person_name='Nenad Marshwood' age_band=16_17 'what_happened=He told two classmates that he would make them pay.' \
    'where_happened=School yard' last_noticed=yesterday conduct=threat told=agrees safety=nobody
reference=$(tail -n 1 out)
exits 0 "is received" as Boris step "$reference" receive
exits 0 "assigned" as Ana step "$reference" assign assignee=Boris
exits 0 "and found to be nothing" as Boris step "$reference" unfounded reason_code=mistaken feedback=thanked 'reason=They misheard a line of a play.' \
    q1=yes q2=yes q3=yes q4=yes q5=yes q6=yes q7=yes q8=no q9=no q10=no q11=no q12=yes
exits 0 "the lead signs" as Ana step "$reference" sign
exits 0 "who is called by a pseudonym" as Ana show referral "$reference"
pseudonym=$(awk '/^pseudonym / { print $2 }' out)

exits 0 "nothing is due yet" as Ana retention
silent out "$reference" "it is not in the queue"
exits 0 "what would go is counted" as Ana retention dry-run "$reference"
says out '^referral +1$' "one referral"
says out '^referral_step +[0-9]+$' "with its log"
says out '^backups +0$' "no backup"
exits 1 "it is not anonymised before its day" as Ana retention propose "$reference" anonymise reason_code=no_longer_needed
says err "$pseudonym is kept until [0-9-]+" "the day is told"
exits 3 "an intake officer proposes nothing" as Boris retention propose "$reference" erase reason_code=asked_for
exits 0 "an older backup" as Ana backup older.townkeep

exits 0 "the person asks for erasure" as Ana retention propose "$reference" erase reason_code=asked_for
says err 'It waits for the signature of a data-protection reviewer' "and what is next is told"
decision=$(tail -n 1 out)
exits 1 "nothing is carried out unsigned" as Ana retention carry-out "$decision" "$pseudonym"
exits 3 "nobody signs their own" as Ana retention sign "$decision"
exits 3 "the reviewer sees no referral" as Dora show referral "$reference"
exits 0 "but the decision" as Dora retention
says out "decision +$decision +erase +$pseudonym +waits +referral 1" "with the pseudonym and the counts"
silent out 'Nenad|Marshwood|classmates' "and nothing of the person"
exits 0 "and signs it" as Dora retention sign "$decision"
exits 1 "the pseudonym is to be typed" as Ana retention carry-out "$decision" WRONG-1
says err "type the pseudonym $pseudonym" "as the sentence says"
exits 0 "it is carried out" as Ana retention carry-out "$decision" "$pseudonym"
exits 1 "it is gone" as Ana show referral "$reference"
exits 1 "and not carried out twice" as Ana retention carry-out "$decision" "$pseudonym"
exits 0 "the vault is sound" as Ana verify
exits 0 "the history says so" as Ana history
says out 'as two officers decided' "without a name"
silent out 'NOT VERIFIED|Marshwood|classmates' "and every signature holds"
exits 0 "nothing of it is left in the figures" as Ana list closed_case --format csv
silent out 'family' "when the person asked"

exits 0 "the older backup is restored" as Ana restore older.townkeep restored.townkeep
VAULT=restored.townkeep exits 1 "and brings nothing back" as Ana show referral "$reference"
VAULT=restored.townkeep exits 0 "it is sound" as Ana verify

exits 0 "another order of steps is proposed" as Ana retention profile panel_first law_changed
decision=$(tail -n 1 out)
exits 1 "it does not hold before it is signed" as Ana retention carry-out "$decision"
exits 0 "it is signed" as Dora retention sign "$decision"
exits 0 "and carried out" as Ana retention carry-out "$decision"
says err 'The order of steps is now: The panel meets first' "as is told"
exits 0 "the office has it" as Ana list office --format csv --fields profile
says out ',panel_first$' "the panel meets first"
exits 1 "no officer sets it alone" as Ana set office 'Old Port' profile=consent_first
exits 1 "a delay has a last day soon" as Ana retention delay +90 staff_absent
exits 0 "a lead delays what is late" as Ana retention delay +30 staff_absent
exits 3 "nobody else" as Boris retention delay +30 staff_absent
exits 2 "an unknown word" as Ana retention bury
end
