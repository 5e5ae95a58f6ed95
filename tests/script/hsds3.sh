# Directories of services: HSDS 3.0 in and out, HSDS 1.x in.
. "$HERE/lib.sh"
office
SHARED=${SHARED:-$ROOT/../shared}
cp -r "$ROOT/tests/data/hsds3" set

count() { as Ana list "$1" ${2:+--filter "$2"} --format json 2>/dev/null | grep -c '^{'; }
# other FOLDER : another office's vault, with nothing but what is in the folder
other() { rm -f other.townkeep*; VAULT=other.townkeep office; VAULT=other.townkeep exits 0 "another office takes it" as Ana import hsds3 "$1"; }
field() { as Ana list "$1" --filter "$2" --format csv --fields "$3" 2>/dev/null | sed -n 2p | cut -d, -f2-; }

# --- a package comes in ---
exits 0 "a trial of the package" as Ana import hsds3 set --dry-run
says out '^Read 33 rows .*: 32 added, 1 changed, 0 unchanged, 0 refused' "tells what would be"
equal "$(count party)" 0 "and changes nothing"
exits 0 "the package" as Ana import hsds3 set
says out '^Read 33 rows .*: 32 added, 1 changed, 0 unchanged, 0 refused' "is taken, the address as a change of its place"
says out 'organizations, parent_organization_id 99999999-0000-4000-8000-000000000001: no row of the set has this id' "an id of nobody is told"
says out 'column year_incorporated, only kept as it came' "and what could not be read"
entry=$(sed -n 's/.*undo \([0-9]*\).*/\1/p' err)
exits 0 "the package once more" as Ana import hsds3 set
says out ': 0 added, 0 changed, 33 unchanged, 0 refused' "changes nothing"
equal "$(count party)" 5 "three organisations and two people"
equal "$(field party 'name=Ferry Lane Youth Club' parent)" "$(as Ana list party --filter 'name=Harbour Trust' --format csv | sed -n 2p | cut -d, -f1)" "a link to a row further down is made"
equal "$(field place 'name=Boat house' address,postcode)" '"1 Ferry Lane, Old Port, Northshire",NP1 1AA' "the first address is the place's"
equal "$(field contact_point 'value~7946 0002' channel)" tty "a number has its channel"
equal "$(field opening 'opens>=18:00' days)" '"monday;wednesday"' "hours have their days"
equal "$(field opening 'opens<=12:00' rrule)" '"FREQ=MONTHLY;BYDAY=2TU"' "or their rule"
equal "$(field opening 'opens>=12:30' service,place | wc -c)" "$(field opening 'opens>=18:00' service,place | wc -c)" "a service at a location is both"
equal "$(field service 'name=Rent and rights' status)" temporarily_closed "a service its state"

# --- and goes out as it came ---
exits 0 "it goes out" as Ana export hsds3 out1 --profile partner
for file in set/*.csv; do same "$file" "out1/${file#set/}" "${file#set/} comes back as it was"; done
equal "$(stat -c %a out1 out1/services.csv | tr '\n' ' ')" "700 600 " "privately"
says out1/datapackage.json '"primaryKey": "id"' "with a description"
exits 1 "a folder that is there is not written into" as Ana export hsds3 out1
other out1
VAULT=other.townkeep exits 0 "and gives it out again" as Ana export hsds3 out2 --profile partner
exits 0 "byte for byte" diff -r out1 out2
exits 0 "the history says who got it" as Ana history --format csv
says out 'Exported as hsds3 \(profile partner\)' "in words"

# --- what changes, here and there ---
point=$(as Ana list contact_point --filter 'value~7946 0002' --format csv | sed -n 2p | cut -d, -f1)
exits 0 "a number changes here" as Ana set contact_point "$point" 'value=020 7946 9999'
exits 0 "the package again" as Ana import hsds3 set
says out ': 0 added, 0 changed, 33 unchanged, 0 refused' "does not overrule it"
exits 0 "it goes out" as Ana export hsds3 out3 --profile partner
says out3/phones.csv ',020 7946 9999,,textphone,"Only while' "with the new number and the rest as it was"
sed -i 's/Games, music/Chess, music/; s/,12,25,/,11,25,/' set/services.csv
sed -i 's/,Urdu,ur,/,Punjabi,hi,/' set/languages.csv
exits 0 "the package with news" as Ana import hsds3 set
says out ': 0 added, 2 changed, 31 unchanged, 0 refused' "changes what is new"
news=$(sed -n 's/.*undo \([0-9]*\).*/\1/p' err)
equal "$(field service 'name=Open evening' min_age)" 11 "in the records"
equal "$(field service 'name=Rent and rights' languages)" hi "and in the lists"
exits 0 "the news are taken back" as Ana undo "$news"
equal "$(field service 'name=Open evening' min_age)" 12 "in one step"

