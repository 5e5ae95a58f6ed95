# Townkeep. `make help` lists what can be asked for.
#
# Sources are found by themselves: every src/<room>/*.c (and a folder deeper) goes into a library, src/app/main.c on top
# of it makes the program, every tests/unit/test_<module>.c is a suite. A build in another MODE or with another CC has
# its own folder.
# Ask for a part only: make unit ROOMS="base crypt" SUITES="buf text"

VERSION   := 0.1.0
MODE      := release
BUILD     := build
PREFIX    ?= /usr/local
DESTDIR   ?=
ifeq ($(origin CC),default)
CC        := $(or $(notdir $(firstword $(shell command -v gcc cc clang))),cc)
endif
CFLAGS    ?= -O2 -g
ROOMS     := $(notdir $(wildcard src/*))
SUITES    := $(patsubst tests/unit/test_%.c,%,$(wildcard tests/unit/test_*.c))

comma     := ,
# One folder for each mode and compiler; gcc's carry no suffix.
COMPILER  := $(notdir $(subst $() ,,$(CC)))
OUT       := $(BUILD)/$(MODE)$(if $(filter-out gcc cc,$(COMPILER)),-$(COMPILER))
PROGRAM   := $(OUT)/townkeep
LIBRARY   := $(OUT)/libtownkeep.a
UNIT      := $(OUT)/unit

# What this compiler knows: WARNINGS HARDENING FORTIFY LINK_HARDENING LIB_CFLAGS LIBS TEST_LIBS. Not needed, and so not
# made, when nothing will be compiled.
WITHOUT_COMPILER := help clean format format-check layers packages pot uninstall asan ubsan valgrind cov check fuzz
ifneq ($(filter-out $(WITHOUT_COMPILER),$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/probe-$(COMPILER).mk
endif

MODE_release := $(HARDENING)
MODE_debug   :=
MODE_asan    := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
MODE_ubsan   := -fsanitize=undefined -fno-sanitize-recover=undefined
MODE_cov     := --coverage -O0
MODE_fuzz    := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
# _FORTIFY_SOURCE wants an optimising compiler, and the sanitizers want it gone.
ifeq ($(MODE)$(filter -O0,$(CFLAGS)),release)
MODE_release += $(FORTIFY)
endif
ifeq ($(origin MODE_$(MODE)),undefined)
$(error MODE is one of release debug asan ubsan cov fuzz)
endif

# The session extension is in the system's SQLite; its header shows it only when asked.
SQLITE      = -DSQLITE_ENABLE_SESSION -DSQLITE_ENABLE_PREUPDATE_HOOK
LANGUAGE    = $(CPPFLAGS) -std=c17 -D_GNU_SOURCE $(SQLITE) -DTOWNKEEP_VERSION='"$(VERSION)"' -Iinclude $(LIB_CFLAGS)
ALL_CFLAGS  = $(LANGUAGE) $(WARNINGS) \
              -fPIE -ffile-prefix-map=$(CURDIR)=. -O2 -g $(MODE_$(MODE)) $(CFLAGS) $(if $(filter cov,$(MODE)),-O0)
ALL_LDFLAGS = -pie $(LINK_HARDENING) -Wl,--as-needed $(filter -fsanitize=% --coverage,$(MODE_$(MODE))) $(LDFLAGS)

SOURCES   := $(filter-out src/app/main.c,$(wildcard $(ROOMS:%=src/%/*.c) $(ROOMS:%=src/%/*/*.c)))
OBJECTS   := $(SOURCES:%.c=$(OUT)/%.o)
SUITE_OBJECTS := $(SUITES:%=$(OUT)/tests/unit/test_%.o)
# Programs of the other tests: tests/bench/save.c becomes build/release/tests/bench/save.
TEST_PROGRAMS := $(patsubst %.c,$(OUT)/%,$(wildcard $(addsuffix /*.c,$(addprefix tests/,bench screen script terminal))))
# One program stands between the code and the system: see tests/fault/fault.h.
FAULT     := $(OUT)/tests/fault/fault
FAULT_OBJECTS := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/fault/*.c))
FAULT_WRAPS := $(patsubst %,-Wl$(comma)--wrap=%,malloc calloc realloc reallocarray strdup strndup sodium_malloc)
# The fuzz targets, run by a program of our own or by clang's libFuzzer: see tests/fuzz/fuzz.h.
FUZZ_TARGETS := $(patsubst tests/fuzz/target_%.c,%,$(wildcard tests/fuzz/target_*.c))
FUZZ_OBJECTS := $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/target_%.o) $(patsubst %,$(OUT)/tests/fuzz/%.o,fuzz hashing vaults)
FUZZ_WRAPS := -Wl,--wrap=kdf_passphrase
SECONDS   ?= 20
LANGUAGES := $(patsubst assets/po/%.po,%,$(wildcard assets/po/*.po))
CATALOGUES := $(LANGUAGES:%=$(BUILD)/locale/%/LC_MESSAGES/townkeep.mo)
C_FILES    = $(wildcard include/townkeep/*/*.h src/*/*.[ch] src/*/*/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch])

# The test scripts find the program and the folder of test programs in these.
export TOWNKEEP = $(CURDIR)/$(PROGRAM)
export TOWNKEEP_TESTS = $(CURDIR)/$(OUT)/tests
ifneq ($(filter /%,$(BUILD)),)
TOWNKEEP = $(PROGRAM)
TOWNKEEP_TESTS = $(OUT)/tests
endif
export CC

.PHONY: all help demo check packages unit screen script terminal fault replay fuzz fuzz-program check-long check-sqlite asan ubsan valgrind lint layers format format-check bench cov \
        pot po-check test-programs links install uninstall clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/townkeep $(CATALOGUES) ## build the program: build/townkeep

help: ## this list
	@awk -F ':.*## ' '/^[a-z._-]+:.*## / { printf "  %-22s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: packages all ## build, then open a demonstration vault
	@$(BUILD)/townkeep demo

check: packages ## build and run every test; ends with one line: N passed, N failed
	@MAKE="$(MAKE)" tests/tools/check.sh all unit screen script terminal fault replay layers po-check

packages: ## install what the build needs (apt), or name it
	@tests/tools/packages.sh

# ---- compiling

$(BUILD)/probe-$(COMPILER).mk: tests/tools/probe.sh | packages
	@mkdir -p $(@D)
	@tests/tools/probe.sh '$(CC)' $(BUILD) >$@.new && mv $@.new $@

# Objects follow the flags: when those change, this file does.
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS))' >$@.new; cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) -I$(OUT) -MMD -MP -c $< -o $@

