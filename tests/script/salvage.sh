# A damaged page: what stood there is told, the rest is read, and salvage makes a whole vault of it.
. "$HERE/lib.sh"
office
as Ana import party "$ROOT/tests/data/charities_excerpt.csv" >/dev/null 2>&1
as Ana list party --limit 0 --format csv >whole.csv 2>/dev/null
cp office.townkeep kept
size=$(stat -c %s office.townkeep)
forget() { rm -rf .local .state; } # what this person has seen of the vault
damage() { # damage PLACE: that byte changed
    cp kept office.townkeep
    local byte
    byte=$(od -An -tu1 -j "$1" -N1 office.townkeep)
    printf "$(printf '\\%03o' $((byte ^ 16)))" | dd of=office.townkeep bs=1 seek="$1" conv=notrunc status=none
    forget
}
# From behind, the first page of which verify says that stakeholders stood on it.
at=$((size - 2000))
while [ "$at" -gt $((size / 2)) ]; do
    damage "$at"
    as Ana verify >out 2>err
    grep -q 'Stakeholders: ' out && break
    at=$((at - 4096))
done
says out '^Page [0-9]+ of the vault is damaged\. Stakeholders: [0-9]+ records, from “.+” to “.+”\.$' "verify says whose records stood there"
before=$(sha256sum <office.townkeep)
forget
exits 4 "a list of them stops" as Ana list party --limit 0
exits 0 "what stands elsewhere is read" as Ana list vocabulary
exits 1 "a file that stands there is not written over" as Ana salvage kept
exits 1 "least of all the damaged one" as Ana salvage office.townkeep
equal "$(sha256sum <office.townkeep)" "$before" "and is not touched"
exits 0 "and all of it salvaged" as Ana salvage new.townkeep --list lost.txt
says err 'more came back from the history, 0 are lost' "nothing is lost: the history has it"
says err 'sound' "and the new vault is sound"
equal "$(stat -c %a lost.txt new.townkeep | sort -u)" 600 "list and vault are private"
equal "$(sha256sum <office.townkeep)" "$before" "the damaged file is as it was"
VAULT=new.townkeep exits 0 "the new vault opens with the same passphrase" as Ana list party --limit 0 --format csv
same out whole.csv "all records are there"
VAULT=new.townkeep exits 0 "it is checked" as Ana verify
says out '^Sound: ' "and sound"
says out 'Salvaged from office\.townkeep, of which 1 of [0-9]+ pages' "and tells where it came from"
VAULT=new.townkeep exits 0 "it can be worked in" as Ana add party name="After the salvage"
forget
exits 2 "salvage wants a file" as Ana salvage
end
