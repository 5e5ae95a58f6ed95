# What the journeys of cases share: an office of three officers whose vault was made on the command line, and working through forms and menus by the labels
# an officer reads. Sourced behind lib.sh.

# Papers and referrals are prepared on the command line where a journey is about the screens that follow.
as() { # as OFFICER COMMAND…
    local officer=$1
    shift
    HOME=$home "$program" --vault "$home/office.townkeep" --officer "$officer" --passphrase-file "$home/$officer.pw" "$@" </dev/null 2>"$home/err"
}
must() { # like as, and what it says when it is refused
    as "$@" >"$home/out" || { echo "  refused: ${*:1:6}"; sed 's/^/  | /' "$home/err"; return 1; }
}
ran() { # ran OFFICER <COMMANDS : many in one session
    local officer=$1
    HOME=$home "$program" --vault "$home/office.townkeep" --officer "$officer" --passphrase-file "$home/$officer.pw" run - >"$home/out" 2>"$home/err"
    grep -q "^ok" "$home/out" && ! grep -v "^ok" "$home/out" || { sed 's/^/  | /' "$home/err"; return 1; }
}
last_word() { tail -n 1 "$home/out" | sed 's/^ok //'; }
secret_of() { cat "$home/$1.pw"; }

case_office() { # Ana and Mira lead, Boris works on cases
    new_home
    printf 'the lamp on the pier\n' >"$home/Ana.pw"
    printf 'seven geese in a row\n' >"$home/Boris.pw"
    printf 'a kettle and two cups\n' >"$home/Mira.pw"
    chmod 600 "$home"/*.pw
    must Ana init --office 'Old Port' --kdf interactive &&
        must Ana officer add Boris --role intake,case --new-passphrase-file "$home/Boris.pw" --kdf interactive &&
        must Ana officer add Mira --role lead,case --new-passphrase-file "$home/Mira.pw" --kdf interactive &&
        must Ana conduct accept && must Boris conduct accept && must Mira conduct accept
}
# A referral whose signature is all that is missing, BASIS being what it rests on: its reference in $referral.
referral_proposed() { # referral_proposed DAYS_AGO BASIS FIELD…
    local ago=$1 basis=$2
    shift 2
    must Boris add referral channel=phone operator=city how_known=saw reliability=first_hand may_contact=no stay_unnamed=no where_happened='School yard' \
        last_noticed=-$((ago + 2)) told=agrees safety=nobody "$@" || return 1
    referral=$(last_word)
    # shellcheck disable=SC2086 # several words
    must Boris step "$referral" receive on=-"$ago" && must Ana step "$referral" assign assignee=Boris on=-"$ago" &&
        must Boris step "$referral" screen_in q1=yes q2=yes q3=yes q4=yes q5=yes q6=yes q7=yes q8=no q9=no q10=no q11=no q12=yes $basis feedback=thanked \
            reason='Two classmates heard it.' on=-"$ago"
}
case_named() { # the newest case: its number in $case, its pseudonym in $name
    must Ana list case --format csv --fields reference,pseudonym || return 1
    case=$(tail -n 1 "$home/out" | cut -d, -f2) name=$(tail -n 1 "$home/out" | cut -d, -f3)
}

# The table is prepared; who of it comes is marked while they come in.
table_prepared() { # table_prepared DAYS_AGO PRESENCE
    must Boris add panel_meeting on=-"$1" 'chair=Head of youth services' || return 1
    meeting=$(last_word)
    ran Boris <<END
add panel_member meeting=$meeting "person=Deputy head" "agency=School" discipline=education security=no presence=$2 confidentiality=yes
add panel_member meeting=$meeting "person=Doctor" "agency=Clinic" discipline=health security=no presence=$2 confidentiality=yes
add panel_member meeting=$meeting "person=Youth worker" "agency=Youth House" discipline=youth security=no presence=$2 confidentiality=yes
add panel_member meeting=$meeting "person=Officer on duty" "agency=Police" discipline=security security=yes presence=$2 confidentiality=yes
END
}
# What the panel of DAYS_AGO decided, typed in from its minutes: to make a plan.
panel_on_paper() { # panel_on_paper DAYS_AGO question=WORDS
    local item
    table_prepared "$1" present && must Boris set panel_meeting "$meeting" status=held confidentiality_read=yes &&
        must Boris add panel_item "episode=$case" "meeting=$meeting" stage=f3 "$2" f2_first=yes sharing_basis=consent conflicts_asked=yes explanation_discussed=yes \
            'options=Nothing; a mentor.' adopted=yes decision=plan 'reasons=He asks for it.' agreement=consensus lead_person=Boris tells=Boris || return 1
    item=$(last_word)
    ran Boris <<END
add panel_contribution episode=$case item=$item agency=School category=education text=Known. handling=plan
add panel_contribution episode=$case item=$item agency=Clinic category=health text=Known. handling=plan
add panel_contribution episode=$case item=$item "agency=Youth House" category=youth text=Known. handling=plan
END
}

# --- the screens ---
leave() { # the window closes; then the vault is free
    local both
    both=$(processes 2>/dev/null)
    stop_server
    for process in $both; do
        while kill -0 "$process" 2>/dev/null; do sleep 0.05; done
    done
}
sit_down() { # sit_down OFFICER : at Home, casework open
    local officer=$1
    leave
    t -f /dev/null new-session -d -x 80 -y 24 "env -i HOME=$home TERM=tmux-256color LANG=C.UTF-8 TZ=UTC PATH=$PATH PS1='shell> ' sh"
    wait_for 'shell>' || return 1
    type_text "$program --vault $home/office.townkeep --officer $officer"; press Enter
    wait_for Passphrase || return 1
    type_text "$(secret_of "$officer")"; press Enter
    wait_for 'GO TO' 20 && press F3 && wait_for 'sealed apart' || return 1
    type_text "$(secret_of "$officer")"; press Enter
    wait_for 'Casework is open' 20
}
to_cases() { press 3; wait_for 'Take in a referral' && press 3 && wait_for 'Pseudonym'; }
open_case() { # the newest one, or the one whose pseudonym is given
    to_cases || return 1
    [ -z "${1:-}" ] || point_at "$1" || return 1
    press Enter; wait_for 'F7 Sharing'
}
marked() { screen | grep -F '▸'; }
where_marked() { screen | grep -nF '▸' | cut -c 1-16; } # the row and how it begins: what is typed into it changes neither
# Press KEY until the mark stands before LABEL: so a journey says which row it means, not how many rows lie between.
until_at() { # until_at KEY LABEL
    local i wait before
    for ((i = 0; i < 60; i++)); do
        marked | grep -qE -- "▸ *[▲▼]?\(?$2" && return 0
        before=$(where_marked)
        press "$1"
        for ((wait = 0; wait < 15; wait++)); do
            [ "$(where_marked)" = "$before" ] || break
            sleep 0.02
        done
    done
    echo "  no row: $2"; screen | sed 's/^/  | /'
    return 1
}
point_at() { press Home; sleep 0.05; until_at Down "$1"; } # a row of a list or menu
# put LABEL VALUE : the field of that name. ~TEXT is picked or switched to, +TEXT switched on in a list that takes several, =TEXT replaces what stands there.
put() {
    until_at Tab "$1" || return 1
    case $2 in
    '~'*) if marked | grep -q '[○●]'; then switch_to "${2#?}"; else pick "${2#?}"; fi ;;
    '+'*) pick "${2#?}" Space ;;
    '='*) press C-u; type_text "${2#=}" ;;
    *) type_text "$2" ;;
    esac
}
pick() { # pick TEXT [KEY] : KEY is pressed before Enter
    press Enter; wait_for 'Enter takes' || return 1
    type_text "$1"; wait_for " $1 " || return 1
    [ -z "${2:-}" ] || press "$2"
    press Enter; gone_soon 'Enter takes'
}
switch_to() { # switch_to LABEL : among the few that stand in the row
    local i
    for ((i = 0; i < 8; i++)); do
        marked | grep -qiF "● $1" && return 0
        press Space; sleep 0.06
    done
    echo "  no such choice: $1"; screen | sed 's/^/  | /'
    return 1
}
fill() { # fill LABEL VALUE LABEL VALUE … ; Ctrl-O among them shows the further fields
    while [ $# -gt 0 ]; do
        if [ "$1" = Ctrl-O ]; then press C-o; shift; fi
        put "$1" "$2" || return 1
        shift 2
    done
}
step_form() { # step_form STEP : its form, from the page of the case
    press F4; wait_for 'Step aside' || return 1
    point_at "$1" || return 1
    press Enter; wait_for 'Ctrl-S Go on'
}
# take STEP DAYS_AGO SENTENCE LABEL VALUE … : the whole step; `--` goes on to the next page. The sentence is what the office is told.
take() {
    local step=$1 ago=$2 sentence=$3
    shift 3
    step_form "$step" || return 1
    while [ $# -gt 0 ]; do
        if [ "$1" = -- ]; then
            press C-s; wait_for 'page 2' || return 1
            shift
        else
            put "$1" "$2" || return 1
            shift 2
        fi
    done
    [ "$ago" = 0 ] || put 'On( |$)' -"$ago" || return 1
    press C-s; wait_for "$sentence" || return 1
    if screen | grep -qF 'Esc Close'; then escape; fi
}
refused() { # refused STEP SENTENCE : it cannot be taken, and the menu says why
    press F4; wait_for 'Step aside' || return 1
    point_at "$1" || return 1
    wait_for "$2" && escape
}
gone_soon() { # gone_soon TEXT
    local i
    for ((i = 0; i < 40; i++)); do
        screen | grep -qF -- "$1" || return 0
        sleep 0.05
    done
    gone "$1"
}
# add PAPER LABEL VALUE … : on its form, from the page of the case
add() {
    local paper=$1
    shift
    press F2; wait_for 'Tell an agency' && point_at "$paper" || return 1
    press Enter; wait_for 'Ctrl-S Save' && fill "$@" || return 1
    press C-s; wait_for 'Saved.'
}
# leave_form : without taking the step, after it was refused
leave_form() {
    escape
    if screen | grep -qF 'not taken yet'; then press d; fi
    wait_for 'F7 Sharing'
}
back_to_case() { # by Esc, however deep
    local i
    for ((i = 0; i < 5; i++)); do
        screen | grep -qF 'F7 Sharing' && return 0
        escape
    done
    wait_for 'F7 Sharing' 1
}
# Every question has its letter; the pane of strengths and that of needs are behind F6.
assess_by_keys() { # from the page of the case and back to it
    press a; wait_for 'There is no assessment' && press F2 && wait_for 'no answer yet' || return 1
    type_text nnnnnnnnnnnnnnnnnnnn; press F6
    type_text ssssssssssssssss; press F6
    type_text nnnnnnnnnnnnnnnnnnnnnnnnnnn; press C-s
    wait_for 'Saved.' || return 1
    press F4; wait_for 'Who was asked' || return 1
    fill 'Who was asked' +School 'Who was asked' +person "The person's own" 'He wants to be left in peace and to finish school.' 'Shown to' y \
        Summary 'Bullied for a year; threatened twice in anger.' 'How soon' '~prompt' 'How much' '~standard' 'So much, because' 'One worker whom he knows.' || return 1
    press C-s; gone_soon 'not saved' && back_to_case && wait_for 'Next: List for the panel'
}