# The library's list of sources, so that a deleted file leaves it.
$(OUT)/sources: FORCE
	@mkdir -p $(@D)
	@echo '$(SOURCES)' >$@.new; cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(LIBRARY): $(OBJECTS) $(OUT)/sources
	@rm -f $@
	@$(AR) rcsD $@ $(OBJECTS)

$(PROGRAM): $(OUT)/src/app/main.o $(LIBRARY) | links
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/townkeep: $(PROGRAM) FORCE
	@cmp -s $< $@ || { cp $< $@.new && mv $@.new $@; }

# Programs look for assets/ and config/ in the folders above them; a BUILD elsewhere has links to them.
links:
	@for folder in assets config; do [ -e $(BUILD)/../$$folder ] || ln -sfn $(CURDIR)/$$folder $(BUILD)/$$folder; done

$(BUILD)/locale/%/LC_MESSAGES/townkeep.mo: assets/po/%.po
	@mkdir -p $(@D)
	@msgfmt --check -o $@ $<

-include $(OBJECTS:.o=.d) $(SUITE_OBJECTS:.o=.d) $(OUT)/src/app/main.d $(OUT)/tests/unit/main.d $(TEST_PROGRAMS:=.d) $(FAULT_OBJECTS:.o=.d) \
         $(FUZZ_OBJECTS:.o=.d) $(OUT)/tests/fuzz/replay.d $(OUT)/tests/fuzz/libfuzzer.d

# ---- testing

