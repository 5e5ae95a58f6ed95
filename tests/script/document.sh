# A case comes before the panel: its sheets are given out as numbered copies, first without the name, and come back.
. "$HERE/lib.sh"
office
exits 0 "a case officer" as Ana officer add Boris --role intake,case --new-passphrase-file boris.pw --kdf interactive
accepts Boris
exits 0 "complaints have a place" as Ana set office 'Old Port' complaints_to='Ombudsman, Quay 1'
exits 0 "a school is mapped" as Ana add party kind=org name='Gymnasium Nord' sectors=education
exits 0 "a referral is taken in" as Boris add referral channel=phone operator=city referrer_type=family how_known=saw reliability=first_hand \
    may_contact=no stay_unnamed=no person_name='Nenad Marshwood' age_band=18_24 'what_happened=He told two classmates that he would make them pay.' \
    'where_happened=School yard' last_noticed=2026-01-12 conduct=threat told=agrees safety=nobody
referral=$(tail -n 1 out)
exits 0 "received" as Boris step "$referral" receive
exits 0 "assigned" as Ana step "$referral" assign assignee=Boris
exits 0 "proposed" as Boris step "$referral" screen_in q1=yes q2=yes q3=yes q4=yes q5=yes q6=yes q7=yes q8=no q9=no q10=no q11=no q12=yes \
    basis=conduct feedback=thanked 'reason=Two classmates heard it.'
exits 0 "and signed" as Ana step "$referral" sign
case=$(grep -aoE 'C-[0-9]{4}-[0-9]+' err)
exits 0 "the case is given to an officer" as Ana step "$case" invite assignee=Boris 'speaks_first=The class teacher' first_language=English \
    interpreter=no 'safety_note=Not at home.' lawful_basis=public_task notice_version=2026-1
exits 0 "the person agrees" as Boris add consent "episode=$case" purpose=take_part given_by=person 'capacity=Said it in his own words.' form_version=2026-1 how=paper
exits 0 "and it begins" as Boris step "$case" agree
exits 0 "with an assessment" as Boris assess "$case" --new
answers=()
for part in conduct=not_seen need=none vulnerability=no protective=strong; do
    for code in $(grep -B4 "^parent = \"${part%=*}\"" "$ROOT/assets/vocab/assessment_item.ini" | sed -n 's/^\[\(.*\)\]$/\1/p'); do
        answers+=("$code=${part#*=}")
    done
done
exits 0 "every question is answered" as Boris assess "$case" "${answers[@]}" harm_talk=reported harm_talk.seen_on=2026-01-12 'harm_talk.source=Sister of Nenad' \
    'harm_talk.explanation=A joke.' housing=pressing housing.person_view=some health=unknown 'health.find_out=Ask the mother.'
exits 0 "and judged" as Boris list assessment --format csv --fields version
exits 0 "in words" as Boris set assessment "$(tail -n 1 out | cut -d, -f1)" sources='school;family' 'person_view=I want my peace.' 'summary=Classmates of Nenad are afraid.' \
    shared=yes priority=routine intensity=standard 'intensity_reason=One worker.' 'changes=The first.' 'unknowns=His health.' 'worse=Nothing.' 'better=A friend.'
exits 2 "a sheet needs a kind there is" as Boris document f9 "$case" f9.txt --to 'Dr Weber' --return-by +14
exits 1 "and an item on an agenda" as Boris document f2_sheet "$case" f2.txt --to 'Dr Weber' --return-by +14
says err 'agenda of no meeting' "which is said"
exits 0 "the case is listed" as Boris step "$case" list_for_panel
exits 0 "and signed" as Ana step "$case" sign
exits 0 "a meeting is called" as Boris add panel_meeting on=today 'chair=Councillor Voss'
meeting=$(tail -n 1 out)
exits 0 "with a member" as Boris add panel_member "meeting=$meeting" 'person=Dr Weber' agency=Clinic discipline=health confidentiality=yes
exits 0 "and the case on its agenda" as Boris add panel_item "episode=$case" "meeting=$meeting" position=1 stage=f2 \
    'question=What does Nenad need since 12 January at Gymnasium Nord?'
