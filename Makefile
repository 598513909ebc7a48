# Everything that is done with Dormwatt by hand or by a machine. `make` alone tells what there is.

PREFIX ?= /usr/local
PACKAGES := libsqlite3-dev libncurses-dev libpango1.0-dev libcairo2-dev libcups2-dev fonts-wqy-microhei pkg-config sqlite3 tmux strace procps \
	python3 python3-venv poppler-utils hledger groff cups cups-client socat ser2net
MISSING = $(shell for package in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PYTHON := .venv/bin/python
# Swift's own libraries are linked in: a console starts sooner, needs less memory, and runs where no Swift is.
RELEASE := swift build -c release --static-swift-stdlib

.PHONY: help tools run test format check-format bench soak install clean

help:
	@echo 'make run      install what is missing, build, open a simulated campus on the console'
	@echo 'make test     install what is missing, check formatting, run every test'
	@echo 'make bench    install what is missing, measure, print ratios to peers'
	@echo 'make soak     longer simulation: make soak SEEDS=100000 FIRST=1'
	@echo 'make install  one binary, themes and languages below PREFIX ($(PREFIX))'
	@echo 'make format   format the sources in place'
	@echo 'make clean    remove what was built'

tools:
	@missing="$(MISSING)"; if [ -n "$$missing" ]; then \
	  echo "Installing from Debian's packages:" $$missing; \
	  $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
	@command -v swift >/dev/null || { echo 'Swift 6.1 or newer is needed and was not found on the PATH.'; exit 1; }

$(PYTHON): Tests/Interop/requirements.txt
	@echo 'Making a Python environment with the peers that tests are held against (.venv)'
	@python3 -m venv .venv && .venv/bin/pip install --quiet --disable-pip-version-check -r Tests/Interop/requirements.txt && touch $(PYTHON)

.venv/bin/vd: Benchmarks/requirements.txt $(PYTHON)
	.venv/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt && touch .venv/bin/vd

run: tools
	$(RELEASE) --product dormwatt
	.build/release/dormwatt demo

test: tools check-format $(PYTHON)
	swift build --build-tests
	swift test --skip-build
	$(RELEASE) --product simulation
	.build/release/simulation

check-format:
	@swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift && echo 'Formatting is right.'

format:
	swift format --in-place --recursive --parallel Sources Tests Benchmarks Package.swift

bench: PACKAGES += vim htop
bench: tools $(PYTHON) .venv/bin/vd
	$(RELEASE)
	taskset -c 0 .build/release/Benchmarks decoding reads sweep commit month graduation filtering news imports keys growth deliveries allocations
	.build/release/Benchmarks verify memory terminals

soak: tools
	$(RELEASE) --product simulation
	.build/release/simulation --seeds $(or $(SEEDS),100000) --first $(or $(FIRST),1)
	.build/release/simulation --worlds
	$(RELEASE) --product hour
	.build/release/hour
	SEEDS=1000 swift test --filter 'Simulation|Replay'
	DORMWATT_SOAK_LINES=100000 DORMWATT_SOAK_ROUNDS=400 swift test --skip-build --filter 'LargeImport|SeededUndo'
	DORMWATT_SOAK_SERIAL=10000 swift test --skip-build --filter SerialSoak

install: tools
	$(RELEASE) --product dormwatt
	install -D -m 755 .build/release/dormwatt $(DESTDIR)$(PREFIX)/bin/dormwatt
	install -d $(DESTDIR)$(PREFIX)/share/dormwatt/themes
	install -m 644 themes/*.toml $(DESTDIR)$(PREFIX)/share/dormwatt/themes/
	install -d $(DESTDIR)$(PREFIX)/share/dormwatt/languages
	install -m 644 languages/*.toml $(DESTDIR)$(PREFIX)/share/dormwatt/languages/

clean:
	rm -rf .build .venv
