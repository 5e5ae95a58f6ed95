# Ciphers, codes and keys: how a vault is locked, and how it is not lost.
. "$HERE/lib.sh"

exits 2 "an unknown cipher is usage" as Ana init --office "Old Port" --kdf interactive --cipher rot13
says err 'xchacha20 or aes256gcm' "and the known ones are named"
exits 0 "a vault in the default cipher" as Ana init --office "Old Port" --kdf interactive
equal "$(od -An -tu1 -j48 -N1 office.townkeep | tr -d ' ')" 1 "is in XChaCha20-Poly1305"
if grep -q '\<aes\>' /proc/cpuinfo; then
    VAULT=aes.townkeep exits 0 "a vault in AES" as Ana init --office "Old Port" --kdf interactive --cipher aes256gcm
    equal "$(od -An -tu1 -j48 -N1 aes.townkeep | tr -d ' ')" 2 "says so in its header"
    VAULT=aes.townkeep exits 0 "takes records" as Ana add party name="Youth House" kind=org
    VAULT=aes.townkeep exits 0 "and verifies" as Ana verify
else
    VAULT=aes.townkeep exits 1 "no AES without the processor's" as Ana init --office "Old Port" --cipher aes256gcm
    says err 'XChaCha20' "and the other cipher is named"
fi

# A sealed file: its passphrase alone, no vault.
printf 'told on the telephone\n' >letter.pw; chmod 600 letter.pw
exits 0 "a sealed file opens without a vault" "$PROGRAM" --passphrase-file letter.pw unseal "$ROOT/tests/data/letter.sealed"
says out '^To the person: what is kept about you.$' "and is printed"
exits 3 "not with another passphrase" "$PROGRAM" --passphrase-file ana.pw unseal "$ROOT/tests/data/letter.sealed"
silent out '.' "nothing is"
head -c 150 "$ROOT/tests/data/letter.sealed" >cut.sealed
exits 4 "a file that was cut off" "$PROGRAM" --passphrase-file letter.pw unseal cut.sealed
says err 'cut off or changed' "says so"
exits 1 "a vault is none" "$PROGRAM" --passphrase-file letter.pw unseal office.townkeep

