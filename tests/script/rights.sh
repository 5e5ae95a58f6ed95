# A person asks what is kept about them, somebody complains, and who looked is seen by who opens no case.
. "$HERE/lib.sh"
office
printf 'a lantern by the gate\n' >dora.pw
printf 'the ferry leaves at six\n' >mira.pw
chmod 600 dora.pw mira.pw
exits 0 "an officer of cases" as Ana officer add Boris --role intake,case --new-passphrase-file boris.pw --kdf interactive
accepts Boris
exits 0 "a second lead" as Ana officer add Mira --role lead --new-passphrase-file mira.pw --kdf interactive
accepts Mira
exits 0 "a reviewer" as Ana officer add Dora --role reviewer --new-passphrase-file dora.pw --kdf interactive
exits 0 "a referral is taken in" as Boris add referral channel=phone operator=city referrer_type=family referrer_name='Vera Marshwood' \
    how_known=saw reliability=first_hand may_contact=no stay_unnamed=yes person_name='Nenad Marshwood' age_band=18_24 \
    'what_happened=He told Ivo Brook that he would make them pay.' 'where_happened=School yard' last_noticed=yesterday conduct=threat told=agrees safety=nobody
referral=$(tail -n 1 out)

exits 1 "who took it in answers no complaint about it" as Boris add complaint referral="$referral" by_whom=person about=record 'text=Why?' handler=Boris
says err 'had a part' "and is told so"
exits 0 "another does" as Boris add complaint referral="$referral" by_whom=person about=record 'text=Why?' handler=Mira
complaint=$(tail -n 1 out)
exits 1 "whoever had a part leaves the answer" as Boris set complaint "$complaint" outcome=not_upheld answered_on=today answer=Because.
says err 'Leave the answer' "to the other"
exits 0 "who gives it" as Mira set complaint "$complaint" outcome=not_upheld answered_on=today 'answer=We told him why.'

exits 0 "a request to see what is kept" as Boris add access_request referral="$referral" by_whom=person
request=$(tail -n 1 out)
exits 0 "has its clock" as Boris access "$request"
says out 'To be answered by' "of a month"
exits 0 "what speaks of others is shown" as Boris access "$request" bundle
says out 'TO BE DECIDED.*Ivo Brook' "to be decided"
silent out 'Vera' "without who told, who stays unnamed"
number=$(grep -a 'Ivo Brook' out | cut -d' ' -f1)
exits 1 "it is not put together before" as Boris access "$request" done
says err 'not decided yet' "all is decided"
as Boris access "$request" bundle >out 2>err
exits 1 "who told is not given back" as Boris access "$request" keep "$(grep -a 'left out' out | head -n 1 | cut -d' ' -f1)"
says err 'stay unnamed' "who wished so"
as Boris access "$request" bundle >out 2>err
exits 0 "all that speaks of others" as Boris access "$request" out $(grep -a 'TO BE DECIDED' out | cut -d' ' -f1)
exits 0 "but for one, of which a name goes" as Boris access "$request" keep "$number"
exits 1 "a word that is not there" as Boris access "$request" black "$number" 'Eve'
exits 0 "is no other name" as Boris access "$request" black "$number" 'Ivo Brook'
exits 0 "it is put together" as Boris access "$request" done
exits 1 "nothing leaves unsigned" as Boris document access_bundle "$request" bundle.sealed --to person
says err 'reviewer has signed' "by a reviewer"
exits 3 "which a lead is not" as Mira access "$request" sign
exits 0 "who opens no case for it" as Dora access "$request" sign
exits 1 "nor twice" as Dora access "$request" sign
exits 0 "then it leaves" as Boris document access_bundle "$request" bundle.sealed --to person
sed -n 2p out >file.pw
chmod 600 file.pw
exits 0 "as a sealed file" "$PROGRAM" --passphrase-file file.pw unseal bundle.sealed
says out 'He told █████ that' "without the name of another"
silent out 'Ivo|Vera' "nor of who told"
says out 'Nenad Marshwood' "with the person's own"
says out 'Who looked at it' "and who looked"
if grep -aq 'Marshwood' bundle.sealed; then bad "the name stands in the file"; else good; fi
exits 1 "it is answered" as Boris set access_request "$request" answered_on=today outcome=given_in_part
exits 0 "once it is known who asks" as Boris set access_request "$request" identity_checked_on=today answered_on=today outcome=given_in_part
exits 1 "and then stays as it was" as Boris access "$request" done

exits 0 "who looked is read by a reviewer" as Dora history --access "$referral"
says out 'Boris.*papers for a request' "who gathered"
says out 'Printed or exported' "and gave out"
tally() { as Ana add equality_tally month="$(date +%Y-01)" group_kind=age_band group_label="$1" outcome="$2" count="$3" >out 2>err; }
tally '16 to 17' referred 40 && tally '18 to 24' referred 12 && tally '25 to 34' referred 3
exits 0 "tallies are told" as Ana report equality --format csv
says out '(,|^)16 to 17,40' "from five on"
says out '25 to 34,<5' "below it no number"
says out '18 to 24,[*>]' "nor what would tell it by subtraction"
silent out '25 to 34,3' "in any place"
exits 0 "nor in a list" as Ana list equality_tally
silent out ' 3$' "of them"

exits 0 "all of it holds" as Ana verify
end
