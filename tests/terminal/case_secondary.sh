# A case of prevention through every state, worked on its screens by three officers: Ana leads, Boris has the case, Mira leads too but stepped aside. It began
# more than a year ago, so that the looks after the end fall due. Sourced by run.sh.

lilac_begins() {
    case_office && referral_proposed 470 basis=conduct referrer_type=family person_name='Nenad Marshwood' age_band=18_24 conduct=harm_talk \
        'what_happened=He told two classmates that he would make them pay.' && must Ana step "$referral" sign on=-470 &&
        must Ana add party kind=organisation 'name=Youth House' && must Ana add service 'name=Evenings for young people' 'party=Youth House' \
        areas=youth 'levels=secondary;primary' takes_referrals=yes capacity_available=4 capacity_on=-3 verified_on=-3
}
lead_steps_aside() {
    sit_down Mira && open_case || return 1
    gone 'Marshwood' || return 1
    take 'Step aside' 470 'stepped aside' 'In words' 'His aunt is my neighbour.' || return 1
    wait_for 'stepped aside' && press F3 && gone 'Marshwood'
}
lead_invites() {
    sit_down Ana && open_case || return 1
    refused 'Person agrees' 'this one is screened in' || return 1
    take 'Invite to take part' 469 'was given to an officer' 'Who speaks first' 'The class teacher' 'Language' English Interpreter n 'Safe to' 'Not at home.' \
        'Lawful' '~public' 'Privacy' 2026-1 -- 'Given to' '~Boris'
    wait_for 'invited'
}
officer_asks() {
    sit_down Boris && open_case || return 1
    press F3; wait_for 'Nenad Marshwood' || return 1
    press F3; gone_soon 'Nenad Marshwood' || return 1
    take 'Person agrees' 465 'no agreement of the person to take part' || return 1
    leave_form || return 1
    add 'Agreement' 'Agrees to' '~take part' 'Given by' '~person' 'Age and' 'Said in his own words what he agrees to.' 'Version of' 2026-1 'How it was' '~paper' \
        'Given on' =-465 || return 1
    take 'Person agrees' 465 'agreed to take part'
    wait_for 'assessing'
}
officer_lists() {
    take 'List for the panel' 460 'It waits for' && sit_down Ana && open_case || return 1
    take Sign 459 'was listed for the panel'
}
said_by() { # said_by AGENCY DISCIPLINE
    press F2; wait_for 'What is added?' && press 1 && wait_for 'Ctrl-S Save' || return 1
    fill Agency "$1" Discipline "~$2" "What was said" "What $1 can say." 'Who may hear' '~plan' || return 1
    press C-s; wait_for "$1"
}
likely_step() { # from the page of the item
    press F6; wait_for 'Ctrl-S Go on' && put 'On( |$)' -455 && press C-s
}
panel_without_quorum() {
    leave
    table_prepared 455 absent && sit_down Boris || return 1
    press 3; wait_for 'Take in a referral' && press 5 && wait_for 'Panel meetings' && press Enter && wait_for 'F3 Agenda' || return 1
    press F2; wait_for 'LILAC' && press Enter && wait_for 'Ctrl-S Save' || return 1
    put 'Question' 'Which support fits?'; press C-s
    wait_for 'F3 Agenda' && press F6 && point_at 'Deputy' && press p && point_at 'Officer on' && press p || return 1
    wait_for 'no quorum' && press r && wait_for 'read out' && press h || return 1
    press F6; point_at LILAC && press Enter; wait_for 'F7 Discussed' && press F7 && wait_for 'y It was' && press y && wait_for 'missing for a decision' || return 1
    press F4; wait_for 'Ctrl-S Save' || return 1
    fill 'Basis for' '~agreement' 'Conflicts asked' y 'Explanation weighed' y 'Options' 'Nothing; youth work; a mentor.' 'Assessment adopted' y \
        Decision '~Put off' Reasons 'The school knows more.' 'How it was' '~consensus' 'Lead person' Boris Tells Boris Ctrl-O 'Who answers' School \
        'Answer due' =+7 || return 1
    press C-s; wait_for 'F6 Next step' || return 1
    said_by School education && said_by Clinic health && said_by 'Youth House' youth || return 1
    likely_step || return 1
    wait_for 'at least 3 disciplines present' && press Enter; escape
    if screen | grep -qF 'not taken yet'; then press d; fi
    wait_for 'F6 Next step'
}
# A third discipline comes in; then the panel puts it off.
panel_puts_it_off() {
    escape; wait_for 'F3 Agenda' || return 1
    press F6; point_at Doctor && press p && point_at 'Youth worker' && press p && wait_for 'quorum met' || return 1
    press F6; point_at LILAC && press Enter; wait_for 'F6 Next step' || return 1
    likely_step && wait_for 'was entered' || return 1
    likely_step && wait_for 'was deferred'
}
# The answer came; at the second meeting, whose minutes are typed in afterwards, the panel offers support.
panel_decides() {
    leave
    case_named && panel_on_paper 440 'question=Which support fits?' || return 1
    sit_down Boris && open_case || return 1
    refused 'Begin a plan' 'looked at by the panel' || return 1
    take 'List again' 441 'was listed for the panel again' 'In words' 'The school answered.' || return 1
    take 'Enter the decision' 440 'was entered' && take 'Begin a plan' 440 'A plan is being made'
}
# The plan is begun with him, an action is tied to a strength, and who carries it out comes from the map of services.
officer_plans() {
    sit_down Boris && open_case || return 1
    press l; wait_for 'There is no plan yet' && press C-n && wait_for 'is a draft now' || return 1
    press F2; wait_for 'Which need or strength' && point_at 'A goal' && press Enter; wait_for 'Ctrl-S Save' || return 1
    fill Kind '~Mentoring' 'What is done' 'A mentor, every Tuesday.' From =-430 Until =+40 'Contacts a week' 1 || return 1
    press C-s; wait_for 'F6 Provider' && press F6 && wait_for 'takes referrals' && press Enter && wait_for 'Ask the provider' || return 1
    press Enter; wait_for 'Ctrl-S Save' && fill 'Provider agreed ' y 'Provider agreed on' =-433 && press C-s && wait_for 'F6 Provider' || return 1
    press F4; wait_for 'Ctrl-S Save' || return 1
    fill 'Aim, in' 'Finish the school year.' 'Why it matters' 'His mother would be proud.' 'Begun on' =-439 'Lead person' Boris Intensity '~standard' 'Why this much' 'One worker.' \
        'What could go' 'Classmates may notice: meet elsewhere.' 'Who gains' 'He and the class.' 'In a crisis' '112, then Boris' \
        'It ends when' 'Six months in school.' 'How it was agreed' '~paper' 'Agreed on' =-432 'Copy handed' y 'Review on' =+30 'First session' =-428 || return 1
    press C-s; wait_for 'F6 Provider' && press F8 && wait_for 'Nothing is missing' && escape
    back_to_case && take 'Agree the plan' 432 'waits for the' && sit_down Ana && open_case || return 1
    take Sign 431 'is agreed'
}
support_begins_and_rests() {
    sit_down Boris && open_case || return 1
    take 'Start support' 428 'The support of' || return 1
    add 'Session' Kind '~Meeting' 'What was said' 'He came early and spoke of his exams.' && escape || return 1
    take 'Pause' 400 'rests' 'Reason, from' '~Illness' Until =+20 || return 1
    wait_for 'paused' && take 'Take up again' 390 'goes on' && take 'Begin a review' 385 'began'
}
officer_reviews() {
    sit_down Boris && open_case && press i && wait_for 'Need or strength' && type_text bbbbbbbbbbbbbbbb && press F4 && wait_for 'Still agrees' || return 1
    fill 'The person took' '~Was there' 'What changed' 'He comes to school again.' 'Still agrees' y 'Still needed' 'He asks to go on.' Decision '~Go on' \
        'Plan unchanged' 'It works.' 'Record kept' 'Until the summer.' 'Next review' =+60 || return 1
    press C-s; wait_for 'To that step' && press y; wait_for 'Ctrl-S Go on' && put 'On( |$)' -384 && press C-s || return 1
    wait_for 'It waits for' && sit_down Ana && open_case && take Sign 383 'support goes on'
}
it_ends() {
    sit_down Boris && open_case || return 1
    refused 'Begin closing' 'Begin the closing sheet first' || return 1
    add 'Closing' Reason '~Aims' 'What helped' 'The mentor.' 'What did not' 'Group hours.' 'Strengths' 'Two friends outside school.' 'Asked for' y 'Told how' y \
        'Answer to' '~Thanked' 'Partners' y 'Copies called' y 'Contact after' 'Youth House, open evenings' 'Panel inf' y || return 1
    take 'Begin closing' 382 'The closing of' && take Close 381 'It waits for' && sit_down Ana && open_case && take Sign 380 'was closed'
}
it_is_looked_at_afterwards() {
    sit_down Boris && open_case || return 1
    take 'Look after 6' 200 'This look comes 6 months after the end' 'In words' 'The school says he is well.' || return 1
    put "On( |$)" =-190; press C-s; wait_for 'was looked at 6 months' || return 1
    take 'Look after 12' 0 'was looked at 12 months' 'In words' 'Nothing new.' || return 1
    leave
    case_named && must Boris list case --format csv --fields reference,state && grep -q "$case,after_12m" "$home/out"
}
# Something happens again: a second referral, which names the case before, opens a case of its own.
it_begins_anew() {
    leave
    referral_proposed 1 "basis=conduct earlier_episode=$case" referrer_type=teacher 'person_name=Nenad Marshwood' age_band=18_24 conduct=harm_talk \
        'what_happened=He shouted at the tram driver and threatened him.' || return 1
    sit_down Ana || return 1
    press 3; wait_for 'Take in a referral' && press 4 && wait_for 'Pseudonym' && press Enter; wait_for 'Next steps' || return 1
    point_at Sign && press Enter; wait_for 'Ctrl-S Go on' && press C-s; wait_for 'The case is' || return 1
    leave
    must Ana list case --format csv --fields state,earlier && grep -q ',screened_in,[0-9]' "$home/out" && grep -q ',after_12m,$' "$home/out"
}

journey 'a case of prevention begins with a signature' lilac_begins
journey 'a lead who stepped aside sees it no more' lead_steps_aside
journey 'the lead plans the invitation' lead_invites
journey 'nobody is assessed who did not agree' officer_asks
journey 'every question is answered by its letter' assess_by_keys
journey 'it is listed, and signed by another officer' officer_lists
journey 'a table without a quorum decides nothing' panel_without_quorum
journey 'the panel puts it off' panel_puts_it_off
journey 'and decides when the answer came' panel_decides
journey 'a plan with a provider, agreed and signed' officer_plans
journey 'support begins, rests and goes on' support_begins_and_rests
journey 'a review, key by key' officer_reviews
journey 'it ends, signed' it_ends
journey 'two light looks, not before their day' it_is_looked_at_afterwards
journey 'what happens again is a new case' it_begins_anew
