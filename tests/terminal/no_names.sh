# Nobody who was referred is named outside the one place that shows a name: every menu, list and page of the demonstration, its reports, exports and papers are
# looked through for the names, guardians, callers and their numbers that its referrals hold. Sourced by run.sh behind case_lib.sh.

lead='Ana Kovač'
town() {
    HOME=$home "$program" --vault "$town" --officer "$lead" --passphrase-file "$home/town.pw" "$@" 2>>"$home/err"
}
# The names as the vault tells them to somebody who asks for one record; not those of partners, who stand in the lists under their own names.
names_gathered() {
    HOME=$home "$program" demo --no-screens >"$home/town" 2>"$home/err" || return 1
    town=$(cat "$home/town")
    sed -n 's/.*: //p' "$home/err" | tail -n 1 >"$home/town.pw"; chmod 600 "$home/town.pw"
    town list referral --format csv --fields reference --limit 0 | tr -d '\r' | sed -n '2,$s/.*,/show referral /p' >"$home/asked"
    town run - <"$home/asked" | sed 's/\\n/\n/g' |
        sed -nE 's/^(ok )?(person_name|other_names|guardian|guardian_contact|referrer_name|person_contact|referrer_contact) +//p' | sort -u |
        grep -E '^[[:upper:]][^ ,]+ [[:upper:]]|[0-9]{4}' | sed 's/,.*//' >"$home/all"
    for type in party officer contact_point relationship; do town list "$type" --format csv --limit 0; done >"$home/known"
    while read -r name; do grep -qF -- "$name" "$home/known" || echo "$name"; done <"$home/all" >"$home/names"
    [ "$(wc -l <"$home/names")" -ge 25 ] || { echo "  only $(wc -l <"$home/names") names to look for"; return 1; }
}
names_nothing() { # names_nothing WHERE <TEXT
    local found
    [ -s "$home/names" ] || return 1
    found=$(grep -F -m 3 -f "$home/names") || return 0
    echo "  named in $1:"; sed 's/^/  | /' <<<"$found"
    return 1
}
# One record asked for by name does show who it is: so what is not found elsewhere was not overlooked.
one_record_names() {
    local case
    case=$(town list episode --format csv --fields reference --limit 1 | tr -d '\r' | sed -n '2s/.*,//p')
    town show episode "$case" | grep -qF -f "$home/names"
}
# Everything that can be written to a file or a terminal, in one session.
commands() {
    local type report
    for type in referral referral_step episode episode_step task complaint access_request panel_meeting panel_item sharing copy decision closed_case \
        equality_tally advice_contact consent contact_attempt assessment support_plan plan_action support_session review; do
        echo "list $type --format csv --limit 0"
        echo "list $type --limit 0"
        echo "export $type $home/out-$type.csv"
    done
    for report in workflow limits casework equality; do echo "report $report"; done
    echo "find person"
    echo "history"
    echo "document f2_sheet @ $home/out-f2.txt --to Chair --return-by +7"
    echo "document plan @ $home/out-plan.txt --to person"
    echo "document decision_letter @ $home/out-letter.txt --to person"
}
what_leaves_names_nobody() {
    local case file failed=0
    case=$(town list episode --filter state=active --format csv --fields reference --limit 1 | tr -d '\r' | sed -n '2s/.*,//p')
    commands | sed "s/@/$case/" >"$home/asked"
    town run - <"$home/asked" | sed 's/\\n/\n/g' >"$home/told"
    [ "$(grep -c '^ok' "$home/told")" -ge 60 ] || { grep '^refused' "$home/told" | head -5; return 1; }
    [ -s "$home/out-f2.txt" ] && [ -s "$home/out-plan.txt" ] || { echo '  no paper was given out'; grep '^refused' "$home/told"; return 1; }
    names_nothing 'what the commands say' <"$home/told" || failed=1
    for file in "$home"/out-*; do names_nothing "$(basename "$file")" <"$file" || failed=1; done
    return $failed
}

