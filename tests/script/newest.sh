# What a person has seen of the vault is kept outside it: an older copy put back is refused with its date, wrong passphrases are counted.
. "$HERE/lib.sh"
office
exits 0 "a record" as Ana add party name=Harbour kind=org
cp office.townkeep older.townkeep
for name in Lighthouse Pier Mole; do exits 0 "another" as Ana add party name=$name kind=org; done
mv office.townkeep newest.townkeep
mv older.townkeep office.townkeep
exits 1 "V21 yesterday's copy is refused" as Ana list party
says err 'older than the one you last worked with on 20[0-9-]+ [0-9:]+: 3 saves are missing' "V21 with date and number"
says err 'Go on only if you put a backup back on purpose' "V21 and what to do"
says err 'accept-older' "V21 and how to go on"
exits 1 "V21 nothing is written either" as Ana add party name=Dock kind=org
exits 0 "V21 verify looks at it, and leaves it as it is" as Ana verify
says err '3 saves are missing' "V21 saying so"
exits 1 "V21 and still" as Ana list party
exits 0 "V21 it opens on purpose" as Ana --accept-older list party --format csv
silent out Mole "V21 and is the older one"
exits 0 "V21 from then on without asking" as Ana history
says out '3 saves are missing' "V21 the history says so"
mkdir elsewhere && mv newest.townkeep elsewhere/office.townkeep
VAULT=elsewhere/office.townkeep exits 1 "D16 a second copy at another place is refused" as Ana list party
says err 'saves you have seen are missing' "D16 it went another way since"

state=.local/state/townkeep
equal "$(find $state -type f ! -perm 600 | wc -l)" 0 "P10 what is noted is for its owner alone"
silent "$(echo $state/*.newest)" 'office.townkeep|Harbour|Ana' "it names nothing"
cp elsewhere/office.townkeep office.townkeep
rm $state/*.newest
exits 0 "V22 without the note any copy opens" as Ana list party

cp office.townkeep older.townkeep
exits 0 "the vault gets a new key" as Ana rekey
silent err 'cannot be read|older' "and is still the one known"
exits 0 "also the next time" as Ana list party
silent err 'cannot be read|older' "and after that"
cp older.townkeep office.townkeep
exits 1 "V21 a copy from before the change of keys is refused as any other" as Ana list party
says err 'is missing|saves are missing|is what it was before' "V21 with what it lacks"
exits 0 "V21 and can be gone on with" as Ana list party --accept-older

printf 'somebody elses guess\n' >wrong.pw && chmod 600 wrong.pw
for i in 1 2 3; do exits 3 "V02 a wrong passphrase" "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file wrong.pw list party; done
exits 0 "V02 the right one" as Ana list party
says err '3 wrong passphrases were tried before this' "V02 they are told"
exits 0 "V02 once" as Ana history
silent err 'wrong passphrase' "V02 only"
says out '3 wrong passphrases were tried before this unlocking' "V02 and recorded"
end
