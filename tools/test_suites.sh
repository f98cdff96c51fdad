#!/usr/bin/env bash
# The suites themselves, on the sanitizer build; run by tools/test.sh inside tools/postgres_for_tests.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

long=${1:-no}
say() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }
[ -n "${NETRA_TEST_POSTGRES:-}" ] || { echo "NETRA_TEST_POSTGRES is not set"; exit 1; }

scratch=$(mktemp -d)
export TMPDIR="$scratch"
trap 'rm -rf "$scratch"' EXIT

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=suppressions=$PWD/tools/lsan.supp:print_suppressions=0

say "Unit and property tests, on SQLite and PostgreSQL"
ctest --test-dir build/asan -j2 --output-on-failure --timeout 600

say "Whole-server and browser tests, on SQLite and PostgreSQL"
export NETRA_BINARY=$PWD/build/asan/netra NETRA_LONG=$long
failed=""
for file in tests/whole/*.test.mjs; do  # one server at a time: two cores
  node --test "$file" || failed="$failed $file"
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