item=$(tail -n 1 out)
exits 1 "a copy has a day to come back" as Boris document f2_sheet "$case" f2.txt --to 'Dr Weber, Clinic'
exits 0 "the first sheet is given out" as Boris document f2_sheet "$case" f2.txt --to 'Dr Weber, Clinic' --return-by +14
equal "$(cat out)" 1 "as copy 1"
says f2.txt '^Copy 1: F2 sheet, page 1 of 1$' "with its number"
says f2.txt '^For Dr Weber, Clinic$' "its recipient"
says f2.txt 'Return or destroy by [0-9-]+\.' "its day"
says f2.txt 'What does \[…\] need since January at \[…\]\?' "and nobody named"
says f2.txt 'Spoke of harming a person or group: Reported, 2026-01$' "months, not days"
says f2.txt 'Housing: Pressing \(the person: Some\)' "with the person's own view"
says f2.txt '^- Body and health$' "and what is not known"
silent f2.txt 'Nenad|Marshwood|Gymnasium|lassmates|yard|01-12|joke|Sister|peace|mother' "no story and no place"
equal "$(stat -c %a f2.txt)" 600 "for the officer's eyes"
exits 1 "no file is replaced" as Boris document f2_sheet "$case" f2.txt --to 'Dr Weber, Clinic' --return-by +14
exits 1 "the named sheet waits" as Boris document f3_sheet "$case" f3 --to 'Dr Weber, Clinic' --return-by +14
says err 'discussed the case without it' "for the first one"
exits 0 "which was discussed" as Boris set panel_item "$item" f2_first=yes stage=f3 sharing_basis=public_task
exits 1 "it goes to the table alone" as Boris document f3_sheet "$case" f3 --to 'Somebody else' --return-by +14
exits 0 "it is sealed" as Boris document f3_sheet "$case" f3 --to 'Dr Weber, Clinic' --return-by +14
tail -n 1 out >f3.pw && chmod 600 f3.pw
silent f3 'Nenad' "nothing of it can be read"
exits 0 "but with its passphrase" "$PROGRAM" --passphrase-file f3.pw unseal f3
says out 'Nenad Marshwood' "it names the person"
says out '^Copy 2: F3 sheet' "as copy 2"
exits 1 "no letter without a decision" as Boris document decision_letter "$case" letter.txt --to person
exits 0 "the decision is written down" as Boris set panel_item "$item" decision=not_adopt 'reasons=You have what you need.' agreement=consensus \
    'other_help=Youth House' tells=Boris
exits 0 "the person may keep the letter" as Boris document decision_letter "$case" letter.txt --to person
says letter.txt 'Ombudsman, Quay 1' "which says where to complain"
says letter.txt 'To be kept by the person' "and is theirs"
silent letter.txt 'Marshwood|classmates' "without a name"
exits 0 "the agenda" as Boris document agenda today agenda.txt --to 'Councillor Voss' --return-by +14
says agenda.txt '1\. [A-Z]+-[0-9]+' "names pseudonyms"
exits 1 "a folder that is not there" as Boris document agenda today nowhere/agenda.txt --to 'Councillor Voss' --return-by +14
exits 0 "leaves a number that nobody has" as Boris list copy --format csv --fields number,what,returned_how
says out '^[0-9]+,5,agenda,never_written' "and says so"
exits 0 "a copy comes back" as Boris document returned 1 returned
exits 1 "once" as Boris document returned 1 lost
exits 1 "and only one that was given out" as Boris document returned 99 returned
exits 0 "all of it holds" as Ana verify
if grep -aq 'Marshwood\|Dr Weber' ./office.townkeep; then bad "the text stands in the vault's file"; else good; fi
end
