# What leaves this laptop: for whom, what stays, seen before, and in the formats of other programs.
. "$HERE/lib.sh"
office
add() { as Ana add "$@" >/dev/null 2>&1 || bad "add $*"; }
add party name='=cmd' kind=org sectors=youth sens=public phone='+44 161 1'
add party name='-2+3' kind=body sens=public
add party name='@x <&">' kind=person sens=partner phone='0777 9' parent='=cmd'
add party name='Quiet Circle' kind=org sens=restricted
add party name='Band' kind=informal_group
add relationship from_party='=cmd' type=funds to_party='-2+3' sens=public strength=3
add relationship from_party='=cmd' type=in_tension_with to_party='-2+3' sens=team
add relationship from_party='=cmd' type=funds to_party='Quiet Circle' sens=public
add service name='+1 Homework' party='=cmd' sens=public
add contact_point party='=cmd' channel=mobile value='0777 5' sens=public

# Seen before, and nothing written.
exits 0 "what would leave is told" as Ana export graphml --profile partner --preview
says out '^Stakeholders: 3 leave, 2 stay$' "how many"
says out 'Stay here: 1 for the team only, 1 restricted[.]' "and why the others do not"
says out '^Relationships: 1 leave, 2 stay$' "of each kind"
says err 'Nothing was written' "before anything is written"
exits 0 "of one type too" as Ana export party --profile public --preview
says out '^Stakeholders: 2 leave, 3 stay$' "with its counts"
says out 'These stay: .*Source' "and the fields that stay"
exits 2 "an unknown profile is usage" as Ana export dot x.dot --profile everyone
exits 1 "the team gets no address cards" as Ana export vcard x.vcf --profile team
[ ! -e x.dot ] && [ ! -e x.vcf ] && good || bad "no file was begun"

# What was told is what is in the file.
for format in graphml dot kumu directory vcard vcard3; do
    exits 0 "$format" as Ana export $format map.$format --profile partner --reason 'the youth council'
    equal "$(stat -c %a map.$format)" 600 "$format is private"
    exits 1 "$format replaces nothing" as Ana export $format map.$format --profile partner
done
equal "$(grep -c '<node ' map.graphml)" 3 "as many nodes as were told"
equal "$(grep -c '<edge ' map.graphml)" 2 "the relationship that leaves, and who works for whom"
equal "$(grep -c 'shape=' map.dot)" 3 "as many in DOT"
equal "$(grep -c '"label": "funds"' map.kumu)" 1 "one connection that funds in Kumu"
equal "$(grep -c '^BEGIN:VCARD' map.vcard)" 3 "a card for each"
equal "$(grep -c '^BEGIN:VCARD' map.vcard3)" 3 "in the older version too"
exits 0 "two tables for Kumu" as Ana export kumu-csv kumu --profile partner
equal "$(stat -c %a kumu)" 700 "in a private folder"
equal "$(wc -l <kumu/elements.csv)" 4 "a line a stakeholder"
exits 1 "a folder that is there is not written into" as Ana export kumu-csv kumu --profile partner
for file in map.* kumu/*; do
    silent "$file" 'Quiet|Band|tension|0777 [59]' "$file holds nothing that stays"
done

# A spreadsheet would run none of it, and import gives back what was there.
says map.directory "^'=cmd," "the directory is guarded"
says map.directory "'[+]44 161 1" "number by number"
says map.directory "'[+]1 Homework" "service by service"
says kumu/elements.csv ",'-2[+]3," "so is Kumu's table"
exits 0 "the rows of a type are guarded" as Ana export party all.csv --fields name,kind,phone
says all.csv "'@x " "each of them"
exits 0 "and come back as they were" as Ana import party all.csv
says out ': 0 added, 0 changed, [0-9]+ unchanged, 0 refused' "unchanged"
printf 'name,kind\n=1+1,nonsense\n' >bad.csv
exits 1 "a refused row" as Ana import party bad.csv
says bad-refused*.csv "^'=1\+1," "goes into the file of refused rows guarded"

# Rows of a type for a circle.
exits 0 "one type for everybody" as Ana export party public.csv --profile public
equal "$(wc -l <public.csv)" 3 "holds what is public"
silent public.csv 'source|first_contact|verified_by' "without fields that stay"
exits 3 "tasks are nobody else's" as Ana export task tasks.csv --profile team
exits 0 "the history tells" as Ana history
says out 'Exported as graphml [(]profile partner[)]: Stakeholders 3, Relationships 1, Seats 0, to map.graphml: the youth council' "what left, for whom, where to and why"
says out 'Exported Stakeholders to public.csv [(]profile public[)], 2 records' "also of one type"

exits 0 "and which files were written" as Ana history --exports
says out ' Ana +partner +Stakeholders 3, Relationships 1, Seats 0 [(]graphml[)]  /.*/map.graphml  [[]lies there[]]  the youth council' "where they lie and why"
mv map.vcard moved.vcard
exits 0 "one that is moved" as Ana history --exports
says out '/map.vcard  [[]gone[]]' "is there no more"
mv moved.vcard map.vcard

# A parser of another hand, where there is one.
if command -v python3 >/dev/null; then
    exits 0 "GraphML is well-formed" python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse("map.graphml")'
    exits 0 "the blueprint is JSON" python3 -c 'import json; d = json.load(open("map.kumu")); assert len(d["elements"]) == 3 and len(d["connections"]) == 2'
    exits 0 "the tables are CSV" python3 -c 'import csv; r = list(csv.reader(open("kumu/elements.csv", newline=""))); assert len({len(x) for x in r}) == 1'
fi
if command -v dot >/dev/null; then
    exits 0 "Graphviz reads it" dot -Tcanon map.dot
fi
exits 0 "and the vault is sound" as Ana verify
end
