# A whole town's open data: every file of a folder, counted; a second time nothing is new.
. "$HERE/lib.sh"
office
data=${SHARED:-$ROOT/../shared}/data/trafford

# A folder of our own first: what every machine has.
mkdir folder
cp "$ROOT/tests/data/charities_excerpt.csv" folder/charities.csv
printf 'name,category,address,postcode\nSale Bowls,Bowling,"1 Road, Sale",M33 2AL\n,Golf,2 Road,M41 5DX\n' >folder/sports_clubs.csv
printf 'name,description,address,postcode,telephone,website\nThe Cheshire Wildlife Trust,Walks,"Bickley Hall Farm, Malpas",SY14 8EF,01948 820728,www.cheshirewildlifetrust.co.uk\n' >folder/mental_health.csv
printf 'colour,number\nred,1\n' >folder/colours.csv
cat >folder/places_of_worship.geojson <<'JSON'
{ "type": "FeatureCollection", "features": [
  { "type": "Feature", "properties": { "ID": "A-1", "DISTNAME": "St. Mary's Church", "CLASSIFICA": "Place Of Worship",
      "area_code": "E08000009", "area_name": "Trafford" },
    "geometry": { "type": "Polygon", "coordinates": [[[-2.33, 53.42], [-2.32, 53.42], [-2.32, 53.43], [-2.33, 53.43], [-2.33, 53.42]]] } },
  { "type": "Feature", "properties": { "ID": "A-2", "DISTNAME": "On a grid", "CLASSIFICA": "Place Of Worship" },
    "geometry": { "type": "Point", "coordinates": [377000, 393000] } }
] }
JSON
exits 0 "the towns" as Ana import place "$ROOT/tests/data/trafford_places.csv"
exits 0 "a folder is tried" as Ana import folder folder --dry-run
says out '^Together 24 rows: 22 added, 0 changed, 0 unchanged, 2 refused' "and told"
exits 0 "and nothing is there yet" as Ana list party --format csv
equal "$(wc -l <out | tr -d ' ')" 1 "only the headings"
exits 0 "the folder is taken" as Ana import folder folder
says out '^sports_clubs.csv, line 3, column name' "a refused row is told with its line"
says out '^places_of_worship.geojson, line 5: The position 377000, 393000 is no longitude' "so is a feature"
says out '^Linked as duplicates of others: 1\.' "who is there twice is linked"
says out '^colours.csv was not taken. No mapping' "an unknown file is named"
says out 'sites, by coordinates: 1$' "the church lies in a town"
says folder/sports_clubs-refused.csv 'Golf' "refused rows can be mended"
exits 0 "what lies in Sale" as Ana list place --filter parent=Sale --format csv --fields name
says out "St. Mary's Church" "the church does"
exits 0 "the same folder again" as Ana import folder folder --no-refused-file
says out '^sports_clubs-refused.csv was left alone' "leaves the refused rows alone"
says out '^Together 24 rows: 0 added, 0 changed, 22 unchanged, 2 refused' "and adds nothing"
says out '^Nothing here can be given a place' "nor any place"
mkdir other && cp folder/colours.csv other
exits 1 "a folder of which no file is known" as Ana import folder other
says out '^colours.csv was not taken' "names it all the same"
exits 1 "a recipe must be there" as Ana import folder folder --recipe none
exits 1 "and a folder" as Ana import folder nowhere
exits 2 "a folder has a mapping for each file" as Ana import folder folder --mapping charities
exits 2 "a recipe is for folders" as Ana import party folder/charities.csv --recipe town

if [ ! -d "$data" ]; then
    echo "skipped: the data of a whole town is not beside the project"
    end
    exit
