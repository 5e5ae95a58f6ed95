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
VAULT=$first exits 0 "it opens with the passphrase of today" as Ana list officer
exits 0 "the history tells of it" as Ana history
says out "Made a backup: office-" "by its name"
rm -f "$first-lock"
mv stick pulled
exits 1 "without the stick there is none" as Ana backup
says err 'Put the disk or stick in' "and what to do is said"
[ ! -e stick ] && good || bad "no folder is made in its place"
mv pulled stick
exits 0 "with it there is again" as Ana backup
equal "$(ls stick | wc -l)" 2 "both are kept"
exits 0 "a backup to a file of one's own choice" as Ana backup copy.townkeep
VAULT=copy.townkeep exits 0 "it opens" as Ana list officer
exits 1 "a file that is there is never replaced" as Ana backup copy.townkeep
exits 0 "the vault is sound" as Ana verify
end
