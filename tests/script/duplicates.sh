# Stakeholders that are there twice: found with reasons, linked, recognised by the next import, taken apart.
. "$HERE/lib.sh"
office

exits 0 "a first one" as Ana add party kind=org name="Mustard Tree" website=mustardtree.org.uk email=hello@mustardtree.org.uk \
    ext_ids=GB-CHC:1135192 description="Meals and a warm room."
cat >food.csv <<'CSV'
name,kind,website,phone,ext_ids
THE MUSTARD TREE,org,http://mustardtree.org.uk/,0161 228 7331,FOOD:17
Sparrow Pantry,org,,0161 228 0001,FOOD:18
CSV
exits 0 "a file that has it too" as Ana import party food.csv
exits 0 "they are found" as Ana duplicates
says out 'Mustard Tree' "by name"
says out 'Both have the website mustardtree.org.uk' "with the reasons"
exits 0 "as a table for others" as Ana duplicates --format csv
says out '^likeness,a,a_name,b,b_name,reasons' "with headings"
equal "$(wc -l <out)" 2 "one pair"
exits 0 "as JSON" as Ana duplicates --format json
says out '"likeness":86' "with how alike they are"
exits 0 "only likelier ones" as Ana duplicates --at-least 90 --format csv
equal "$(wc -l <out)" 1 "none"
says err 'No two of 3 stakeholders' "it is said"
exits 2 "a likeness is no word" as Ana duplicates --at-least much
exits 2 "and at most 100" as Ana duplicates --link-from 101

exits 0 "nothing is linked unasked" as Ana duplicates --link-from 80
says err 'Nothing was linked' "it is said"
exits 0 "until it is" as Ana duplicates --link-from 80 --yes
equal "$(cat out)" 1 "one"
exits 0 "the one that says more is in use" as Ana list party --format csv --fields name
equal "$(cut -d, -f2 out | sort | tr '\n' ' ')" 'Mustard Tree Sparrow Pantry name ' "the other is not"
exits 0 "it is archived" as Ana list party --archived --format csv --fields name,same_as,phone
says out 'THE MUSTARD TREE,[0-9]+,0161 228 7331' "with all it said"
exits 0 "the same file again" as Ana import party food.csv
says out '0 added, 0 changed, 2 unchanged' "adds no third"
exits 0 "nobody is asked again" as Ana duplicates --format csv
equal "$(wc -l <out)" 1 "no pair"
exits 0 "it is taken apart" as Ana duplicates --unlink "THE MUSTARD TREE"
exits 0 "and stands by itself" as Ana list party --filter same_as!= --format csv
equal "$(wc -l <out)" 1 "nothing is linked"
exits 1 "only once" as Ana duplicates --unlink "THE MUSTARD TREE"
exits 0 "linked again with an import" as Ana import party food.csv --link-duplicates 80
says out 'Linked as duplicates: 1. May be there twice: 0' "it is counted"
entry=$(sed -n 's/.*undo \([0-9]*\)` takes the links.*/\1/p' err)
exits 0 "and undone in one step" as Ana undo "$entry"
exits 0 "all is as before" as Ana duplicates --format csv
equal "$(wc -l <out)" 2 "one pair"
exits 0 "a new one" as Ana add party kind=org name="Mustard Tree Ltd"
says err 'There is already "Mustard Tree"' "is told who is there"
exits 0 "and the vault is sound" as Ana verify
end
