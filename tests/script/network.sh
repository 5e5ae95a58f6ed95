# Pictures of the network on the command line: a small town whose answers are counted by hand, in ASCII and otherwise.
. "$HERE/lib.sh"
office
cat >town <<'LINES'
add party kind=unit name="Old Port" sectors=social_services
add party kind=body name="Interfaith Council" sectors=faith
add party kind=org name="Mosque Committee" sectors=faith
add party kind=org name="Youth Club" sectors=youth
add party kind=org name="Police" sectors=police_justice
add party kind=org name="Choir" sectors=culture
add party kind=person name="Ida Berg"
add party kind=org name="Boxing Hall" sectors=sports
add party kind=org name="Sports Union" sectors=sports
add relationship from_party="Old Port" type=coordinates_with to_party="Interfaith Council" strength=4 direction=both
add relationship from_party="Interfaith Council" type=trusted_intermediary_for to_party="Mosque Committee" strength=5
add relationship from_party="Mosque Committee" type=refers_to to_party="Youth Club" strength=3
add relationship from_party="Old Port" type=shares_information_with to_party="Police" strength=2
add relationship from_party="Police" type=in_tension_with to_party="Youth Club" strength=1 direction=both
add relationship from_party="Choir" type=member_of to_party="Interfaith Council" valid_from=2026
add relationship from_party="Boxing Hall" type=member_of to_party="Sports Union" confidence=low
add seat body="Interfaith Council" person="Ida Berg" role=chair valid_from=2025
add engagement title="Talks" held_on=2026-01-10 parties="Interfaith Council;Mosque Committee"
add party_assessment party="Interfaith Council" on=2026-01-01 trust_toward_city=5 city_trust=4 evidence=Talks
LINES
exits 0 "a small town is put in" as Ana run town

exits 0 "around the office itself" as Ana picture ego --ascii --as-of 2026-03-01
cat >wanted <<'TEXT'
2 partners - 2 ties - bridge: rank 2 of 3

                                                 coordinates with
                                               +--4-- Interfaith Council
                                  [ Old Port ]-+ shares information with
                                               +-2!-- Police

1-5 strength - ! shared without an agreement - ? not very sure
TEXT
sed 1,2d out >got
same got wanted "it stands in the middle, in ASCII"
exits 0 "around another" as Ana picture ego --party "Interfaith Council" --ascii --as-of 2026-03-01
says out '^4 partners - 4 ties - bridge: rank 1 of 3$' "with its ties, the seat of a person among them"
says out ' Choir -----\+$' "whose ties lead to it on the left"
says out '\+--5-- Mosque Committee$' "whom its ties lead to on the right"
exits 0 "a year before" as Ana picture ego --party "Interfaith Council" --as-of 2025-12-31
says out '^3 partners · 3 ties' "one tie had not begun"
exits 0 "without seats" as Ana picture ego --party "Interfaith Council" --ties relationships --as-of 2025-12-31
says out '^2 partners · 2 ties' "there are fewer"
exits 0 "two steps" as Ana picture ego --party "Interfaith Council" --steps 2 --as-of 2026-03-01
says out '└ Youth Club · refers people…$' "show who is behind somebody"
exits 0 "in a wide window" as Ana picture ego --party "Interfaith Council" --width 120 --as-of 2026-03-01
equal "$(LC_ALL=C.UTF-8 awk 'length > 120' out | wc -l)" 0 "it is no wider"

exits 0 "who is tied to whom" as Ana picture adjacency --ascii --as-of 2026-03-01
equal "$(LC_ALL=C grep -vc '^[ -~]*$' out)" 0 "is ASCII"
says out '^9 stakeholders with ties$' "all but those who have none"
says out '^Old Port +OP .*\|4 .*\|2! ' "with strength, and what is missing"
says out '^Youth Club +YC .*\|x ' "and the tension"
exits 0 "of one sector" as Ana picture adjacency --sector sports --as-of 2026-03-01
says out '^2 stakeholders with ties$' "there are two"
says out '^Boxing Hall +BH .*\+\?' "one not very sure"

exits 0 "by whom" as Ana picture paths --to "Youth Club" --ascii --as-of 2026-03-01
cat >wanted <<'TEXT'
Old Port to Youth Club - 1 chain

1 - 3 steps - fair
  Old Port
  | coordinates with 4                               together 2026-01-10 - fresh
  Interfaith Council                                                trust 4 of 5
  | is trusted intermediary for 5                    together 2026-01-10 - fresh
  Mosque Committee                                                 trust unknown
  | refers people to 3                                                 never met
  Youth Club

Together: both were there. Trust: in the city or of it, the lower.
TEXT
sed 1,2d out >got
same got wanted "the chain goes around the tension, with how fresh each hop is"
exits 0 "by whom to somebody apart" as Ana picture paths --to "Sports Union" --as-of 2026-03-01
says out 'No chain leads from Old Port to Sports Union' "which is said"
exits 0 "as rows" as Ana picture paths --to "Youth Club" --format csv --as-of 2026-03-01
equal "$(wc -l <out)" 4 "one for each hop"
says out ',trusted_intermediary_for,forward,.*,2026-01-10,2026-01-10,' "with codes and days"

exits 0 "what holds it together" as Ana picture bridges --ascii --as-of 2026-03-01
says out '^9 stakeholders - 7 ties$' "tensions are none"
says out '^ Interfaith Council +4$' "without whom four are cut off"
says out '^ Interfaith Council - is trusted intermediary for - Mosque Committee +2$' "a tie that holds two"
says out '^Parts that are not tied to each other - 2 ' "in two parts"
exits 0 "one kind of it" as Ana picture bridges --show between --as-of 2026-03-01
says out '^ Interfaith Council +46\.4$' "who stands on how many ways"
exits 0 "as rows" as Ana picture bridges --format csv --as-of 2026-03-01
equal "$(grep -c '^part,' out)" 9 "with the part of each"
says out "^holding_in_all,,,3.?$" "how many hold a part together, listed or not"
says out "^bridge_in_all,,,[0-9]+.?$" "and how many ties do"
end
