# What remains in memory (P03): keys, and text that stood on a screen, in a form, in a search, in a question. Sourced by run.sh; needs the right to read
# other processes' memory, which root has where it was not taken away.

# watch_memory : start the tool that looks, on the program in our shell. Keys come from a copy, taken while nothing is being written.
watch_memory() {
    local vault=$home/.local/share/townkeep/office.townkeep both
    cp "$vault" "$home/copy.townkeep" && printf 'five words of no meaning\n' >"$home/passphrase" || return 1
    both=$(processes) || return 1
    : >"$home/looked"
    [ -p "$home/look" ] || mkfifo "$home/look"
    # shellcheck disable=SC2086 # two processes
    "$TOWNKEEP_TESTS/terminal/remains" "$home/copy.townkeep" "$home/passphrase" "$home/texts" $both <"$home/look" >"$home/looked" 2>&1 &
    exec 8>"$home/look"
    looked_for ready
}
looked_for() {
    local i
    for ((i = 0; i < 200; i++)); do
        grep -q "^$1" "$home/looked" && return 0
        sleep 0.05
    done
    echo "  the memory was not looked at:"
    cat "$home/looked"
    return 1
}
look() {
    : >"$home/looked"
    echo >&8
    looked_for found
}
remains() { # lines "COUNT<TAB>SECRET" of what was found
    tr -d '\0' <"$home/looked" | awk -F '\t' '$1 + 0 > 0 && NF == 2'
}
nothing_remains() {
    [ -z "$(remains)" ] || { echo "  still in memory $1:"; remains | sed 's/^/  | /'; tr -d '\0' <"$home/looked" | grep '^    '; return 1; }
}
# was_there SECRET… : so that finding nothing later says something
was_there() {
    local secret
    for secret; do
        remains | grep -qF "	$secret" || { echo "  not in memory while it is in use: $secret"; return 1; }
    done
}
lock_and_look() { # lock_and_look WHERE
    local from
    from=$(date +%s%N)
    press C-l
    wait_for Locked && look || return 1
    nothing_remains "after locking $1" || return 1
    [ $((($(date +%s%N) - from) / 1000000)) -lt 1500 ] || echo "  looking took $((($(date +%s%N) - from) / 1000000)) ms after the key, $1"
}
back() { unlock "$1"; }

