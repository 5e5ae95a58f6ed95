# A case from the signature that opens it: who may open it, how it is named, what its steps ask, what a withdrawal does.
. "$HERE/lib.sh"
office
exits 0 "a case officer" as Ana officer add Boris --role intake,case --new-passphrase-file boris.pw --kdf interactive
accepts Boris
cp tom.pw mira.pw
exits 0 "and a second lead" as Ana officer add Mira --role lead,case --new-passphrase-file mira.pw --kdf interactive
accepts Mira
exits 0 "a referral is taken in" as Boris add referral channel=phone operator=city referrer_type=family how_known=saw reliability=first_hand \
    may_contact=no stay_unnamed=no person_name='Nenad Marshwood' age_band=18_24 'what_happened=He told two classmates that he would make them pay.' \
    'where_happened=School yard' last_noticed=yesterday conduct=threat told=agrees safety=nobody
referral=$(tail -n 1 out)
exits 0 "received" as Boris step "$referral" receive
exits 0 "assigned" as Ana step "$referral" assign assignee=Boris
exits 0 "proposed" as Boris step "$referral" screen_in q1=yes q2=yes q3=yes q4=yes q5=yes q6=yes q7=yes q8=no q9=no q10=no q11=no q12=yes \
    basis=conduct feedback=thanked 'reason=Two classmates heard it.'
exits 0 "and signed" as Ana step "$referral" sign
says err 'was screened in\. The case is C-[0-9]{4}-[0-9]+' "the case is named"
case=$(grep -aoE 'C-[0-9]{4}-[0-9]+' err)
exits 0 "it is in the list" as Boris list case --format csv --fields reference,pseudonym,state
says out "$case,.*,screened_in" "as it began"
pseudonym=$(grep -a "$case" out | cut -d, -f2)
exits 0 "its lead reads it" as Ana show case "$case"
says out 'Nenad Marshwood' "with the name"
exits 3 "an officer it is not with does not even look" as Boris show case "$case"
silent out 'Marshwood' "and sees no name"
exits 3 "nor takes its steps" as Boris step "$case" assign_case assignee=Boris
exits 1 "but for an emergency, which has its reason" as Boris step "$case" break_glass code=officer_absent
exits 0 "and is written down" as Boris step "$case" break_glass code=officer_absent 'reason=The mother calls for Mira, who is away.'
exits 0 "then the case is open" as Boris show case "$case"
says out 'Nenad Marshwood' "for a day"
exits 1 "an invitation is planned" as Ana step "$pseudonym" invite assignee=Boris
says err 'Who speaks first is missing' "by who speaks first"
says err 'Lawful basis is missing' "on which basis"
exits 0 "by its pseudonym it is the case, not the referral" as Ana step "$pseudonym" invite assignee=Boris 'speaks_first=The class teacher' first_language=English \
    interpreter=no 'safety_note=Not at home.' lawful_basis=public_task notice_version=2026-1
exits 1 "nobody agrees without an agreement" as Boris step "$case" agree
says err 'no agreement of the person to take part' "of the person"
exits 0 "which is written down" as Boris add consent "episode=$case" purpose=take_part given_by=person 'capacity=Said it in his own words.' form_version=2026-1 how=paper
exits 0 "then the assessment begins" as Boris step "$case" agree
exits 1 "sharing asks for an agency" as Boris step "$case" share 'what=His aim.' purpose=support basis=consent 'necessity=They help.' method=talk person_told=yes
says err 'Agency is missing' "by name"
exits 1 "a withdrawal is read first" as Mira step "$case" withdraw way=phone
says err 'Read and confirm it' "and confirmed"
exits 0 "and takes effect at once" as Mira step "$case" withdraw way=phone confirmed=yes
exits 0 "whoever has to sign" as Ana list case --format csv --fields reference,state
says out "$case,withdrawn" "it has ended"
exits 0 "another lead reads it" as Ana step "$case" sign
exits 0 "the referral is named by its own number" as Ana step "$referral"
says out 'not now +screen_in' "and has its own steps"
exits 0 "and all of it holds" as Ana verify
if grep -aq 'Marshwood\|classmates' ./*.townkeep*; then bad "the text stands in the file"; else good; fi
end