fi
VAULT=town.townkeep
office
exits 0 "the towns of the whole town" as Ana import place "$ROOT/tests/data/trafford_places.csv"
exits 0 "the whole town" as Ana import folder "$data" --no-refused-file
cp out first
sed -n 's/.*`townkeep undo \([0-9]*\)`.*/\1/p' err >undo
equal "$(wc -l <undo | tr -d ' ')" 3 "three saves"
# file, rows read, added, changed, unchanged, refused
while read -r file read added changed unchanged refused; do
    counts=$(grep -aA1 "^$file, by the mapping" first | sed -n 's/^Read \([0-9]*\) rows ([^)]*): \([0-9]*\) added, \([0-9]*\) changed, \([0-9]*\) unchanged, \([0-9]*\) refused.*/\1 \2 \3 \4 \5/p')
    equal "$counts" "$read $added $changed $unchanged $refused" "$file"
    equal "$read" "$((added + changed + unchanged + refused))" "every row of $file is told"
done <<'COUNTS'
charities.csv 736 736 0 0 0
trafford_schools_and_colleges.csv 103 103 0 0 0
trafford_childrens_centres.csv 2 2 0 0 0
community_hubs.csv 6 6 0 0 0
gm_food_banks.csv 171 137 34 0 0
trafford_food_banks.csv 7 0 0 7 0
gm_libraries.csv 141 141 0 0 0
gm_probation_offices.csv 12 12 0 0 0
leisure_centres.csv 9 9 0 0 0
trafford_mental_health_services.csv 60 60 0 0 0
sports_clubs.csv 140 140 0 0 0
places_of_worship.geojson 118 118 0 0 0
COUNTS
says first '^grants_360giving.csv was left alone' "grants are no stakeholders"
says first '^Linked now, being very likely the same: 17\.' "who is there twice is linked"
linked() { awk -v file="$1," 'index($0, file) == 1 { on = 1 } /^$/ { on = 0 } on && /^Linked as duplicates/ { gsub(/[^0-9]/, ""); print }' first; }
equal "$(linked gm_food_banks.csv)" 8 "food banks whose organisation is there already"
equal "$(linked trafford_mental_health_services.csv)" 10 "services for mental health likewise"
equal "$(linked trafford_schools_and_colleges.csv)" "" "no school is"
says first '^Together 1505 rows: 1464 added, 34 changed, 7 unchanged, 0 refused' "together"
grep -a '^In .* seconds' first
exits 0 "the whole town again" as Ana import folder "$data" --no-refused-file
says out '^Together 1505 rows: 0 added, 0 changed, 1505 unchanged, 0 refused' "adds nothing"
silent out '^[A-Z][a-z ]*: [1-9][0-9]* added' "of no kind"
silent out '^[A-Z][a-z ]*: 0 added, [1-9]' "and changes nothing"

says out '^Linked now, being very likely the same: 0\.' "and links nothing"
exits 0 "phones keep their zeros" as Ana list party --filter 'ext_ids=GB-CHC:210843' --format csv --fields phone
says out ',01614941704$' "as they were"
exits 0 "names stay as they are published" as Ana list party --filter 'ext_ids=GB-CHC:214927' --format csv --fields name
says out ',THE CHESHIRE WILDLIFE TRUST LIMITED$' "capitals and all"
exits 0 "a school" as Ana list party --filter 'ext_ids=GB-EDU:106328' --format csv
silent out 'Roman Catholic' "comes without a faith"
# The 13 libraries of Trafford, counted from the file, are the sum of its towns.
exits 0 "coverage" as Ana picture coverage --format csv --width 400
cp out coverage.csv
cell() { awk -F, -v line="$1" -v column="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) at = i } $2 == line { print $at }' coverage.csv; }
for pair in "Culture:Sale:3" "Culture:Stretford:3" "Culture:Urmston:2" "Culture:Partington:1" "Education:Partington:6" "Family:Stretford:1"; do
    IFS=: read -r line column wanted <<<"$pair"
    equal "$(cell "$line" "$column")" "$wanted" "$line in $column"
done
# Places, links and the import itself are three saves; taken back in turn nothing is left but the towns.
for entry in $(tac undo); do exits 0 "undo $entry" as Ana undo "$entry"; done
for type in party service party_name; do
    exits 0 "no $type" as Ana list $type --archived --format csv --limit 0
    equal "$(wc -l <out | tr -d ' ')" 1 "is left"
done
exits 0 "places" as Ana list place --format csv --limit 0
equal "$(wc -l <out | tr -d ' ')" 11 "the ten towns are left"
exits 0 "the vault is sound" as Ana verify
end