secrets() {
    printf '%s\n' 'Quarrelsome Heron' 'Zephyrine' 'Okonkwo' 'Gwendolen' 'Teacherly' 'seventeen lanterns' 'granary floor' 'tangerine cupboard' \
        'velvet barometer' 'Ophelia Brandwijk' 'hollow marmalade' 'crooked pelican' >"$home/texts"
}
memory_vault() {
    make_vault && secrets || return 1
    type_text 1; wait_for 'Contact points' || return 1
    type_text 1; wait_for 'Nothing here yet' || return 1
    press F2; wait_for 'New: ' || return 1
    type_text 'Quarrelsome Heron Society'; press C-s; wait_for 'Saved.' || return 1
    watch_memory || return 1
    look && was_there 'vault key' 'signing seed' 'header key' 'Quarrelsome Heron' || return 1
    lock_and_look 'a list' && back 'Quarrelsome Heron'
}
half_typed() {
    escape; escape
    press F3; wait_for 'Code of conduct' || return 1
    press End Enter; wait_for 'Open casework' || return 1
    type_text 'five words of no meaning'; press Enter; wait_for 'Casework is open' 20 || return 1
    type_text 3; wait_for 'Take in a referral' || return 1
    type_text 1; wait_for 'Search first' || return 1
    type_text 'Zephyrine Okonkwo'; press Enter; wait_for 'Nobody of that name' || return 1
    type_text phone; press Enter Tab Tab Enter; type_text school; press Enter Tab Tab Tab; type_text 'Gwendolen Teacherly'
    press Tab Enter; type_text saw; press Enter Tab Enter; type_text first; press Enter Tab Right Right Tab Right Right C-s
    wait_for 'step 2 of 6' || return 1
    press Tab Tab Tab Enter; type_text 16; press Enter C-s; wait_for 'step 3 of 6' || return 1
    press C-s; press F6 F6; wait_for 'step 6 of 6' || return 1
    press F5 F5 F5; wait_for 'step 3 of 6' || return 1
    type_text 'He kept seventeen lanterns beneath the granary floor.'
    wait_for 'words' || return 1
    look && was_there 'box key' 'seventeen lanterns' 'granary floor' Zephyrine || return 1
    lock_and_look 'a form half typed' && back 'step 3 of 6'
}
revealed() {
    press Tab; type_text 'school yard'; press Tab Tab; type_text 2026-11-12; press Tab Enter; type_text harm
    press Space Enter Tab Tab Tab Tab Tab Enter Enter C-s; wait_for 'step 4 of 6' || return 1
    press Enter; type_text nobody; press Enter C-s; wait_for 'step 5 of 6' || return 1
    press C-s; wait_for 'Nothing is missing' || return 1
    press C-s; wait_for 'Received.' || return 1
    press F3; wait_for 'Zephyrine' || return 1
    look && was_there Zephyrine || return 1
    lock_and_look 'a name shown' && back 'R-2026-0001'
}
# Casework closed again: the vault stays open, and nothing sealed remains.
casework_closed() {
    press F3; wait_for Zephyrine || return 1
    escape; escape; escape; wait_for 'GO TO' || return 1
    press F3; wait_for 'Casework is closed' || return 1
    look || return 1
    was_there 'vault key' || return 1
    ! remains | grep -E '	(Zephyrine|Okonkwo|Gwendolen|Teacherly|seventeen lanterns|granary floor|box key|box seed)' ||
        { echo '  sealed text or its key remains after casework was closed'; return 1; }
}
searched() {
    press F7; wait_for Search || return 1
    type_text 'tangerine cupboard'; wait_for 'tangerine' || return 1
    look && was_there 'tangerine cupboard' || return 1
    lock_and_look 'a search' && back 'Search' || return 1
    escape; wait_for 'GO TO' || return 1
    press C-p; type_text 'velvet barometer'; wait_for 'velvet' || return 1
    lock_and_look 'the palette' && back 'GO TO'
}
asked() {
    type_text 1; wait_for 'Contact points' || return 1
    type_text 1; wait_for 'Quarrelsome Heron' || return 1
    type_text /; type_text 'hollow mar'; wait_for 'hollow' || return 1
    lock_and_look 'words typed over a list' && back 'hollow mar' || return 1
    press Escape; sleep 0.7; wait_for 'Quarrelsome Heron' || return 1
    press F8; wait_for 'rchive' || return 1
    type_text 'crooked pelican'
    lock_and_look 'a question' && back 'Quarrelsome Heron' || return 1
    press F2; wait_for 'New: ' || return 1
    type_text 'Ophelia Brandwijk'
    lock_and_look 'a new record' && back 'New: '
}
# The passphrase itself: typed and not sent, typed and sent, typed wrong.
passphrases() {
    press C-l; wait_for Locked || return 1
    type_text 'hollow marmalade'; press Enter; wait_for 'do not open' 20 || return 1
    look && nothing_remains 'after a wrong passphrase' || return 1
    unlock 'New: '
}

if "$TOWNKEEP_TESTS/terminal/remains" --may; then
    journey 'P03 nothing of a list remains after locking' memory_vault
    journey 'P03 nor of a form half typed' half_typed
    journey 'P03 nor of a name shown' revealed
    journey 'P03 nothing sealed remains when casework is closed' casework_closed
    journey 'P03 nor of a search' searched
    journey 'P03 nor of a question and a new record' asked
    journey 'P03 nor of a wrong passphrase' passphrases
    exec 8>&-
else
    echo "memory: the memory of other processes may not be read here, so P03 was left out"
fi
