# A vault on a medium that takes no writing: read, checked and copied, never changed.
. "$HERE/lib.sh"
office
as Ana add party name="Youth House" >/dev/null 2>&1
mkdir medium
mv office.townkeep medium/
chmod 400 medium/office.townkeep
chmod 500 medium
if [ "$(id -u)" = 0 ]; then # whom modes do not bind
    printf '#!/bin/sh\nexec setpriv --bounding-set=-dac_override "%s" "$@"\n' "$PROGRAM" >plain
    chmod 700 plain
    PROGRAM=./plain
fi
VAULT=medium/office.townkeep
before=$(sha256sum <$VAULT)
exits 0 "it is read" as Ana list party
says out 'Youth House' "with its records"
says err 'can only be read where it lies' "and why nothing more can be done is said"
exits 6 "an addition is refused" as Ana add party name="Old Mill"
says err 'Copy it to a folder of your own' "with the way out"
exits 6 "so is a new officer" as Ana officer recovery
exits 6 "and an export, which the history would have to tell of" as Ana export party parties.csv
[ ! -e parties.csv ] && good || bad "a refused export leaves no file"
exits 0 "it is checked" as Ana verify
exits 0 "and copied to where it can be worked on" as Ana backup copy.townkeep
equal "$(sha256sum <$VAULT)" "$before" "not a byte of it changed"
equal "$(ls medium)" office.townkeep "and nothing stands beside it"
VAULT=copy.townkeep exits 0 "the copy takes an addition" as Ana add party name="Old Mill"
chmod 700 medium
end
