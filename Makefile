# SPDX-License-Identifier: Apache-2.0
# The whole project by one word each. `make run` and `make test` install what is missing, build,
# and do their job; nothing else needs to be known to begin.
JOBS  := $(shell nproc)
DATA  ?= data
PACKS ?= $(wildcard packs/*)
MEGURI := build/release/bin/meguri

.PHONY: help run build web test check soak bench fmt licences clean

help:
	@echo "make run       build, load the packs into ./$(DATA), serve on http://localhost:8642"
	@echo "make test      release build with all tests, and the unit tests under ASan and UBSan"
	@echo "make check     TSan, clang-tidy, format, fuzzing for a while"
	@echo "make soak      random histories of the journal against a model, SOAK_SECONDS long (600)"
	@echo "make bench     measure"
	@echo "make build     release build with the web app       make web   the web app alone"
	@echo "make fmt       format the C++                       make licences   rewrite THIRD_PARTY_LICENSES.md"
	@echo "make clean     remove what the build made (not build/deps, not ./$(DATA))"

run: build
	$(MEGURI) load $(PACKS) --data $(DATA)
	exec $(MEGURI) serve --data $(DATA)

build: web
	@tools/build.sh release meguri

web:
	@tools/setup.sh
	@tools/web.sh

test:
	@tools/setup.sh test
	@tools/web.sh
	@tools/build.sh release all all_verify_interface_header_sets
	@tools/build.sh asan
	@tools/test.sh

check:
	@tools/setup.sh check
	@tools/check.sh

soak:
	@tools/setup.sh test
	@tools/soak.sh

bench: build
	@tools/build.sh release meguri_bench
	build/release/bin/meguri_bench $(BENCH)

fmt:
	@tools/setup.sh check
	git ls-files '*.cc' '*.h' | xargs -r clang-format-14 -i

licences:
	@tools/licences.py write

clean:
	find build -mindepth 1 -maxdepth 1 ! -name deps -exec rm -rf {} +
	rm -rf web/dist web/node_modules web/src/generated
