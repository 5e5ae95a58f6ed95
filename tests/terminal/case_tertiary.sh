# A case of somebody who comes back from prison through its states, worked on its screens by three officers: Ana leads, Boris has the case, Mira signs. What was
# shared on an agreement stops with it at once. Sourced by run.sh.

return_begins() {
    case_office && must Ana add party kind=organisation 'name=Harbour Clinic' || return 1
    referral_proposed 470 'basis=tertiary tertiary_basis=release' referrer_type=justice 'person_name=Tarik Lowstone' age_band=25_39 needs=housing asks_for_help=yes \
        'what_happened=He is released in three weeks, has nowhere to live, and asked the social worker for help.' && must Ana step "$referral" sign on=-470 &&
        case_named
}
return_is_invited() {
    sit_down Ana && open_case || return 1
    wait_for 'Leaving and coming back' || return 1
    take 'Invite to take part' 469 'was given to an officer' 'Who speaks first' 'The prison social worker' 'Language' English Interpreter n \
        'Safe to' 'By letter only.' 'Lawful' '~public' 'Privacy' 2026-1 -- 'Given to' '~Boris'
}
# What is agreed to is written down on paper forms; two of the agreements are typed in here, the step is on its screen.
return_is_agreed() {
    leave
    must Boris add consent "episode=$case" purpose=take_part given_by=person 'capacity=Read it aloud himself.' form_version=2026-1 how=paper on=-465 &&
        must Boris add consent "episode=$case" purpose=share 'party=Harbour Clinic' given_by=person 'capacity=As above.' form_version=2026-1 how=paper on=-465 || return 1
    sit_down Boris && open_case || return 1
    take 'Person agrees' 465 'agreed to take part' && assess_by_keys && take 'List for the panel' 460 'It waits for' && sit_down Mira && open_case &&
        take Sign 459 'was listed for the panel'
}
# What only a return asks for: who supervises it, and what each of the family needs.
return_has_its_own_fields() {
    sit_down Boris && to_cases && press F4; wait_for 'Ctrl-S Save' || return 1
    fill Ctrl-O 'Supervising' 'Probation service' 'Single point' Boris || return 1
    press C-s; wait_for 'Saved.' || return 1
    press Enter; wait_for 'F7 Sharing' && add 'Member of the family' Who 'his mother' Relation mother Needs 'A heated room.' Agrees y && leave &&
        must Boris show case "$case" && grep -q 'Probation service' "$home/out"
}
panel_adopts() {
    leave
    panel_on_paper 455 'question=Where can he live, and who goes along?' && sit_down Boris && open_case || return 1
    take 'Enter the decision' 455 'was entered' && take 'Begin a plan' 454 'A plan is being made'
}
plan_is_agreed() {
    local plan
    leave
    must Boris add support_plan "episode=$case" on=-453 lead_person=Boris 'aim=A door of my own.' 'aim_why=So that his mother can visit.' intensity=intensive \
        'intensity_reason=Everything begins at once.' 'unintended=The landlord may hear of it: only he tells.' 'benefits=He and his mother.' 'crisis_contact=112, then Boris' \
        'exit_criteria=A year in his flat.' agreed_how=paper agreed_on=-452 copy_given=yes review_on=+30 first_session=-448 || return 1
    plan=$(last_word)
    must Boris add plan_action "episode=$case" "plan=$plan" kind=housing_practical serves=housing 'what=A flat with the housing service.' 'party=Harbour Clinic' \
        provider_agreed=yes provider_on=-452 start=-448 ends=+30 contacts_per_week=1 || return 1
    sit_down Boris && open_case && take 'Agree the plan' 452 'waits for' && sit_down Mira && open_case && take Sign 451 'is agreed' || return 1
    sit_down Boris && open_case && take 'Start support' 448 'The support of'
}
share_clinic() { # share_clinic DAYS_AGO SENTENCE
    take 'Share information' "$1" "$2" Agency '~Harbour' 'What exactly' 'That he takes part.' 'For what' '~support' Basis '~Agreement of the person' \
        'Why it was' 'They keep an hour free.' How '~talk' 'Person told' '~Told' --
}
# Withdrawn in the morning, refused the same minute, and who was told is named to be called back.
agreement_ends_the_share() {
    sit_down Boris && open_case || return 1
    share_clinic 440 'is written down' || return 1
    take 'Withdraw an agreement' 430 'to be called back from' 'Agreement withdrawn' '~Harbour' || return 1
    share_clinic 429 'withdrew the agreement' || return 1
    leave_form || return 1
    take 'Refuse to share' 429 'refused request' 'Who asked' '~Elected' 'What exactly' 'His address.' -- 'In words' 'Nothing is said of persons.' || return 1
    press F7; wait_for 'Harbour Clinic' && wait_for 'the agreement was withdrawn' && back_to_case
}
return_is_reviewed_and_ends() {
    take 'Significant change' 420 'a review is due' 'In words' 'He found work.' && take 'Begin a review' 419 'began' || return 1
    press i; wait_for 'Need or strength' && type_text "$(printf 'b%.0s' {1..60})" && press F4 && wait_for 'Still agrees' || return 1
    fill 'The person took' '~Was there' 'What changed' 'He has work.' 'Still agrees' y 'Still needed' 'The flat is new.' Decision '~Go on' \
        'Plan unchanged' 'It works.' 'Record kept' 'Until the flat is his.' 'Next review' =+40 || return 1
    press C-s; wait_for 'To that step' && press y; wait_for 'Ctrl-S Go on' && put 'On( |$)' -419 && press C-s && wait_for 'It waits for' || return 1
    sit_down Mira && open_case && take 'Return with a reason' 419 'was returned' 'In words' 'Say who pays the deposit.' || return 1
    sit_down Boris && open_case && take 'Finish the review' 418 'waits for' && sit_down Mira && open_case && take Sign 417 'support goes on'
}
return_closes() {
    sit_down Boris && open_case || return 1
    add 'Closing' Reason '~Aims' 'What helped' 'The flat.' 'What did not' 'Two offices asking the same.' 'Strengths' 'Work, and his mother.' 'Asked for' y \
        'Told how' y 'Answer to' '~Thanked' 'Partners' y 'Copies called' y 'Contact after' 'Probation, until spring' 'Panel inf' y || return 1
    take 'Begin closing' 390 'The closing of' && take Close 385 'It waits for' && sit_down Mira && open_case && take Sign 380 'was closed' || return 1
    sit_down Boris && open_case && take 'Look after 6' 190 'was looked at 6 months' 'In words' 'Probation says it goes well.' &&
        take 'Look after 12' 0 'was looked at 12 months' 'In words' 'Nothing new.' || return 1
    leave
    must Ana list case --format csv --fields reference,state,level && grep -q "$case,after_12m,tertiary" "$home/out" && must Ana verify
}

journey 'a case of a return begins with a signature' return_begins
journey 'the lead plans its invitation' return_is_invited
journey 'agreed, assessed, listed and signed by the second lead' return_is_agreed
journey 'what only a return asks for' return_has_its_own_fields
journey 'the panel adopts it' panel_adopts
journey 'the plan is agreed and support begins' plan_is_agreed
journey 'a withdrawn agreement ends the sharing at once' agreement_ends_the_share
journey 'a review is returned, mended and signed' return_is_reviewed_and_ends
journey 'a return through its end to the last look' return_closes
