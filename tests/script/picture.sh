# Pictures of the stakeholders on the command line: the numbers, the forms they come in, and what a file takes.
. "$HERE/lib.sh"
office
cat >town <<'LINES'
add place name=Talvin kind=city
add place name=North kind=district parent=Talvin population=1000
add place name=South kind=district parent=Talvin
add place name="Mill Hall" kind=venue parent=North
add party kind=org name="Youth House" sectors=youth;sports levels=primary places="Mill Hall;South"
add party kind=org name="=Boxing Club" sectors=sports levels=secondary places=North
add party kind=org name="Town Choir" sectors=culture places=Talvin
add party kind=org name=Helpline sectors=youth
add party kind=person name="Mira D." sectors=youth places=South
LINES
exits 0 "a small town is put in" as Ana run town

exits 0 "the pictures are listed" as Ana picture
says out '^coverage ' "coverage among them"
says out '^    --measure stakeholders\|services\|programmes\|people$' "with its switches"
exits 2 "an unknown picture is usage" as Ana picture rainfall
says err 'lists them' "and the list is named"
exits 1 "an unknown choice is refused" as Ana picture coverage --measure cats
says err 'stakeholders, services, programmes, people' "with what there is"
exits 2 "an unknown option is usage" as Ana picture coverage --colour red
exits 2 "an unknown format is usage" as Ana picture coverage --format sculpture
exits 2 "a width that is none is usage" as Ana picture coverage --width 5

exits 0 "coverage is drawn" as Ana picture coverage
says out '^4 stakeholders · [0-9]+ gaps$' "of the stakeholders that are no people"
says out '^Youth +1 +1 +1 +2$' "a hall counts for its district, what has no place apart, a sum what there is"
says out '^Sports +2 +1 +2$' "and where two are there are two"
says out '^Culture +\. +\. +1 +1 +2$' "with the gaps as dots, and the whole town"
says out '^residents for each +500$' "and how many residents there are for each, where that is known"
equal "$(LC_ALL=C.UTF-8 awk 'length > 80' out | wc -l)" 0 "in 80 columns"
exits 0 "gaps first" as Ana picture coverage --order gaps
equal "$(sed -n '/^SECTOR/{n;p;q}' out | awk '{ print $NF }')" 2 "the first row has most"
exits 0 "by level" as Ana picture coverage --level secondary
says out '^1 stakeholder · ' "one works there"
exits 0 "by place" as Ana picture coverage --places places
says out 'Mill' "the hall has a column of its own"
exits 0 "in a narrow window" as Ana picture coverage --width 40
equal "$(grep -c '^SECTOR' out)" 3 "it comes in bands"
equal "$(LC_ALL=C.UTF-8 awk 'length > 40' out | wc -l)" 0 "as wide as was asked"
exits 0 "in ASCII" as Ana picture coverage --ascii --width 60
equal "$(LC_ALL=C grep -vc '^[ -~]*$' out)" 0 "there is nothing else"
exits 0 "on another day" as Ana picture coverage --measure programmes --as-of 2024-05-01
says out '^Coverage · as of 2024-05-01$' "which stands above it"

exits 0 "as rows" as Ana picture coverage --format csv
equal "$(head -n 1 out)" "sector,label,North,South,Talvin,No place known,all"$'\r' "with codes and places"
says out '^sports,Sports,2,1,0,0,2' "and the same numbers"
exits 0 "as a drawing" as Ana picture coverage --format svg
says out '^<svg xmlns=' "of its own kind"
says out '>Youth</text>$' "with the words in it"
equal "$(tail -n 1 out)" "</svg>" "to its end"

exits 2 "coverage is no network" as Ana picture coverage --format graphml --output map.graphml
exits 2 "a network goes into a file" as Ana picture ego --format dot
exits 0 "two are tied" as Ana add relationship from_party="Youth House" to_party="=Boxing Club" type=coordinates_with
exits 0 "what is around one goes out as a network" as Ana picture ego --party "Youth House" --format graphml --output map.graphml
equal "$(stat -c %a map.graphml)" 600 "that is private"
says map.graphml '>Youth House<' "with the one in the middle"
says map.graphml 'Boxing Club<' "and the other"
silent map.graphml 'Town Choir' "and nobody who is not on the picture"
equal "$(grep -c '<edge ' map.graphml)" 1 "and what joins them"

exits 0 "into a file" as Ana picture coverage --output coverage.svg --format svg
equal "$(stat -c %a coverage.svg)" 600 "that is private"
exits 1 "and never over another" as Ana picture coverage --output coverage.svg
says err 'coverage.svg' "which is named"
says coverage.svg '^<svg' "and is as it was"
equal "$(ls | grep -c new-)" 0 "nothing else is left behind"
exits 0 "the history says that it was written" as Ana history --limit 3
says out 'Coverage.*coverage.svg' "what and where"
end
