# A mapping round on the command line: what the map lacks and how far the round has come, and the pictures of assessments.
. "$HERE/lib.sh"
office
cat >lines <<'LINES'
add place kind=city name=Talvin
add place kind=district parent=Talvin name="Old Port"
add place kind=district parent=Talvin name=Hill
add party name="Boxing Club" sectors=sports places="Old Port" audience=newcomers phone=1 verified_on=today
add party name="St Anna" sectors=faith places=Hill
add party_assessment party="Boxing Club" influence=4 interest=5 trust_toward_city=4 city_trust=5 stance=champion evidence="A visit"
LINES
exits 0 "a small town is put in" as Ana run lines
exits 0 "without a round the report tells of the map alone" as Ana report map --format csv
says out '^quality,unverified,Never verified,1,2,50' "one of two was never verified"
says out '^quality,one_rater,Seen by one officer,1,2,50' "one was seen by one officer"
says out '^quality,no_way,No way to reach them,1,2,50' "one cannot be reached"
silent out '^round,' "and there is no round"
silent out 'Boxing|Anna' "nobody is named"

exits 0 "a round begins" as Ana add mapping_round title=Autumn sectors="sports;faith" audience=newcomers
round=$(cat out)
exits 0 "then it tells of the round" as Ana report map --format csv
says out '^round,verified,Verified since it began,1,2,50' "one of two is verified"
says out '^round,assessed,Assessed since it began,1,2,50' "and assessed"
# Sports on the Hill, faith in the Old Port.
says out '^questions,gap,[^,]*,0,2,0' "two gaps"
says out '^questions,intermediary,[^,]*,0,1,0' "and who has the ear of newcomers"
exits 0 "a gap is answered" as Ana add mapping_answer round="$round" question=gap sector=sports place=Hill answer=nobody
exits 0 "and counted" as Ana report map --format csv
says out '^questions,gap,[^,]*,1,2,50' "as one of two"
exits 0 "somebody for the other" as Ana add party name="Harbour Mosque" sectors=faith places="Old Port"
exits 0 "fills it" as Ana report map --format csv
says out '^questions,gap,[^,]*,1,1,100' "so that nothing is left to ask"

exits 0 "who stands where is drawn" as Ana picture influence --ascii
says out 'BC[+]' "with a champion"
says out '^BC  Boxing Club: influence 4, interest 5, a champion' "and the name behind the code"
says out 'For the office alone' "marked as the office's own"
exits 0 "who reaches newcomers and is trusted" as Ana picture reach --group newcomers --ascii
says out '^1 of 1 trusted both ways' "is one of one"
exits 0 "the quality is drawn" as Ana picture quality --ascii
says out '^Never assessed +#+' "with bars"
exits 0 "the day before nobody was assessed" as Ana picture influence --as-of 2026-01-01
says out 'Nobody was assessed by then' "and that is said"
exits 0 "as rows" as Ana picture influence --format csv
says out '^Boxing Club,champion,' "a row for each"
end
