#!/usr/bin/env bash
# All tests. `--long` adds what takes minutes: 200 kills, ThreadSanitizer, GCC, clang-tidy, fuzzing.
# Called by ./netra-dev test, which has installed what is needed.
set -euo pipefail
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
cd "$(dirname "${BASH_SOURCE[0]}")/.."

long=no
[ "${1:-}" = --long ] && long=yes
say() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

build() {  # preset
  mkdir -p build
  cmake --preset "$1" >"build/$1.configure.log" 2>&1 || { cat "build/$1.configure.log"; exit 1; }
  cmake --build "build/$1" --  -k 20 >"build/$1.build.log" 2>&1 || { grep -E 'error|FAILED|undefined' "build/$1.build.log" | head -60; exit 1; }
}

say "Tidy and format"
python3 tools/tidy.py
git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror

say "Building with Clang, AddressSanitizer and UndefinedBehaviorSanitizer"
build asan

scratch=$(mktemp -d)
export TMPDIR="$scratch"
postgres=""
stop() {
  [ -n "$postgres" ] && kill "$postgres" 2>/dev/null && wait "$postgres" 2>/dev/null
  rm -rf "$scratch"
}
trap stop EXIT

say "Starting a PostgreSQL 15 of our own"
tools/postgres_for_tests.sh >"$scratch/postgres.url" 2>"$scratch/postgres.log" &
postgres=$!
for _ in $(seq 100); do [ -s "$scratch/postgres.url" ] && break; sleep 0.2; done
NETRA_TEST_POSTGRES=$(head -1 "$scratch/postgres.url")
[ -n "$NETRA_TEST_POSTGRES" ] || { cat "$scratch/postgres.log"; exit 1; }
export NETRA_TEST_POSTGRES

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=suppressions=$PWD/tools/lsan.supp:print_suppressions=0

say "Unit and property tests, on SQLite and PostgreSQL"
ctest --test-dir build/asan -j2 --output-on-failure --timeout 600

say "Whole-server and browser tests, on SQLite and PostgreSQL"
export NETRA_BINARY=$PWD/build/asan/netra NETRA_LONG=$long
[ "$long" = yes ] && { build release; export NETRA_RELEASE=$PWD/build/release/netra; }
failed=""
for file in tests/whole/*.test.mjs; do  # one server at a time: two cores
  node --test "$file" || failed="$failed $file"
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }

if [ "$long" = yes ]; then
  say "ThreadSanitizer"
  build tsan
  TSAN_OPTIONS=halt_on_error=1 ctest --test-dir build/tsan -j2 --output-on-failure --timeout 1200
  say "clang-tidy"
  git ls-files '*.cpp' | grep -v _fuzz.cpp | xargs -P2 -n4 clang-tidy -p build/asan --quiet
  say "Fuzzing, a minute each"
  build fuzz
  for fuzzer in build/fuzz/*_fuzz; do "$fuzzer" -max_total_time=60 -verbosity=0; done
fi
say "All tests passed"
