# Names in other languages and scripts: imported, searched, exported, byte for byte.
. "$HERE/lib.sh"
office
data=${SHARED:-$ROOT/../shared}/data/names

# column FILE HEADING : its cells that hold something, sorted; line ends within a cell become blanks
column() {
    awk -v wanted="$2" '
        function done(  i) { if (++row == 1) { for (i = 1; i <= n; i++) if (cell[i] == wanted) at = i }
                             else if (at && cell[at] != "") print cell[at]
                             n = 0; text = ""; open = 0 }
        { line = $0; sub(/\r$/, "", line); length_of = length(line)
          for (c = 1; c <= length_of; c++) {
              ch = substr(line, c, 1)
              if (open && ch == "\"" && substr(line, c + 1, 1) == "\"") { text = text ch; c++ }
              else if (ch == "\"") open = !open
              else if (ch == "," && !open) { cell[++n] = text; text = "" }
              else text = text ch
          }
          if (open) text = text " "
          else { cell[++n] = text; done() } }' "$1" | sed 's/^ *//;s/ *$//' | LC_ALL=C sort -u
}
# same_names FILE WHAT : every "Name L10n" cell of the file is the name of an other name now, to the byte
same_names() {
    local heading
    head -n 1 "$1" | tr ',' '\n' | grep -a '^Name L10n:' | while read -r heading; do column "$1" "$heading"; done |
        LC_ALL=C sort -u >expected
    as Ana export party_name names.csv --replace >/dev/null 2>&1
    column names.csv name >all
    LC_ALL=C comm -23 expected all >missing
    equal "$(wc -l <missing | tr -d ' ')" 0 "$2: names that are not there as they were"
    [ -s expected ] && good || bad "$2: there are names at all"
}

exits 0 "organisations with names in many languages" as Ana import party "$ROOT/tests/data/names_excerpt.csv"
says out '^Other names: [1-9][0-9]* added' "become other names"
exits 0 "in Sinhala too" as Ana import party "$ROOT/tests/data/names_sinhala.csv"
same_names "$ROOT/tests/data/names_excerpt.csv" "the excerpt"
same_names "$ROOT/tests/data/names_sinhala.csv" "Sinhala"
exits 0 "the same file once more" as Ana import party "$ROOT/tests/data/names_excerpt.csv"
says out '^Other names: 0 added, 0 changed' "adds none"
exits 0 "other names as a list" as Ana list party_name --format csv --fields name,language,script --limit 0
says out ',prs,arab' "Dari is written in Arabic letters"
says out ',si,sinh' "and Sinhala in its own"
says out "$(printf '\342\200\215')" "with its joiner"
exits 0 "the search finds" as Ana find "هلال"
says out 'افغانی' "what is written in another script"

if [ ! -d "$data" ]; then
    echo "skipped: the whole files of names are not beside the project"
    end
    exit
fi
for file in RMS_organisation historic_SHARE_LK_organisation Turkey_Demo_organisation; do
    exits 0 "$file" as Ana import party "$data/$file.csv" --no-refused-file
    says out ' 0 refused\.$' "is taken whole"
    column "$data/$file.csv" Organisation >expected
    as Ana export party parties.csv --replace >/dev/null 2>&1
    column parties.csv name >all
    equal "$(LC_ALL=C comm -23 expected all | wc -l | tr -d ' ')" 0 "$file: organisations that are not there as they were"
done
same_names "$data/RMS_organisation.csv" "the Red Cross"
same_names "$data/historic_SHARE_LK_organisation.csv" "Sri Lanka"
exits 0 "Thai sentences" as Ana import party "$data/IFRC_bkk_training_evaluation_th.csv" --map Translation=name \
    --map Question=description --map Template= --no-refused-file
column "$data/IFRC_bkk_training_evaluation_th.csv" Translation | tr -s ' ' >expected
as Ana export party parties.csv --replace >/dev/null 2>&1
column parties.csv name | tr -s ' ' >all
equal "$(LC_ALL=C comm -23 expected all | wc -l | tr -d ' ')" 0 "Thai: sentences that are not there as they were"
end
