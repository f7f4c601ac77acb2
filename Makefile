# The two commands for everybody: `make demo` and `make test`. Both install what they need on Debian 12.
PRESET ?= release
JOBS ?= $(shell nproc)

.PHONY: all demo test bench bench-mime bench-mailbox bench-jmap deb format clean

all: build/$(PRESET)/build.ninja
	cmake --build --preset $(PRESET) -j $(JOBS)

build/%/build.ninja: CMakeLists.txt CMakePresets.json
	tools/install-packages.sh build
	cmake --preset $*

demo: all            ## a demonstration community, in ./demo, until Ctrl-C
	@build/release/bin/bailey demo --dir demo

test:                ## everything a change could break; ends with counts
	tools/test.py

bench: all bench-mime ## Bailey beside Postfix and Dovecot; tables in bench/results/
	bench/run.sh

bench-mime:          ## messages parsed a second, beside GMime; bench/results/mime.md
	tools/install-packages.sh test
	cmake --preset $(PRESET) >/dev/null
	cmake --build --preset $(PRESET) -j $(JOBS) --target mime_bench
	build/$(PRESET)/bin/mime_bench tests/corpus/mime | tee bench/results/mime.md

bench-mailbox:       ## an account of 100,000 emails; bench/results/mailbox.md
	cmake --preset $(PRESET) >/dev/null
	cmake --build --preset $(PRESET) -j $(JOBS) --target mailbox_bench
	build/$(PRESET)/bin/mailbox_bench | tee bench/results/mailbox.md

bench-jmap: all      ## JMAP over HTTPS on 100,000 emails, and 1,000 listeners; bench/results/jmap.md
	$(MAKE) -s -C bench
	python3 bench/jmap/jmap.py | tee bench/results/jmap.md

deb: all             ## a Debian package in build/release/
	cd build/release && cpack -G DEB

format:
	clang-format-14 -i $$(git ls-files 'src/*.[ch]pp' 'tests/*.cpp')

clean:
	rm -rf build