# Two codes, apart: the one opens the vault, the other the cases.
exits 0 "no code yet" as Ana code list
says out '^office			$' "none of the office"
says out '^casework			$' "none for casework"
accepts Ana
exits 0 "a code of the office" as Ana code new office --kdf interactive
cp out office.code
exits 0 "a code for casework" as Ana code new casework --kdf interactive
cp out casework.code
chmod 600 ./*.code
says office.code '^[0-7][0-9A-Z]{3}(-[0-9A-Z]{4}){6}$' "the one begins with 0 to 7"
says casework.code '^[89A-F][0-9A-Z]{3}(-[0-9A-Z]{4}){6}$' "the other with 8 to F"
exits 0 "a referral is taken in" as Ana add referral channel=phone operator=city referrer_type=family how_known=saw reliability=first_hand \
    may_contact=no stay_unnamed=no person_name='Nenad Marshwood' age_band=16_17 'what_happened=He told two classmates that he would make them pay.' \
    'where_happened=School yard' last_noticed=yesterday conduct=threat told=agrees safety=nobody
exits 2 "a code is for something" as Ana code new everything
test_code() { "$PROGRAM" --vault office.townkeep code test --code-file "$1"; }
exits 0 "a code is tested without a passphrase" test_code office.code
says out '^office$' "and is the office's"
exits 0 "so is the other" test_code casework.code
says out '^casework$' "and is casework's"
sed 's/^\(.....\)./\1#/' office.code >wrong.code
exits 1 "a wrong character is told" test_code wrong.code
says err 'Group 2' "and its group"
exits 1 "without looking at the vault" "$PROGRAM" --vault nowhere.townkeep code test --code-file wrong.code
exits 1 "the casework code opens no vault" "$PROGRAM" --vault office.townkeep --passphrase-file casework.code list party
says err 'for casework' "and is told which it is"
exits 0 "a test is written down" as Ana code test --code-file office.code --record
exits 0 "and listed" as Ana code list
says out "^office	$(date +%F)	$(date +%F)	$" "with its day"

# Ana loses her passphrase.
printf 'a brand new phrase\n' >fresh.pw; chmod 600 fresh.pw
recovered() { "$PROGRAM" --vault office.townkeep --passphrase-file office.code "$@"; }
exits 1 "what only she can open is told" recovered officer passphrase Ana --new-passphrase-file fresh.pw --kdf interactive
says err 'recovery code for casework' "and what still opens it"
exits 0 "the office code gives her a new one" recovered officer passphrase Ana --new-passphrase-file fresh.pw --kdf interactive --force
cp ana.pw first.pw
cp fresh.pw ana.pw
exits 3 "her cases stay closed" as Ana show referral R-2026-0001
exits 1 "the code of the office opens none" as Ana code use --code-file office.code
exits 0 "the code for casework does" as Ana code use --code-file casework.code
says out '^1$' "all of them"
exits 0 "and they are read again" as Ana show referral R-2026-0001
says out 'Nenad Marshwood' "word by word"
exits 0 "the history tells" as Ana history
says out 'Recovery code for casework' "who did it"
exits 0 "and all is sound" as Ana verify
exits 0 "both codes ask to be renewed" as Ana code list
says out "^office	[0-9-]+	[0-9-]*	[0-9-]+$" "the office's was used"
says out "^casework	[0-9-]+	[0-9-]*	[0-9-]+$" "casework's was used"

# The header on paper.
exits 0 "the header is printed" as Ana header print sheet.txt
says sheet.txt '^  1  [0-9A-Z]{5}( [0-9A-Z]{5}){7}  [0-9A-Z]{4}$' "in lines to type"
says sheet.txt 'opens nothing without a passphrase' "with what it is good for"
equal "$(stat -c %a sheet.txt)" 600 "for nobody else to read"
exits 1 "over no file that is there" as Ana header print sheet.txt
exits 1 "nor put over a sound header" as Ana header restore sheet.txt
says err 'can still be read' "with the reason"
dd if=/dev/urandom of=office.townkeep bs=24576 count=1 conv=notrunc status=none
exits 1 "both headers destroyed" as Ana list party
sed 's/^\( *9  \)./\1#/' sheet.txt >typed.txt
exits 1 "a wrong letter on the sheet" as Ana header restore typed.txt
says err 'Line 9 ' "is named by its line"
exits 3 "a wrong passphrase puts nothing back" "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file boris.pw header restore sheet.txt
exits 0 "the right lines do" as Ana header restore sheet.txt
exits 0 "and the vault is as it was" as Ana verify

# A new vault key; Boris has left and kept a copy of the file.
exits 0 "Boris comes" as Ana officer add Boris --role programme --new-passphrase-file boris.pw --kdf interactive
exits 0 "and Tom" as Ana officer add Tom --role trainer --new-passphrase-file tom.pw --kdf interactive
cp office.townkeep kept.townkeep
exits 0 "Boris leaves" as Ana officer remove Boris
exits 3 "a trainer gives no new key" as Tom rekey
exits 2 "nor is there any cipher" as Ana rekey --cipher rot13
(ulimit -f 128; as Ana rekey >/dev/null 2>&1) # the disk takes no more: the run dies
[ -f office.townkeep-rekey ] && good || bad "what was begun is there"
exits 0 "and the vault as it was" as Ana verify
exits 0 "the next run goes on" as Ana rekey --kdf interactive
says out '^[0-7][0-9A-Z]{3}(-[0-9A-Z]{4}){6}$' "and prints a new code of the office"
[ -f office.townkeep-rekey ] && bad "nothing is left" || good
exits 0 "all is sound" as Ana verify
exits 0 "Tom unlocks as before" as Tom list party
exits 0 "and again" as Tom list party
exits 3 "the older code opens nothing" "$PROGRAM" --vault office.townkeep code test --code-file office.code
exits 0 "the one for casework does" test_code casework.code
dd if=kept.townkeep of=office.townkeep bs=24576 count=1 conv=notrunc status=none
exits 4 "the old headers open no page" as Boris --accept-older list party
if grep -q '\<aes\>' /proc/cpuinfo; then
    cp first.pw ana.pw
    VAULT=aes.townkeep exits 0 "a vault changes its cipher" as Ana rekey --cipher xchacha20
    equal "$(od -An -tu1 -j48 -N1 aes.townkeep | tr -d ' ')" 1 "to the one every computer has"
fi
touch aes.townkeep-rekey
VAULT=aes.townkeep exits 0 "what was left behind is removed" as Ana rekey --discard
[ -f aes.townkeep-rekey ] && bad "it is gone" || good
end
