# The demonstration: made once, kept, renewed when asked; never over somebody's vault.
. "$HERE/lib.sh"
exits 0 "it is made" "$PROGRAM" demo --no-screens
vault=$(cat out)
passphrase=$(sed -n 's/.*: //p' err | tail -n 1)
printf '%s\n' "$passphrase" >demo.pw; chmod 600 demo.pw
town() { "$PROGRAM" --vault "$vault" --passphrase-file demo.pw "$@"; }
at_least() { # at_least COUNT TYPE
    local count
    count=$(town --officer "Ana Kovač" list "$2" --format json 2>/dev/null | grep -c '^{"id"')
    if [ "$count" -ge "$1" ]; then good; else bad "$count of $2, fewer than $1"; fi
}
at_least 60 party
at_least 12 programme
at_least 25 referral
at_least 10 course
at_least 10 session
at_least 100 attendance
at_least 55 practice
at_least 7 episode
at_least 3 assessment
at_least 3 panel_meeting
at_least 2 agreement
at_least 2 family_member
at_least 6 support_session
at_least 3 sharing
at_least 1 complaint
at_least 1 access_request
at_least 1 casework_limit
at_least 3 equality_tally
exits 0 "its cases are spread along the way" town --officer "Ana Kovač" list episode --format csv --fields state --limit 0
for state in screened_in invited assessing panel_listed active withdrawn; do says out ",$state\$" "one is $state"; done
exits 0 "it is sound" town --officer "Ana Kovač" verify
exits 0 "something is added" town --officer "Ana Kovač" add party name=Visitor kind=person
exits 0 "it is opened again" "$PROGRAM" demo --no-screens
exits 0 "as it was left" town --officer "Ana Kovač" show party Visitor
exits 0 "it is made anew" "$PROGRAM" demo --no-screens --fresh
exits 1 "without what was added" town --officer "Ana Kovač" show party Visitor
printf 'not a vault' >"$vault"
exits 0 "what cannot be opened makes way" "$PROGRAM" demo --no-screens
says err 'is kept as' "it says where it is kept"
exits 0 "and is kept" grep -q 'not a vault' "$vault.old-1"
exits 0 "the new one opens" town --officer "Ana Kovač" list place
office
exits 1 "an office's vault is left alone" "$PROGRAM" demo --no-screens --fresh --vault office.townkeep
exits 0 "it opens as before" as Ana list party
end
