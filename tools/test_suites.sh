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

say "Filling the demo office once, on SQLite and PostgreSQL; tests copy it"
export NETRA_BINARY=$PWD/build/asan/netra NETRA_LONG=$long
filling=()
for engine in SQLite PostgreSQL; do node tests/whole/fill.mjs $engine & filling+=($!); done
for one in "${filling[@]}"; do wait "$one"; done

# Three files at a time on two cores, for many wait for a browser, a kill or a timer; the longest first, so that the lanes end together. What a file says is shown whole, at its end.
say "Whole-server and browser tests, on SQLite and PostgreSQL"
one_file() {
  local begun=$SECONDS status=0 out
  out=$(mktemp)
  node --test "$1" >"$out" 2>&1 || status=$?
  { flock 9; printf '\n-- %s (%s s, %s)\n' "$1" $((SECONDS - begun)) "$([ $status = 0 ] && echo passed || echo FAILED)"; cat "$out"; } 9>"$TMPDIR/output.lock"
  rm "$out"
  return $status
}
export -f one_file
longest=(crash pages backup journal start webhooks shared_case registers walk sealed access papers)
printf '%s\n' "${longest[@]/%/.test.mjs}" "$(ls tests/whole | grep '\.test\.mjs$')" | awk '!seen[$0]++ {print "tests/whole/" $0}' |
  xargs -P3 -I{} bash -c 'one_file {}' || { echo "FAILED: files of tests/whole, see above"; exit 1; }
