# Backups into a folder, and what is said of the place.
. "$HERE/lib.sh"

exits 2 "a folder of backups wants its whole path" as Ana init --office "Old Port" --kdf interactive --backup-folder stick
exits 0 "a vault is made with its folder of backups" as Ana init --office "Old Port" --kdf interactive --backup-folder "$PWD/stick"
says err 'same disk' "that the folder is on the vault's own disk is said"
equal "$(stat -c %a stick)" 700 "the folder is private"
exits 0 "a backup goes there" as Ana backup
says out "^$PWD/stick/office-20[0-9-]*T[0-9]*Z-[0-9a-f]{8}\.townkeep$" "under a name with the moment"
says err 'verified' "and is called verified"
equal "$(stat -c %a "$(cat out)")" 600 "it is private"
first=$(cat out)
exits 0 "the history tells of it" as Ana history
says out "Made a backup: office-" "by its name"
mv stick pulled
exits 1 "without the stick there is none" as Ana backup
says err 'Put the disk or stick in' "and what to do is said"
[ ! -e stick ] && good || bad "no folder is made in its place"
mv pulled stick
exits 0 "with it there is again" as Ana backup
equal "$(ls stick | wc -l)" 2 "both are kept"
exits 0 "a backup to a file of one's own choice" as Ana backup copy.townkeep
VAULT=copy.townkeep exits 0 "it opens with the passphrase of today" as Ana list officer --accept-older
exits 1 "a file that is there is never replaced" as Ana backup copy.townkeep
exits 0 "the vault is sound" as Ana verify

exits 0 "something is saved after the backup" as Ana add party name="Youth House" kind=org
before=$(sha256sum <office.townkeep)
exits 1 "B06 a backup is not restored over the vault" as Ana restore "$first" office.townkeep
says err 'never over it' "but beside it"
equal "$(sha256sum <office.townkeep)" "$before" "the vault is as it was"
exits 3 "a wrong passphrase restores nothing" "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file boris.pw restore "$first" new.townkeep
says err 'passphrases of the day it was made: ' "B07 and the day is named"
[ ! -e new.townkeep ] && good || bad "nothing is left of it"
exits 0 "a backup is restored" as Ana restore "$first" new.townkeep
says out '^new.townkeep$' "to the file named"
says err '^1 save, between .* is not in this backup' "and what it lacks is told"
VAULT=new.townkeep exits 1 "an older state is not gone on with unasked" as Ana list party
VAULT=new.townkeep exits 0 "the restored vault opens on purpose" as Ana --accept-older list party
silent out 'Youth House' "as it was then"
VAULT=new.townkeep exits 0 "it is sound" as Ana verify
VAULT=new.townkeep exits 0 "it is worked in" as Ana add party name="New House" kind=org
VAULT=new.townkeep exits 0 "its history tells where it comes from" as Ana history
says out 'Restored from the backup office-' "by the backup's name"
exits 0 "the old one goes on too" as Ana add party name="Old House" kind=org
exits 1 "no restore into the file of a restored one" as Ana restore "$first" new.townkeep
equal "$(find . -name '*.part-*' | wc -l)" 0 "nothing half made is left"
end
