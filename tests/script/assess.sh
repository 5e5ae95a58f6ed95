# A case is opened by two officers; its papers are written by whom it is given to, and nobody is assessed before they agree.
. "$HERE/lib.sh"
office
exits 0 "an officer of cases" as Ana officer add Boris --role intake,case --new-passphrase-file boris.pw --kdf interactive
accepts Boris
exits 0 "a referral is taken in" as Boris add referral channel=phone operator=city referrer_type=family how_known=saw reliability=first_hand \
    may_contact=no stay_unnamed=no person_name='Nenad Marshwood' age_band=16_17 'what_happened=He told two classmates that he would make them pay.' \
    'where_happened=School yard' last_noticed=yesterday conduct=threat told=agrees safety=nobody
reference=$(tail -n 1 out)
exits 0 "received" as Boris step "$reference" receive
exits 0 "given to an officer" as Ana step "$reference" assign assignee=Boris
exits 0 "proposed to screen in" as Boris step "$reference" screen_in q1=yes q2=yes q3=yes q4=yes q5=yes q6=yes q7=yes q8=no q9=no q10=no q11=no q12=yes \
    basis=conduct 'reason=Two heard it.'
exits 0 "and signed" as Ana step "$reference" sign
exits 0 "the case has a reference" as Ana list episode --format csv --fields reference
case=$(tail -n 1 out | cut -d, -f2)
exits 1 "nobody is assessed before they agree" as Ana assess "$case" --new
says err 'has not agreed yet' "with that sentence"
exits 3 "its papers are not for an officer it is not with" as Boris add contact_attempt case="$case" way=phone result=spoke
exits 0 "but for the lead" as Ana add contact_attempt case="$case" way=phone result=spoke
exits 1 "there is no assessment to show" as Ana assess "$case"
says err 'has no assessment yet' "with that sentence"
exits 1 "none is made by hand" as Ana add assessment on=today
exits 1 "an agreement to share names the agency" as Ana add consent case="$case" purpose=share given_by=person form_version=2 how=paper
says err 'name it' "in a sentence"
exits 1 "a guardian agrees with the child" as Ana add consent case="$case" purpose=take_part given_by=guardian form_version=2 how=paper
says err 'own view' "in a sentence"
exits 0 "an agreement is written down" as Ana add consent case="$case" purpose=take_part given_by=guardian 'child_view=I want to go.' form_version=2 how=paper
consent=$(tail -n 1 out)
exits 1 "and not reworded" as Ana set consent "$consent" purpose=share
exits 0 "but withdrawn" as Ana set consent "$consent" withdrawn_on=today
exits 1 "for good" as Ana set consent "$consent" withdrawn_on=
exits 0 "a statement is written down" as Ana add disagreement case="$case" 'text=It was a joke.'
statement=$(tail -n 1 out)
exits 1 "and never changed" as Ana set disagreement "$statement" 'text=It was no joke.'
exits 0 "it is read" as Ana show disagreement "$statement"
says out 'It was a joke' "as it was said"
exits 0 "advice is written down" as Boris add advice_contact caller_type=parent topics=worry 'question=What to do when a son is silent?' advice=Listen. minutes=20
says out '^A-[0-9]{4}-[0-9]+$' "with a reference and no name"
exits 1 "who signed it answers no complaint about it" as Boris add complaint case="$case" by_whom=guardian about=record 'text=Why is there a record?' handler=Ana
says err 'had a part' "and is told so"
printf 'a lantern by the gate\n' >mira.pw
chmod 600 mira.pw
exits 0 "a second lead comes" as Ana officer add Mira --role lead --new-passphrase-file mira.pw --kdf interactive
accepts Mira
exits 0 "a complaint" as Boris add complaint case="$case" by_whom=guardian about=record 'text=Why is there a record?' handler=Mira
says out '^K-' "with its reference"
exits 0 "a request for access" as Boris add access_request case="$case" by_whom=person
exits 0 "a limit of this office" as Ana add casework_limit clock=screen amount=7
exits 1 "no longer than the law lets it be" as Ana add casework_limit clock=told amount=3 unit=months
exits 1 "what was shared is a step" as Ana add sharing case="$case" direction=out what=Address
exits 1 "and so is a decision of two" as Ana add decision kind=keep
if grep -aq 'It was a joke\|I want to go' ./*.townkeep*; then bad "the text stands in the file"; else good; fi
end