# --- what stays ---
hidden=$(as Ana list place --filter 'name=Boat house' --format csv | sed -n 2p | cut -d, -f1)
exits 0 "an address is to be hidden" as Ana set place "$hidden" address_hidden=yes
exits 0 "it goes out" as Ana export hsds3 out4 --profile partner
for secret in 'Ferry Lane,' NP1 10009 53.4 'Bus 4' 'Ring for' 'Red doors' '7946 9999' Boathouse; do
    if grep -qr "$secret" out4; then bad "\"$secret\" leads to the hidden place"; else good; fi
done
says out4/locations.csv '^40000000-0000-4000-8000-000000000001,physical,,10000000-0000-4000-8000-000000000001,Boat house,,,,,,,' "its name alone is left"
exits 0 "to everybody" as Ana export hsds3 out5 --profile public
silent out5/locations.csv 'Boat house' "not even that"
exits 0 "somebody is for the team only" as Ana set party 'Nadia Ferreira' sens=partner
exits 0 "and somebody is not to be contacted" as Ana set party 'Harbour Trust' do_not_contact=yes
exits 0 "it goes out" as Ana export hsds3 out6 --profile partner
if grep -qrE 'Nadia|Harbour|Charity 2' out6; then bad "what stays is in it"; else good; fi
silent out6/organizations.csv '10000000-0000-4000-8000-000000000002' "nor the id of what stays"
exits 0 "others are not to be contacted" as Ana set party 'Ferry Lane Youth Club' do_not_contact=yes
exits 0 "or not to be found" as Ana set service 'Rent and rights' address_hidden=yes
for profile in public partner team; do
    exits 0 "it goes out" as Ana export hsds3 "out7-$profile" --profile $profile
    if grep -qrE 'T-77|ferry.example/id|spoken by two' "out7-$profile"; then bad "what others said of them is in it ($profile)"; else good; fi
    silent "out7-$profile/organizations.csv" 'Ferry Lane Youth Club' "nor are they themselves ($profile)"
    silent "out7-$profile/services.csv" 'Open evening' "nor what they offer ($profile)"
    says "out7-$profile/languages.csv" ',Urdu,ur,' "and what is known here of them"
done
silent out7-partner/organizations.csv 'club@' "without what leads to them"

# --- one that is there twice ---
VAULT=double.townkeep
office
exits 0 "a package" as Ana import hsds3 "$ROOT/tests/data/hsds3" --no-refused-file
head=$(as Ana add party kind=org name='Ferry Lane Youth Club (club house)' sens=public)
double=$(as Ana list party --filter 'name~Ferry' --format csv --fields name | grep 'Club$' | cut -d, -f1)
exits 0 "a stakeholder is said to be another" as Ana set party "$double" same_as="$head"
exits 0 "it goes out" as Ana export hsds3 double --profile public
if grep -qr 10000000-0000-4000-8000-000000000001 double; then bad "the one that was linked is named"; else good; fi
head=$(grep 'club house' double/organizations.csv | cut -d, -f1)
says double/services.csv "^30000000-0000-4000-8000-000000000001,$head," "its service is the other one's"
exits 0 "the package again" as Ana import hsds3 "$ROOT/tests/data/hsds3" --no-refused-file
exits 0 "and again" as Ana import hsds3 "$ROOT/tests/data/hsds3" --no-refused-file
says out ': 0 added, 0 changed, 33 unchanged, 0 refused' "does not bring it back"

