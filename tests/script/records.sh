# An office, its first records, and what the exit statuses say.
. "$HERE/lib.sh"

exits 2 "an unknown command is usage" "$PROGRAM" frobnicate
exits 2 "an unknown option is usage" as Ana where --sideways
exits 0 "the version is told" "$PROGRAM" --version
says out '^townkeep [0-9]' "the version has a number"
exits 0 "help lists the commands" "$PROGRAM" help
for command in init demo where add set show list remove step import export report history undo officer code header rekey verify backup restore run; do
    says out "^  $command " "help lists $command"
done
exits 0 "the paths are told" "$PROGRAM" where
says out "^vault	$HOME/" "the vault stands in the home folder"
exits 1 "no vault, no list" "$PROGRAM" list party
exits 2 "an office wants a name" as Ana init
exits 0 "a vault is made" as Ana init --office "Old Port" --kdf interactive
equal "$(stat -c %a office.townkeep)" 600 "the vault is private"
exits 1 "no vault over another" as Ana init --office "Old Port"
printf 'short\n' >ana2.pw; chmod 600 ana2.pw
exits 1 "a short passphrase is refused" "$PROGRAM" --vault x.townkeep --officer Ana --passphrase-file ana2.pw init --office X
exits 3 "a wrong passphrase opens nothing" "$PROGRAM" --vault office.townkeep --officer Ana --passphrase-file boris.pw list party
exits 3 "nor does a wrong name" "$PROGRAM" --vault office.townkeep --officer Eve --passphrase-file ana.pw list party

exits 0 "a record is added" as Ana add party name='Youth House "East", Ł' kind=org phone=0161
id=$(tail -n 1 out)
says out '^[0-9]+$' "its id is printed"
exits 0 "options may stand before the command or behind" "$PROGRAM" list party --format csv --vault office.townkeep --passphrase-file ana.pw --fields name,phone
printf 'id,name,phone\n%s,"Youth House ""East"", Ł",0161\n' "$id" >wanted
same out wanted "the text comes back byte for byte"
exits 1 "a needed field is asked for" as Ana add party kind=org
says err 'Name' "and named"
exits 1 "an unknown choice is refused" as Ana add party name=X kind=unicorn
exits 1 "an unknown field is refused" as Ana add party name=X colour=red
exits 2 "an unknown type is usage" as Ana add unicorn name=X
exits 0 "a record is changed by name" as Ana set party "Youth House" phone= email=a@b.example
exits 0 "and shown" as Ana show party "$id" --format json
says out '"email":"a@b.example"' "with the new value"
says out '"phone":null' "and without the emptied one"
printf '{"name": "From JSON", "kind": "org", "ext_ids": ["A:1", "B:2"]}' >in.json
exits 0 "a record is added from JSON" as Ana add party --json in.json
exits 0 "found by a word" as Ana find json
says out 'From JSON' "with its title"
exits 2 "archiving wants a reason" as Ana remove party "From JSON"
exits 0 "a record is archived" as Ana remove party "From JSON" --reason "it was a trial"
entry=$(cat out)
exits 0 "and out of the list" as Ana list party
silent out 'From JSON' "it is gone from the list"
exits 0 "but among the archived" as Ana list party --archived
says out 'From JSON' "there it is"
exits 0 "it is brought back" as Ana undo "$entry"
exits 0 "filters join" as Ana list party --filter 'name~youth east' --filter kind=org --format csv --fields name
equal "$(wc -l <out)" 2 "one row and the headings"
exits 0 "sorting the other way round" as Ana list party --sort name:desc --format csv --fields name
says out 'Youth' "works"
exits 1 "sorting by what has no order is refused" as Ana list party --sort description
exits 0 "two who share information" as Ana add relationship from_party='Youth House "East", Ł' type=shares_information_with to_party="From JSON"
says err 'No data-sharing agreement' "without an agreement: that is said"
link=$(tail -n 1 out)
exits 0 "they are listed" as Ana list relationship
says out "^$link *! " "with a mark"
says err 'second look' "which is explained"
exits 0 "and shown" as Ana show relationship "$link"
says out '^! no_agreement ' "with the reason first"
exits 0 "an agreement with one of them" as Ana add agreement kind=data_sharing title=Sharing status=active signed_on=yesterday parties="From JSON" purposes=Support
exits 0 "and they are listed" as Ana list relationship
silent out '!' "without a mark"
exits 0 "history is told" as Ana history party "$id"
says out 'Ana .*signature verified' "by whom, and that it holds"
exits 0 "the vault is sound" as Ana verify
exits 0 "a backup is made" as Ana backup copy.townkeep
VAULT=copy.townkeep exits 0 "and opens" as Ana list party --accept-older
end
