# One byte changed anywhere: verify says where, and the exit status is 4.
. "$HERE/lib.sh"
office
as Ana import party "$ROOT/tests/data/charities_excerpt.csv" >/dev/null 2>&1
exits 0 "sound at first" as Ana verify
size=$(stat -c %s office.townkeep)
flip() { # flip OFFSET: a copy with that byte changed
    cp office.townkeep copy.townkeep
    local byte
    byte=$(od -An -tu1 -j "$1" -N1 copy.townkeep)
    printf "$(printf '\\%03o' $((byte ^ 16)))" | dd of=copy.townkeep bs=1 seek="$1" conv=notrunc status=none
}
# Not the spare block of a group's map: it holds nothing that counts.
for offset in 40 12328 $((size - 4096 * 2)) $((size - 4096 * 20)) $((size / 2)) $((size - 7)); do
    flip "$offset"
    VAULT=copy.townkeep exits 4 "a byte at $offset" as Ana verify
    says out '.' "and the place is named"
done
head -c $((size / 2)) office.townkeep >copy.townkeep
VAULT=copy.townkeep exits 4 "half a vault" as Ana verify
printf '' >copy.townkeep
VAULT=copy.townkeep exits 1 "an empty file is no vault" as Ana list party
printf 'SQLite format 3\0' >copy.townkeep
VAULT=copy.townkeep exits 1 "nor is a plain database" as Ana list party
end