# --- records of our own ---
VAULT=own.townkeep
office
exits 0 "an organisation of our own" as Ana add party kind=org name='=Mill House' address='7 Mill Lane, Old Port' postcode='NP2 2BB' phone='+44 20 7946 0100' ext_ids='GB-CHC:1088888' sens=public
exits 0 "a place" as Ana add place name='Mill hall' kind=site address='8 Mill Lane, Old Port' latitude=53.5 longitude=-2.25
exits 0 "a neighbourhood" as Ana add place name='Mill side' kind=neighbourhood
exits 0 "a service in both" as Ana add service name='Homework help' party='=Mill House' places='Mill hall;Mill side' languages='fr;ar' required_documents='A school card' sens=public phone=112233
exits 0 "its hours" as Ana add opening service='Homework help' place='Mill hall' days='tuesday;thursday' opens=16:00 closes=18:00
exits 0 "and when it is closed" as Ana add opening service='Homework help' closed=yes valid_from=2026-12-24 valid_to=2026-12-31
exits 0 "another number" as Ana add contact_point party='=Mill House' channel=mobile value='+44 7700 900123' label='Front desk' is_public=yes sens=public
exits 0 "a private one" as Ana add contact_point party='=Mill House' channel=mobile value='07700 900999' sens=public
exits 0 "a service for the team" as Ana add service name='Quiet room' party='=Mill House' sens=team
exits 0 "a programme that is discreet" as Ana add programme title='Night walk' status=active visibility=discreet sens=public
exits 0 "somebody who is not public" as Ana add party kind=person name='Mara Gable' parent='=Mill House' sens=partner
exits 0 "an organisation for the team" as Ana add party kind=org name='Night Table' sens=team
exits 0 "and what it offers" as Ana add service name='Street table' party='Night Table' sens=public
exits 0 "and its hours" as Ana add opening service='Street table' days=friday opens=10:00 closes=11:00
exits 0 "what would leave is told" as Ana export hsds3 --profile partner --preview
# told PLURAL LEAVE STAY WHY : what the preview says of a kind
told() { says out "^$1: $2 leave, $3 stay" "the preview counts $1"; says out "$4" "and says why"; }
told Stakeholders 1 2 'Stay here: 1 for the team only, 1 about people who are not public\.'
told Places 1 1 '1 told by name only, where a service covers them'
told Services 1 2 '1 for the team only, 1 of no organisation that leaves\.'
told "Contact points" 1 1 '1 not to be published'
told 'Opening hours' 1 2 '1 because what they belong to stays, 1 of a kind for which this file has no place\.'
exits 0 "and is what leaves" as Ana export hsds3 seen --profile partner
equal "$(cat seen/organizations.csv seen/services.csv seen/schedules.csv | grep -c ,)" 6 "a heading and a row each"
silent seen/services.csv 'Street table' "no service whose organisation stays"
exits 0 "it goes out" as Ana export hsds3 mine --profile public
if grep -qrE '900999|Quiet room|Night walk' mine; then bad "what is private is in it"; else good; fi
says mine/organizations.csv "^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12},'=Mill House,,'=Mill House," "a formula is guarded, a needed column filled"
says mine/phones.csv ',\+44 7700 900123,,cell,Front desk' "a telephone number is not"
equal "$(grep -c 'Homework help' mine/services.csv)" 1 "the service"
equal "$(wc -l <mine/schedules.csv)" 2 "its hours, not when it is closed"
says mine/schedules.csv ',WEEKLY,,"TU,TH",,,,,16:00,18:00,' "in the words of calendars"
equal "$(wc -l <mine/languages.csv)" 3 "its languages"
says mine/service_areas.csv ',Mill side,' "the neighbourhood as an area"
equal "$(wc -l <mine/service_at_location.csv)" 2 "the hall as a location"
says mine/addresses.csv ',,7 Mill Lane,,Old Port,,unknown,NP2 2BB,unknown,physical' "the organisation's own address"
says mine/organization_identifiers.csv ',GB-CHC,GB-CHC,1088888' "and its number"
exits 0 "our own package" as Ana import hsds3 mine
says out ': 0 added, 0 changed, [0-9]+ unchanged, 0 refused' "says nothing new"
exits 0 "and comes out the same" as Ana export hsds3 mine2 --profile public
exits 0 "byte for byte" diff -r mine mine2
other mine
VAULT=other.townkeep exits 0 "another office gives it out" as Ana export hsds3 mine3 --profile public
exits 0 "the very same" diff -r mine mine3
exits 0 "where it is given is to be hidden" as Ana set place 'Mill hall' address_hidden=yes
exits 0 "it goes out" as Ana export hsds3 quiet --profile partner
for secret in 112233 'Mill Lane, ' 53.5 'Mill side' '8 Mill'; do
    if grep -qr "$secret" quiet; then bad "\"$secret\" leads to the hidden service"; else good; fi
done
says quiet/services.csv 'Homework help' "but that it is there"
as Ana set place 'Mill hall' address_hidden=no >/dev/null 2>&1
sed -i 's/Homework help/Homework and tea/' mine/services.csv
exits 0 "our package with a correction" as Ana import hsds3 mine
says out ': 0 added, 1 changed' "changes our record"
equal "$(count service 'name=Homework and tea')" 1 "that one"

# --- what nobody should send ---
VAULT=bad.townkeep
office
refused() { # refused WHAT PATTERN : the package in "bad" is refused, and nothing has changed
    exits 1 "$1" as Ana import hsds3 bad
    says err "$2" "$1, in words"
    equal "$(count party)" 0 "and nothing is taken"
}
again() { rm -rf bad && cp -r "$ROOT/tests/data/hsds3" bad; }
mkdir bad
refused "an empty folder" 'No table of HSDS 3.0'
for path in ../../x /etc/passwd a/../../x 'http://x/y.csv' '..\\x'; do
    again
    printf '{"resources": [{"name": "organizations", "path": "%s"}]}' "$path" >bad/datapackage.json
    refused "a path that leads out ($path)" 'names a file outside its folder'
