# Spreadsheets in, spreadsheets out.
. "$HERE/lib.sh"
office
cp "$ROOT/tests/data/charities_excerpt.csv" charities.csv

exits 0 "a trial changes nothing" as Ana import party charities.csv --dry-run
says out '^Read 19 rows .*: 19 added, 0 changed, 0 unchanged, 0 refused' "and tells what would be"
exits 0 "nothing is there yet" as Ana list party --format csv
equal "$(wc -l <out)" 1 "only the headings"
exits 0 "the file is imported" as Ana import party charities.csv
exits 0 "and once more" as Ana import party charities.csv
says out '0 added, 0 changed, 19 unchanged' "nothing is doubled"
exits 0 "the import is in the history" as Ana history --format csv
says out 'Imported charities.csv' "by its file's name"

printf 'name;kind;founded\r\nGood;org;1999\r\nBad;org;never\r\n"open;org;2000\r\n' >list.csv
exits 0 "a file with bad rows" as Ana import party list.csv
says out '1 added, 0 changed, 0 unchanged, 2 refused' "takes the good one"
says out 'line 3, column founded, "never"' "names line, column and value"
says list-refused.csv '^name,kind,founded,line,problem' "and writes the others down"
equal "$(stat -c %a list-refused.csv)" 600 "privately"
printf 'name,kind\n,org\n' >bad.csv
exits 1 "when every row is refused so is the import" as Ana import party bad.csv --no-refused-file
[ -e bad-refused.csv ] && bad "no file was wanted" || good
exits 1 "unknown columns are refused at once" as Ana import party list.csv --map name=
printf 'Title,Sort\nMapped,org\n' >other.csv
exits 0 "columns are mapped by hand" as Ana import party other.csv --map Title=name --map Sort=kind
exits 2 "onto fields that exist" as Ana import party other.csv --map Title=nonsense
ln -s list.csv link.csv; mkfifo pipe.csv
for file in link.csv pipe.csv . /dev/zero none.csv; do
    exits 1 "$file is not imported" as Ana import party "$file"
done
exits 1 "casework does not come from files" as Ana import referral list.csv

exits 0 "a folder of HSDS" as Ana import hsds "$ROOT/tests/data/hsds1"
says out '^Places: 6 added' "brings its places"
exits 0 "twice" as Ana import hsds "$ROOT/tests/data/hsds1"
says out '0 added, 0 changed, 55 unchanged' "adds nothing"

exits 0 "a formula is kept as text" as Ana add party name='=1+1' kind=org
exits 0 "an export" as Ana export party all.csv
equal "$(stat -c %a all.csv)" 600 "is private"
says all.csv ",'=1\+1," "guards it"
exits 0 "a list does not" as Ana list party --filter 'name==1+1' --format csv --fields name
says out '^[0-9]+,=1\+1$' "byte for byte"
exits 1 "an export replaces nothing unasked" as Ana export party all.csv
exits 0 "unless told to" as Ana export party all.csv --replace
exits 0 "a file name may be any bytes" as Ana export party "$(printf 'caf\351.csv')"
exits 0 "and the history is text all the same" as Ana history --format json
says out 'caf[?][.]csv' "with a mark for what is none"
exits 0 "what was exported imports as equal" as Ana import party all.csv
says out ': 0 added, 0 changed, [0-9]+ unchanged, 0 refused' "nothing changes"
exits 0 "JSON too" as Ana export party all.json --format json --limit 2
says all.json '^\{"id":' "one object a line"
entry=$(as Ana history --format csv 2>/dev/null | grep 'Imported list.csv' | cut -d, -f1)
exits 0 "an import is taken back" as Ana undo "$entry"
exits 0 "its rows are gone" as Ana list party --filter name=Good --format csv
equal "$(wc -l <out)" 1 "all of them"
exits 0 "and the vault is sound" as Ana verify
end
