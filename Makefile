# The two commands for everybody: `make demo` and `make test`. Both install what they need on Debian 12.
PRESET ?= release
JOBS ?= $(shell nproc)

.PHONY: all programs web demo test bench bench-mime bench-mailbox bench-jmap bench-web deb format clean

all: build/$(PRESET)/build.ninja
	cmake --build --preset $(PRESET) -j $(JOBS)

build/%/build.ninja: CMakeLists.txt CMakePresets.json
	tools/install-packages.sh build
	cmake --preset $*

web: web/dist/index.html ## the pages, in web/dist, where something of them changed

web/node_modules/.package-lock.json: web/package-lock.json
	tools/install-packages.sh web
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/journeys/*')
	cd web && npx vite build --logLevel warn
	@touch $@

programs: build/$(PRESET)/build.ninja ## the two programs, without the tests
	cmake --build --preset $(PRESET) -j $(JOBS) --target bailey baileyd

demo: programs web   ## a demonstration community, in ./demo, until Ctrl-C
	@build/release/bin/bailey demo --dir demo --pages web/dist

test:                ## everything a change could break; ends with counts
	tools/test.py

bench: programs bench-mime ## Bailey beside Postfix and Dovecot; tables in bench/results/
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

bench-jmap: programs      ## JMAP over HTTPS on 100,000 emails, and 1,000 listeners; bench/results/jmap.md
	$(MAKE) -s -C bench
	python3 bench/jmap/jmap.py | tee bench/results/jmap.md

bench-web: all web     ## the pages in Chromium, a mailbox of 100,000 emails among them; bench/results/web.md
	$(MAKE) -s -C bench
	cd web && npx vite-node journeys/measure.ts | tee ../bench/results/web.md

deb: all web         ## a Debian package in build/release/
	cd build/release && cpack -G DEB

format:
	clang-format-14 -i $$(git ls-files 'src/*.[ch]pp' 'tests/*.cpp')

clean:
	rm -rf build web/dist
