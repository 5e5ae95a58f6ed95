# SQLite's test program and its command-line program, twice: plain/ as they are, vault/ with the product's file layer as
# the default VFS. Run by build.sh in the folder where SQLite's source was configured; HERE, VIEW, INCLUDE and LIBRARY are its.
# Two sources differ: SQLite itself calls suite_start whenever it starts, and the test program begins with suite_init.
include Makefile

FIXTURE_CC = $(TCC) -DSQLITE_NO_SYNC=1 $(TEMP_STORE) $(TESTFIXTURE_FLAGS)
SHELL_CC   = $(TCC) $(SHELL_OPT)
SOURCES   := $(sort $(TESTFIXTURE_SRC))
OBJECTS   := $(addprefix objects/,$(notdir $(SOURCES:.c=.o)))
SUITE     := $(addprefix objects/suite_,vfs.o store.o file.o view.o)
vpath %.c $(sort $(dir $(SOURCES)))

programs: plain/testfixture plain/sqlite3 vault/testfixture vault/sqlite3

objects/%.o: %.c
	$(FIXTURE_CC) -c $< -o $@

objects/suite_%.o: $(HERE)/suite_%.c $(HERE)/suite_in.h $(INCLUDE)
	$(CC) -O2 -g -std=c17 -D_GNU_SOURCE -Wall -Wextra -I$(HERE)/../../include -I/usr/include/tcl \
	    -DSUITE_VIEW='"$(VIEW)"' -c $< -o $@

objects/sqlite3-vault.o: sqlite3.c
	$(FIXTURE_CC) -DSQLITE_EXTRA_INIT=suite_start -c $< -o $@

objects/tclsqlite-vault.o: tclsqlite.c
	$(FIXTURE_CC) -UTCLSH_INIT_PROC -DTCLSH_INIT_PROC=suite_init -c $< -o $@

objects/shell-%.o: shell.c
	$(SHELL_CC) -c $< -o $@

objects/shell_sqlite3-plain.o: sqlite3.c
	$(SHELL_CC) -c $< -o $@

objects/shell_sqlite3-vault.o: sqlite3.c
	$(SHELL_CC) -DSQLITE_EXTRA_INIT=suite_start -c $< -o $@

plain/testfixture: $(OBJECTS)
	$(CC) $^ -o $@ $(LIBTCL) $(TLIBS) -ldl -lpthread

vault/testfixture: $(patsubst objects/%.o,objects/%-vault.o,$(filter %/sqlite3.o %/tclsqlite.o,$(OBJECTS))) \
    $(filter-out %/sqlite3.o %/tclsqlite.o,$(OBJECTS)) $(SUITE) $(LIBRARY)
	$(CC) $^ -o $@ $(LIBTCL) $(TLIBS) -lsodium -lutf8proc -ldl -lpthread

plain/sqlite3: objects/shell-plain.o objects/shell_sqlite3-plain.o
	$(CC) $^ -o $@ $(TLIBS) -ldl -lpthread

vault/sqlite3: objects/shell-vault.o objects/shell_sqlite3-vault.o $(filter-out %_view.o,$(SUITE)) $(LIBRARY)
	$(CC) $^ -o $@ $(TLIBS) -lsodium -lutf8proc -ldl -lpthread
