#!/usr/bin/env bash
# All tests. `--long` adds what takes minutes: 200 kills, ThreadSanitizer, GCC, clang-tidy, fuzzing.
# Called by ./netra-dev test, which has installed what is needed.
set -euo pipefail
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
cd "$(dirname "${BASH_SOURCE[0]}")/.."

long=no
[ "${1:-}" = --long ] && long=yes
say() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

build() {  # preset [target...]
  mkdir -p build
  cmake --preset "$1" >"build/$1.configure.log" 2>&1 || { cat "build/$1.configure.log"; exit 1; }
  cmake --build "build/$1" ${2:+--target "${@:2}"} -- -k 20 >"build/$1.build.log" 2>&1 || { grep -E 'error|FAILED|undefined' "build/$1.build.log" | head -60; exit 1; }
}

say "Tidy and format"
python3 tools/tidy.py
git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror

say "Building with Clang, AddressSanitizer and UndefinedBehaviorSanitizer"
build asan

[ "$long" = yes ] && build release

# Everything that needs a database runs with a PostgreSQL 15 of its own.
tools/postgres_for_tests.sh tools/test_suites.sh "$long"

if [ "$long" = yes ]; then
  # Threads are the engine's: domains run inside its one writer and its handlers.
  say "ThreadSanitizer, over the parts that have threads"
  threaded=(storage jobs mail http page)
  build tsan "${threaded[@]/#/test_engine_}"
  TSAN_OPTIONS=halt_on_error=1 tools/postgres_for_tests.sh ctest --test-dir build/tsan -j2 --output-on-failure --timeout 1800 \
    -R "^engine_($(IFS='|'; echo "${threaded[*]}"))\$"
  say "clang-tidy"
  git ls-files '*.cpp' | grep -v _fuzz.cpp | xargs -P2 -n4 clang-tidy -p build/asan --quiet
  say "Fuzzing, a minute each"
  mapfile -t fuzzers < <(git ls-files '*_fuzz.cpp' | xargs -n1 basename -s .cpp)
  build fuzz "${fuzzers[@]}"
  for fuzzer in "${fuzzers[@]}"; do "build/fuzz/$fuzzer" -max_total_time=60 -verbosity=0 -artifact_prefix=build/fuzz/; done
fi
say "All tests passed"