done
again; sed -i '1s/^id,/key,/' bad/organizations.csv
refused "a table without ids" 'has no column "id"'
again; printf 'id,colour\n1,red\n' >bad/organizations.csv
refused "another table under that name" 'none of the columns'
again; ln -sf ../list.csv bad/services.csv
refused "a link instead of a file" 'symbolic link|no regular file|ordinary'
again; : >bad/phones.csv
refused "an empty file" 'phones.csv'
again; printf '../../datapackage.json' >bad/datapackage.json
rm bad/locations.csv bad/contacts.csv
sed -n '$p' bad/organizations.csv >twice.csv && cat twice.csv >>bad/organizations.csv
printf '%s,Loop,,x,,,,,,,,,%s,\r\n' loop1 loop2 loop2 loop1 >>bad/organizations.csv
printf 'self,Self,,x,,,,,,,,,self,\r\n,Nameless,,x,,,,,,,,,,\r\n' >>bad/organizations.csv
{ printf 'big,'; head -c 1200000 /dev/zero | tr '\0' x; printf ',,,,,,,,,,,,\r\nlong,'; head -c 150000 /dev/zero | tr '\0' y; printf ',,,,,,,,,,,,\r\n'; } >>bad/organizations.csv
exits 0 "a set with holes and faults" as Ana import hsds3 bad
says out 'datapackage.json describes no tables' "whose description is none"
says out 'Line 5 has this id already' "an id that comes twice is refused"
says out 'would make a circle' "a circle is not closed"
says out 'Every row needs an id' "a row without an id is refused"
says out 'too long' "and one that is too long"
equal "$(count party name=Loop)" 2 "the rest is taken"
exits 0 "the vault is sound" as Ana verify
again
exits 0 "a whole import" as Ana import hsds3 bad
exits 0 "is taken back" as Ana undo "$(sed -n 's/.*undo \([0-9]*\).*/\1/p' err)"

# --- HSDS 1.x ---
if [ -d "$SHARED/data/ohana_sample" ]; then
    VAULT=ohana.townkeep
    office
    cp -r "$SHARED/data/ohana_sample" ohana
    exits 0 "the whole sample of HSDS 1.x" as Ana import hsds ohana
    says out '^Read 486 rows .* 0 refused' "is taken"
    equal "$(count party kind=org) $(count place) $(count service)" "8 22 23" "organisations, places, services"
    equal "$(count party kind=person) $(count contact_point) $(count opening) $(count programme)" "31 75 15 1" "people, numbers, hours, a programme"
    equal "$(as Ana list contact_point --filter 'value~703-444-1234' --format csv --fields party | sed -n 2p | cut -d, -f2)" "$(as Ana list party --filter 'name=Elizabeth Feeney' --format csv | sed -n 2p | cut -d, -f1)" "a person's number is hers"
    equal "$(as Ana list contact_point --filter 'label=Passport Photos' --format csv --fields service | sed -n 2p | cut -d, -f2)" "$(as Ana list service --filter 'name=Passport Photos' --format csv | sed -n 2p | cut -d, -f1)" "a service's number its own"
    equal "$(field place 'name=Little House' address)" '"800 Middle Avenue, Menlo Park, CA"' "an address its place's"
    equal "$(field service 'name=Passport Photos' areas)" social_services "areas come from the taxonomy"
    exits 0 "once more" as Ana import hsds ohana
    says out ': 0 added, 0 changed, 486 unchanged, 0 refused' "nothing is doubled"
    exits 0 "and as HSDS 3.0" as Ana export hsds3 three --profile public
    equal "$(grep -cE '^[0-9a-f]{8}-[0-9a-f]{4}-8' three/services.csv)" 23 "every service goes out"
else
    echo "skipped: the sample of HSDS 1.x is not beside the project"
fi
if [ -d "$SHARED/data/standards/hsds-3.0-examples" ]; then
    VAULT=example.townkeep
    office
    cp -r "$SHARED/data/standards/hsds-3.0-examples" example
    exits 0 "the examples of the standard" as Ana import hsds3 example
    says out '^Read 21 rows .*, 0 refused' "every table"
    exits 0 "go out" as Ana export hsds3 given --profile public
    for file in example/*.csv; do same "$file" "given/${file#example/}" "${file#example/} comes back as it was"; done
    other given
    VAULT=other.townkeep exits 0 "from another office" as Ana export hsds3 given2 --profile public
    exits 0 "the same" diff -r given given2
else
    echo "skipped: the examples of HSDS 3.0 are not beside the project"
fi
end
