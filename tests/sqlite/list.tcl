# The files of one of SQLite's test suites, by name: testfixture list.tcl TESTS SUITE
set suite [lindex $argv 1]
set argv0 [lindex $argv 0]/permutations
set argv {}
source $argv0.test
foreach file [lsort [dict get [concat $::testspec($suite)] -files]] { puts "FILE [file tail $file]" }