# --- the screens: in the short run the pages themselves, else everything behind their keys ---
seen=0
look_at() { # look_at WHERE
    sleep 0.12
    screen >"$home/window"
    seen=$((seen + 1))
    names_nothing "$1" <"$home/window" || failed_names=1
}
home_again() {
    local i
    for ((i = 0; i < 8; i++)); do
        if screen | grep -q 'Discard what was typed'; then press d; sleep 0.2; fi
        screen | grep -q 'GO TO' && return 0
        escape
    done
    wait_for 'GO TO' 1
}
rows_of() { # rows_of WHERE COUNT : each record of the list that is open
    local i
    for ((i = 0; i < $2; i++)); do
        press Enter; look_at "$1, row $((i + 1))"
        if [ -n "${3:-}" ]; then "$3" "$1, row $((i + 1))"; fi
        escape; press Down; sleep 0.05
    done
}
behind_case() {
    local key
    for key in F2 F4 F6 F7 F8 a l i; do
        press $key; look_at "$1, $key"
        if [ $key = F8 ]; then press Enter; look_at "$1, a paper"; press Enter; look_at "$1, a paper opened"; fi
        while ! screen | grep -q 'F7 Sharing'; do
            if screen | grep -q 'Discard what was typed'; then press d; sleep 0.2; else escape; fi
        done
    done
}
behind_meeting() { press Enter; look_at "$1, an item"; escape; }
town_opened() {
    leave
    t -f /dev/null new-session -d -x 132 -y 43 "env -i HOME=$home TERM=tmux-256color LANG=C.UTF-8 TZ=UTC PATH=$PATH PS1='shell> ' sh"
    wait_for 'shell>' || return 1
    type_text "$program --vault '$town' --officer '$lead'"; press Enter
    wait_for Passphrase || return 1
    type_text "$(cat "$home/town.pw")"; press Enter
    wait_for 'GO TO' 20 && press F3 && wait_for 'sealed apart' || return 1
    type_text "$(cat "$home/town.pw")"; press Enter
    wait_for 'Casework is open' 20
}
screens_name_nobody() {
    local menu item failed_names=0
    town_opened || return 1
    look_at Home
    for menu in 1 2 3 4 5 9 0; do
        press $menu; look_at "menu $menu"
        [ "$short" = 0 ] || { home_again || return 1; continue; }
        for item in 1 2 3 4 5 6 7 8 9; do
            screen | grep -qE "^[ ▸]+$item " || continue
            press $item; look_at "menu $menu, $item"
            press Enter; look_at "menu $menu, $item, its first row"
            home_again && press $menu && sleep 0.1
        done
        home_again || return 1
    done
    press 3; sleep 0.2; press 3; look_at 'the cases'; rows_of 'the cases' 7 "$([ "$short" = 1 ] || echo behind_case)"; home_again || return 1
    press 3; sleep 0.2; press 4; look_at 'the referrals'; rows_of 'the referrals' $((short ? 8 : 31)); home_again || return 1
    press 3; sleep 0.2; press 5; look_at 'the meetings'; rows_of 'the meetings' 3 behind_meeting; home_again || return 1
    [ "$seen" -ge $((short ? 25 : 150)) ] || { echo "  only $seen windows were looked at"; return 1; }
    return $failed_names
}
the_key_names() { # F3 on the page of a case is the place
    press 3; sleep 0.2; press 3; wait_for Pseudonym && press Enter; wait_for 'F7 Sharing' && press F3
    wait_for 'Name shown for' 3 || return 1
    screen | grep -qF -f "$home/names"
}

journey 'the names of the demonstration are known to the test' names_gathered
journey 'one record that is asked for names its person' one_record_names
journey 'no list, export, report, search, history or paper names anybody' what_leaves_names_nobody
journey 'no menu, list or page names anybody' screens_name_nobody
journey 'the key that shows a name does' the_key_names