$(OUT)/suites.h: FORCE
	@mkdir -p $(@D)
	@{ for s in $(SUITES); do echo "void suite_$$s(void);"; done; \
	   echo "static const struct suite suites[] = {"; \
	   for s in $(SUITES); do echo "    { \"$$s\", suite_$$s },"; done; echo "};"; } >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/tests/unit/main.o: $(OUT)/suites.h

$(UNIT): $(OUT)/tests/unit/main.o $(SUITE_OBJECTS) $(LIBRARY) | links $(CATALOGUES)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(filter %.o,$^) $(LIBRARY) $(LIBS) $(TEST_LIBS) -o $@

$(OUT)/tests/%: $(OUT)/tests/%.o $(LIBRARY) | links
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $^ $(LIBS) $(TEST_LIBS) -o $@

$(FAULT): $(FAULT_OBJECTS) $(LIBRARY) | links
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(FAULT_WRAPS) $^ $(LIBS) $(TEST_LIBS) -o $@

$(OUT)/targets.h: FORCE
	@mkdir -p $(@D)
	@{ for t in $(FUZZ_TARGETS); do echo "extern const struct fuzz_target fuzz_target_$$t;"; done; \
	   echo "const struct fuzz_target *const fuzz_targets[] = {"; \
	   for t in $(FUZZ_TARGETS); do echo "    &fuzz_target_$$t,"; done; echo "};"; } >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/tests/fuzz/fuzz.o: $(OUT)/targets.h

$(OUT)/tests/fuzz/replay: $(OUT)/tests/fuzz/replay.o $(FUZZ_OBJECTS) $(LIBRARY) | links
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(FUZZ_WRAPS) $^ $(LIBS) $(TEST_LIBS) -o $@

$(OUT)/tests/fuzz/fuzz: $(OUT)/tests/fuzz/libfuzzer.o $(FUZZ_OBJECTS) $(LIBRARY) | links
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer $(FUZZ_WRAPS) $^ $(LIBS) $(TEST_LIBS) -o $@

test-programs: $(TEST_PROGRAMS)

unit: $(UNIT) ## run the unit tests; SUITES="buf text" runs some
	@$(UNIT)

screen: $(PROGRAM) test-programs ## run the screen tests: keystrokes in, grids out; ACCEPT=1 takes the windows as they are now
	@tests/screen/run.sh $(if $(ACCEPT),--accept )$(TOWNKEEP)

script: $(PROGRAM) ## run the journeys of the command line
	@tests/script/run.sh $(TOWNKEEP)

terminal: $(PROGRAM) test-programs ## run the tests in a real terminal (tmux)
	@tests/terminal/run.sh $(TOWNKEEP) --short

fault: $(FAULT) ## crashes, failing calls, no memory, damage: what was saved stays saved (short form)
	@tests/fault/run.sh $(FAULT)

replay: $(OUT)/tests/fuzz/replay ## hostile inputs for every parser: seeds, kept inputs and changes of both; no fuzzer needed
	@$(OUT)/tests/fuzz/replay

fuzz: packages ## look for such inputs with clang's libFuzzer; SECONDS=20 for each target, FUZZ="text date" some
	@tests/tools/packages.sh clang:clang
	@tests/fuzz/run.sh "$(MAKE)" $(SECONDS) $(FUZZ)

fuzz-program: $(OUT)/tests/fuzz/fuzz

check-long: $(FAULT) $(PROGRAM) test-programs ## the same to the end: 10,000 crashes, every call, every allocation, every byte; every menu for a name; and minutes of fuzzing
	@tests/terminal/run.sh $(TOWNKEEP)
	@tests/fault/run.sh $(FAULT) --long
	@if command -v clang >/dev/null; then $(MAKE) --no-print-directory fuzz SECONDS=180; else echo "clang is not here; no fuzzing."; fi

# Each side of the comparison is a program of its own (tests/bench/sides/side.h); so is SQLite's speedtest1, from its
# source package, with that side's database under it.
SIDES      = plain vault $(shell pkg-config --exists sqlcipher && echo sqlcipher)
SIDE_OUT  := $(OUT)/tests/bench/sides
SIDE_FILES = $(addprefix tests/bench/sides/,side.c side_$(if $(filter vault,$*),vault,sqlite).c)
SIDE_FLAGS = -std=c17 -D_GNU_SOURCE -Iinclude -O2 -g
SIDE_LIBS  = $(if $(filter sqlcipher,$*),$(shell pkg-config --cflags --libs sqlcipher),$(LIB_CFLAGS) $(LIBS))
SPEEDTEST1 = $(wildcard $(BUILD)/sqlite-source/sqlite3-*/test/speedtest1.c)

