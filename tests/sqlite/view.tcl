# What the scripts of SQLite's test suite do to files, done through the VFS: suite_view.c says why. Every interpreter of
# the suite reads this once.
if {[info commands suite_file] ne ""} return

rename file suite_file
proc file {what args} {
    switch -- $what {
        size {
            set size [vault_size [lindex $args 0]]
            if {$size >= 0} { return $size }
        }
        copy { vault_flush }
    }
    uplevel 1 [list suite_file $what {*}$args]
}

rename hexio_read suite_hexio_read
proc hexio_read {file offset amount} {
    if {[vault_size $file] < 0} { return [suite_hexio_read $file $offset $amount] }
    string toupper [binary encode hex [vault_read $file $offset $amount]]
}

rename hexio_write suite_hexio_write
proc hexio_write {file offset hex} {
    if {[vault_size $file] < 0} { return [suite_hexio_write $file $offset $hex] }
    vault_write $file $offset [binary decode hex $hex]
}

# The sum of what SQLite sees, of a copy of it.
rename md5file suite_md5file
proc md5file {file args} {
    set size [vault_size $file]
    if {$size < 0} { return [suite_md5file $file {*}$args] }
    set copy [suite_open $file.seen wb]
    puts -nonewline $copy [vault_read $file 0 $size]
    close $copy
    set sum [suite_md5file $file.seen {*}$args]
    suite_file delete $file.seen
    return $sum
}

# ---- open: a channel into a sealed file

rename open suite_open
proc open {file {mode r} args} {
    global suite_channels
    set writes [regexp {w|a|\+|RDWR|WRONLY|CREAT} $mode]
    if {[regexp {w|TRUNC} $mode] && [regexp {(\.db[0-9]*|-journal|-wal)$} $file]} {
        close [suite_open $file w]
    } elseif {[string index $file 0] eq "|" || [vault_size $file] < 0} {
        return [suite_open $file $mode {*}$args]
    }
    set channel [suite_chan create {read write} suite_channel]
    fconfigure $channel -translation lf
    if {[regexp b $mode]} { fconfigure $channel -translation binary }
    set suite_channels($channel) $file
    if {[regexp a $mode]} { seek $channel 0 end }
    return $channel
}

proc suite_channel {what channel args} {
    global suite_channels suite_places
    switch -- $what {
        initialize {
            set suite_places($channel) 0
            return {initialize finalize watch read write seek}
        }
        finalize { unset suite_places($channel) suite_channels($channel) }
        read {
            if {[vault_size $suite_channels($channel)] < 0} { return "" }
            set bytes [vault_read $suite_channels($channel) $suite_places($channel) [lindex $args 0]]
            incr suite_places($channel) [string length $bytes]
            return $bytes
        }
        write {
            set bytes [lindex $args 0]
            vault_write $suite_channels($channel) $suite_places($channel) $bytes
            incr suite_places($channel) [string length $bytes]
            return [string length $bytes]
        }
        seek {
            lassign $args offset base
            switch -- $base {
                current { incr offset $suite_places($channel) }
                end {
                    set size [vault_size $suite_channels($channel)]
                    incr offset [expr {max($size, 0)}]
                }
            }
            return [set suite_places($channel) $offset]
        }
    }
}

rename chan suite_chan
proc chan {what args} {
    global suite_channels
    set channel [lindex $args 0]
    if {$what eq "truncate" && [info exists suite_channels($channel)]} {
        flush $channel
        if {[llength $args] > 1} { set size [lindex $args 1] } else { set size [tell $channel] }
        return [vault_truncate $suite_channels($channel) $size]
    }
    uplevel 1 [list suite_chan $what {*}$args]
}
