# The stakeholder map on its screens: names of many scripts in straight columns, a picture from its menu to the record behind a cell, a gap that is filled,
# who reaches whom, a picture written to a file. Sourced by run.sh behind case_lib.sh.

town_of_names() {
    case_office || return 1
    ran Ana <<'END'
add place name=Harbour kind=district
add place name=Hill kind=district
add party name=Zeta kind=org sectors=youth places=Harbour acronym=ZT
add party "name=جمعية الأرز" kind=org sectors=youth places=Harbour
add party "name=د افغانی سره میاشټي ټولنه" kind=org sectors=health places=Hill
add party "name=คุณยังจำข้อมูล" kind=org sectors=education places=Hill
add party "name=Çağdaş Yaşamı Destekleme Derneği" kind=org sectors=education places=Harbour
add party "name=友愛会" kind=org sectors=culture places=Harbour
add party name=Wharf kind=org sectors=culture places=Harbour
add relationship from_party=Zeta type=trusted_intermediary_for to_party=友愛会 strength=4
add relationship from_party=友愛会 type=coordinates_with to_party=Wharf strength=5 direction=both
add relationship from_party=Zeta type=shares_information_with to_party=Wharf strength=2 direction=both
END
}
town_opens() {
    start_at 80 24 && wait_for Passphrase || return 1
    press Tab; type_text Ana; press Tab
    type_text "$(secret_of Ana)"; press Enter
    wait_for 'GO TO' 20
}
start_at() { # columns rows
    stop_server
    t -f /dev/null new-session -d -x "$1" -y "$2" "env -i HOME=$home TERM=tmux-256color LANG=C.UTF-8 TZ=UTC PATH=$PATH sh -c '$program --vault $home/office.townkeep; sh'"
}
# The second column begins in the same cell in every row, whatever the names' letters are: wc counts cells as the system does.
columns_are_straight() {
    local rows
    type_text 1; wait_for 'Contact points' || return 1
    type_text 1; wait_for 'Zeta' || return 1
    rows=$(screen | grep -F Organisation | grep -vF 'Type of' | sed 's/Organisation.*//')
    [ "$(grep -c . <<<"$rows")" = 7 ] || { echo "  not 7 rows"; screen | sed 's/^/  | /'; return 1; }
    [ "$(while IFS= read -r row; do LC_ALL=C.UTF-8 wc -L <<<"$row"; done <<<"$rows" | sort -u | wc -l)" = 1 ] || { echo "  crooked:"; sed 's/^/  | /' <<<"$rows"; return 1; }
    screen | grep -qF 'جمعية الأرز'
}
cell_opens_its_records() {
    press F6; wait_for 'Influence and interest' || return 1
    type_text 3; wait_for 'Youth' && wait_for 'Harbour' || return 1
    point_to 'Youth · Harbour' || return 1
    press Enter; wait_for 'Zeta' && wait_for 'جمعية الأرز' && gone 'Wharf' || return 1
    escape; wait_for 'Youth · Harbour'
}
point_to() { # the cell whose sentence it is, row by row
    local i
    for ((i = 0; i < 60; i++)); do
        screen | tail -n 3 | grep -qF -- "$1" && return 0
        if ((i % 6 == 5)); then press Down Home; else press Right; fi
        sleep 0.1
    done
    echo "  no cell: $1"; screen | sed 's/^/  | /'
    return 1
}
gap_is_filled() {
    press Home; point_to 'Health and mental health · Harbour' || return 1
    press Enter; wait_for 'Add one' && press a && wait_for 'New: ' || return 1
    type_text 'Harbour clinic'; press C-s
    wait_for '8 stakeholders · 34 gaps' && press PageUp PageUp Home && point_to 'Health and mental health · Harbour: 1 stakeholder'
}
picture_is_written() {
    press x; wait_for 'Text to read' && press Enter && wait_for 'Where to?' && press Enter || return 1
    wait_for 'what for?' && type_text 'The mayor' && press Enter && wait_for 'F1 Help' || return 1
    grep -qF 'Health and mental health' "$home"/coverage-*.txt 2>/dev/null || { echo '  no file'; screen | sed 's/^/  | /'; return 1; }
    [ "$(stat -c %a "$home"/coverage-*.txt)" = 600 ]
}

flag_and_plain_letters() {
    stop_server
    must Ana list party --filter name~clinic --format csv --fields sectors && grep -q '^.*,health' "$home/out" || { echo '  the gap was not filled'; return 1; }
    mkdir -p "$home/.config/townkeep" && printf '[screen]\nascii = on\n' >"$home/.config/townkeep/townkeep.ini"
    town_opens || return 1
    type_text 1; wait_for 'Contact points' || return 1
    type_text 3; wait_for 'shares information' || return 1
    screen | grep -F 'shares information' | grep -qF '!' || { echo '  no mark'; screen | sed 's/^/  | /'; return 1; }
    screen | grep -qE '[│─▸▼…]' && { echo '  no plain marks'; screen | sed 's/^/  | /'; return 1; }
    escape; type_text 0; wait_for 'Influence and interest' || return 1
    type_text 3; wait_for 'Harbour' || return 1
    screen | LC_ALL=C grep -q '[^ -~]' && { echo '  not ASCII'; screen | sed 's/^/  | /'; return 1; }
    return 0
}

journey 'a town of many scripts' town_of_names
journey 'it opens' town_opens
journey 'its list has straight columns' columns_are_straight
journey 'a cell of the coverage opens its records' cell_opens_its_records
journey 'a gap of it is filled' gap_is_filled
journey 'it is written to a file' picture_is_written
journey 'sharing without an agreement is marked, and a plain terminal has plain letters' flag_and_plain_letters
