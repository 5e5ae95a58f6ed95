# Reports: what a manager reads, with a vault and without.
. "$HERE/lib.sh"
exits 0 "the reports are listed" "$PROGRAM" report
says out '^workflow ' "the workflow among them"
exits 2 "an unknown report is usage" "$PROGRAM" report rainfall
exits 2 "an unknown format is usage" "$PROGRAM" report workflow --format sculpture

exits 0 "the workflow is printed without any vault" "$PROGRAM" report workflow
says out '^  Action +screen_in' "with the step that screens in"
says out 'team lead; another officer, before it takes effect' "and who signs it"
says out 'All twelve screening questions are answered' "and what is checked"
equal "$(LC_ALL=C.UTF-8 awk 'length > 80' out | wc -l)" 0 "in 80 columns"
exits 0 "as CSV" "$PROGRAM" report workflow --format csv
equal "$(head -n 1 out)" "step,action,of,from,to,taken_by,signed_by,needed,checked,asked,confirmed,clock,recorded,meaning"$'\r' "with headings for programs"
csv=$(wc -l <out)
exits 0 "as JSON" "$PROGRAM" report workflow --format json
says out '"action": "take_back"' "to the last step"
equal "$(grep -c '"action"' out)" $((csv - 1)) "with as many steps as the other"
exits 0 "as Markdown" "$PROGRAM" report workflow --format markdown
says out '^\| Screen in \| screen\\_in \|' "a row a step"
equal "$(grep -c '^| ' out)" $((csv + 1)) "and as many of them"

# The same steps as the workflow itself offers.
office
exits 0 "a referral is begun" as Ana add referral channel=phone referrer_type=self what_happened=x
as Ana step "$(tail -n 1 out)" | sed -nE 's/^(ready|asks|not now) +([a-z_0-9]+) .*/\2/p' | sort >offered
"$PROGRAM" report workflow --format json | sed -nE 's/.*"action": "([a-z_0-9]+)".*/\1/p' | sort >told
equal "$([ -s offered ] && echo some)" some "steps are offered"
comm -23 offered told >missing
equal "$(cat missing)" "" "no step is offered that the report does not tell"

exits 0 "into a file" "$PROGRAM" report workflow workflow.md --format markdown
equal "$(stat -c %a workflow.md)" 600 "that is private"
exits 1 "and never over another" "$PROGRAM" report workflow workflow.md --format markdown
says err 'workflow.md' "which is named"
says workflow.md '^## ' "and is as it was"
equal "$(ls | grep -c new-)" 0 "nothing else is left behind"

# The numbers: with a vault, for officers of casework.
exits 0 "a trainer joins" as Ana officer add Tom --role trainer --new-passphrase-file tom.pw --kdf interactive
exits 3 "and may not have the numbers" as Tom report casework
silent out 'Referrals' "not one of them"
cat >batch <<'LINES'
add referral channel=phone referrer_type=parent operator=city how_known=saw reliability=first_hand may_contact=no stay_unnamed=no person_name="Ned Marsh" age_band=16_17 what_happened="He told two classmates that he would make them pay." where_happened=Yard last_noticed=yesterday conduct=harm_talk told=agrees safety=nobody
LINES
for _ in 1 2 3 4 5 6 7; do cat batch; done >adding
as Ana run adding | sed 's/^ok //' | while read -r reference; do echo "step $reference receive"; done >receiving
exits 0 "seven referrals are received" as Ana run receiving
exits 0 "the numbers are printed" as Ana report casework
says out '^Referrals received .* 7 ' "seven of them"
says out '^  of them anonymised since .* <5' "and none gone, which is not told"
says out 'fewer than five' "with what the marks mean"
silent out 'Marsh' "and no name"
exits 0 "as one table" as Ana report casework numbers.csv --format csv
says numbers.csv '^received,Referrals received,.*,7,' "of all numbers"
equal "$(awk -F, 'NR > 1 { print $1 }' numbers.csv | sort -u | wc -l)" 24 "twenty-four of them"
exits 0 "the history says that it was written" as Ana history --limit 3
says out 'Numbers of casework' "by name"
exits 1 "a period of two years is too long" as Ana report casework --from 2025-01-01 --to 2026-12-31

# Every time limit of the office's list is in the table, and what the office has set is told.
exits 0 "a limit of this office" as Ana add casework_limit clock=plan amount=8 unit=working_days
exits 1 "a second one is refused" as Ana add casework_limit clock=plan amount=7 unit=working_days
exits 1 "none is switched off" as Ana add casework_limit clock=review amount=0 unit=days
exits 0 "the limits as they hold" as Ana report limits --format csv
says out '^plan,plan,8 working days,.*the office,10 working days' "the one that was set, and the usual one"
end