$(SIDE_OUT)/work-%: $(wildcard tests/bench/sides/*.[ch]) tests/bench/measure.h $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(SIDE_FLAGS) $(WARNINGS) tests/bench/sides/work.c $(SIDE_FILES) $(LIBRARY) $(SIDE_LIBS) -o $@

$(SIDE_OUT)/speedtest1-%: $(wildcard tests/bench/sides/*.[ch]) tests/bench/measure.h $(LIBRARY) $(SPEEDTEST1)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(SIDE_FLAGS) -w -Dsqlite3_open_v2=side_open_v2 -Dsqlite3_close=side_close -c $(SPEEDTEST1) -o $@.o
	@$(CC) $(SIDE_FLAGS) $@.o $(SIDE_FILES) $(LIBRARY) $(SIDE_LIBS) -o $@

.PHONY: bench-sides
bench-sides: $(foreach side,$(SIDES),$(SIDE_OUT)/work-$(side) $(if $(SPEEDTEST1),$(SIDE_OUT)/speedtest1-$(side)))

check-sqlite: $(LIBRARY) ## SQLite's own test suite on the vault's file layer; SUITE=full runs more, PLAIN=1 runs it on SQLite as it is
	@tests/tools/packages.sh dpkg-source:dpkg-dev tclsh:tcl tcl/tcl.h:tcl-dev zlib.h:zlib1g-dev
	@tests/sqlite/build.sh $(BUILD)/sqlite $(LIBRARY)
	@tests/sqlite/run.sh $(BUILD)/sqlite $(if $(PLAIN),--plain) $(if $(SUITE),--suite $(SUITE)) $(FILES)

bench: $(PROGRAM) test-programs ## measure the program against its budgets, and its vault beside plain SQLite and SQLCipher; LONG=1 measures more
	@tests/tools/packages.sh sqlcipher/sqlite3.h:libsqlcipher-dev || echo "SQLCipher is not here; the bench goes on without it."
	@tests/tools/sqlite_source.sh $(BUILD)/sqlite-source >/dev/null || echo "The bench goes on without speedtest1."
	@$(MAKE) --no-print-directory bench-sides
	@tests/bench/run.sh $(TOWNKEEP) $(BUILD)/bench $(if $(LONG),--long)

asan: packages ## the unit and screen tests under the address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory MODE=asan unit screen

ubsan: packages ## the unit tests under the undefined-behaviour sanitizer alone
	@$(MAKE) --no-print-directory MODE=ubsan unit

valgrind: ## the unit tests under valgrind
	@tests/tools/packages.sh valgrind:valgrind
	@$(MAKE) --no-print-directory MODE=debug $(BUILD)/debug/unit
	valgrind -q --leak-check=full --errors-for-leak-kinds=definite,possible --error-exitcode=9 $(BUILD)/debug/unit

cov: ## how much of each file the unit and screen tests reach
	@tests/tools/packages.sh gcovr:gcovr
	@$(MAKE) --no-print-directory MODE=cov unit screen
	@gcovr --root . --filter src/ --print-summary --html-details $(BUILD)/cov/index.html $(BUILD)/cov

layers: ## check that no room includes what it may not
	@tests/layers.sh

lint: compile_commands.json ## clang-tidy, cppcheck, gcc -fanalyzer and the list of forbidden calls
	@tests/tools/packages.sh clang-tidy:clang-tidy cppcheck:cppcheck
	@tests/tools/lint.sh

format: ## lay the C files out as .clang-format says
	@tests/tools/packages.sh clang-format:clang-format
	@clang-format -i $(C_FILES)

format-check: ## say which C files are not laid out so
	@tests/tools/packages.sh clang-format:clang-format
	@clang-format --dry-run --Werror $(C_FILES)

po-check: ## check the translations
	@for po in $(LANGUAGES:%=assets/po/%.po); do msgfmt --check -o /dev/null "$$po" || exit 1; done

pot: ## collect the words to translate: build/townkeep.pot
	@tests/tools/packages.sh xgettext:gettext
	@mkdir -p $(BUILD)
	@xgettext --from-code=UTF-8 --language=C -k_ -kN_ -kNC_:1c,2 -kngettext:1,2 --add-comments=Translators: --package-name=townkeep \
	    --package-version=$(VERSION) -o $(BUILD)/townkeep.pot $(sort $(filter-out tests/%,$(C_FILES)))

# ---- for editors and analysers

# Only what says how to read a file: an analyser need not know this compiler's other flags.
compile_commands.json: $(BUILD)/probe-$(COMPILER).mk FORCE ## how each file is compiled, for editors and analysers
	@{ printf '['; comma=; \
	   for f in $(sort $(filter %.c,$(C_FILES))); do \
	       printf '%s\n{"directory": "%s", "file": "%s", "command": "%s"}' "$$comma" '$(CURDIR)' "$$f" \
	           "cc $(subst ",\\\\\\\",$(subst ',,$(LANGUAGE))) -I$(OUT) -Wall -Wextra -c $$f"; \
	       comma=,; \
	   done; printf '\n]\n'; } >$@

# ---- installing: what goes where is listed once, and uninstall removes exactly that

SHARE     := $(PREFIX)/share
# All of assets/ but what has another place, and the configuration.
ASSETS     = $(shell find assets config -type f -not -name '.*' $(foreach f,po man desktop completion,-not -path 'assets/$(f)/*'))
MANUAL    := $(wildcard assets/man/*.1)
DESKTOP   := $(wildcard assets/desktop/*.desktop)
BASH_COMPLETION := $(wildcard assets/completion/townkeep.bash)
ZSH_COMPLETION  := $(wildcard assets/completion/_townkeep)
FISH_COMPLETION := $(wildcard assets/completion/townkeep.fish)

# from=to pairs
INSTALLED  = $(BUILD)/townkeep=$(PREFIX)/bin/townkeep \
    $(foreach f,$(ASSETS),$(f)=$(SHARE)/townkeep/$(f:assets/%=%)) \
    $(foreach f,$(MANUAL),$(f)=$(SHARE)/man/man1/$(notdir $(f))) \
    $(foreach f,$(DESKTOP),$(f)=$(SHARE)/applications/$(notdir $(f))) \
    $(foreach f,$(BASH_COMPLETION),$(f)=$(SHARE)/bash-completion/completions/townkeep) \
    $(foreach f,$(ZSH_COMPLETION),$(f)=$(SHARE)/zsh/site-functions/_townkeep) \
    $(foreach f,$(FISH_COMPLETION),$(f)=$(SHARE)/fish/vendor_completions.d/townkeep.fish) \
    $(foreach l,$(LANGUAGES),$(BUILD)/locale/$(l)/LC_MESSAGES/townkeep.mo=$(SHARE)/locale/$(l)/LC_MESSAGES/townkeep.mo)

# Tables and words of an older version must not stay between the new ones.
install: all ## install under PREFIX (/usr/local); DESTDIR goes before it
	@rm -f "$(DESTDIR)$(SHARE)/townkeep/schema"/*.sql "$(DESTDIR)$(SHARE)/townkeep/vocab"/*.ini
	@for pair in $(INSTALLED); do \
	    from=$${pair%%=*}; to="$(DESTDIR)$${pair#*=}"; mode=644; [ "$$from" = $(BUILD)/townkeep ] && mode=755; \
	    install -D -m $$mode "$$from" "$$to" || exit 1; \
	done
	@echo "Installed under $(DESTDIR)$(PREFIX)."

uninstall: ## remove exactly what install put there
	@for pair in $(INSTALLED); do rm -f "$(DESTDIR)$${pair#*=}"; done
	@[ ! -d "$(DESTDIR)$(SHARE)/townkeep" ] || find "$(DESTDIR)$(SHARE)/townkeep" -depth -type d -empty -delete

clean: ## remove everything that was built
	rm -rf $(BUILD) compile_commands.json
