#!/usr/bin/env bash
# The figures of bench/README.md: one table per measurement, each a ratio of things measured in this same run.
#
#   bench/run.sh [SECONDS] [PART...]     # parts: intake postgres stages lists idle; without a part all of them
#
# SECONDS is the length of one measurement (default 10). NETRA_BENCH_REPORTS is the size of the large office (1000000).
# NETRA_BENCH_FOLDER holds the data: put it on the disk that is to be measured. Called by ./netra-dev bench.
set -euo pipefail
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=10
[[ "${1:-}" =~ ^[0-9]+$ ]] && { seconds=$1; shift; }
parts=${*:-intake postgres stages lists idle}
reports=${NETRA_BENCH_REPORTS:-1000000}
folder=${NETRA_BENCH_FOLDER:-$PWD/build/bench/data}
listen=127.0.0.1:${NETRA_BENCH_PORT:-8390}
server=""

if [ -z "${NETRA_BENCH_BUILT:-}" ]; then  # set: the binaries are there already
  mkdir -p build
  cmake --preset bench >build/bench.configure.log 2>&1 || { cat build/bench.configure.log; exit 1; }
  cmake --build build/bench --target netra storage_bench intake_inprocess fill_reports
fi
bin=$PWD/build/bench
rm -rf "$folder"
mkdir -p "$folder"
ulimit -n "$(ulimit -Hn)"

wants() { [[ " $parts " == *" $1 "* ]]; }
title() { printf '\n%s\n' "$*"; }
field() { sed -n "s/.*[[:space:]]$1=\([0-9.]*\).*/\1/p" <<<"$2"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", (b > 0) ? a / b : 0 }'; }

start() {  # data
  "$bin/netra" demo --data "$1" --listen "$listen" >"$folder/server.log" 2>&1 &
  server=$!
  until curl -fs "http://$listen/healthz" >/dev/null; do
    kill -0 "$server" 2>/dev/null || { tail -3 "$folder/server.log"; exit 1; }
    sleep 0.02
  done
}
stop() {
  [ -z "$server" ] && return
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
}
trap stop EXIT
fresh() {  # name: a copy of the filled demo office
  rm -rf "${folder:?}/$1"
  cp -r "$folder/demo" "$folder/$1"
}
memory() { awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$server/status"; }

wrk_at() {  # connections script path
  local threads=2
  [ "$1" -lt 2 ] && threads=1
  wrk -t"$threads" -c"$1" -d"${seconds}s" --timeout 30s -s "bench/$2" "http://$listen$3" | grep '^RESULT'
}

row() { printf '  %-12s %12s %10s %10s %8s\n' "$@"; }
line() { printf '  %-58s %12s %8s\n' "$@"; }

# The intake at several numbers of connections; 64 first, on a database as small as the one in process begins with.
latencies() {  # command to run after 64
  row connections 'reports/s' 'p50 ms' 'p99 ms' refused
  local connections got
  for connections in 64 1 16 1000; do
    if [ "$connections" = 64 ]; then python3 bench/cpu.py "$server" >"$folder/cpu"; fi
    TIMEFORMAT='%U %S'
    { time got=$(wrk_at "$connections" intake.lua /reports); } 2>"$folder/wrk.time"
    row "$connections" "$(field rps "$got")" "$(field p50_ms "$got")" "$(field p99_ms "$got")" "$(field errors "$got")"
    [ "$connections" = 64 ] || continue
    at64=$(field rps "$got")
    { python3 bench/cpu.py "$server" "$folder/cpu"; awk 'END { print "wrk", $1 + $2 }' "$folder/wrk.time"; } >"$folder/cpu64"
    "$@"
  done
}

threads() {  # where the processor's time of one report goes at 64 connections
  title "Processor time of one report at 64 connections, by thread"
  awk -v reports="$(awk -v r="$at64" -v s="$seconds" 'BEGIN { print r * s }')" \
    '{ printf "  %-58s %9.0f us\n", $1, $2 / reports * 1e6; sum += $2 } END { printf "  %-58s %9.0f us\n", "all", sum / reports * 1e6 }' "$folder/cpu64"
}

in_process() {  # on a fresh office: units a second
  fresh inprocess
  field rps "$("$bin/bench/intake_inprocess" "$folder/inprocess" "$seconds")"
}

intake() {
  local same raw empty
  same=$(in_process)
  title "Durable intake, SQLite synchronous=FULL, POST /reports of 1 KB"
  fresh intake
  start "$folder/intake"
  latencies :
  empty=$(field rps "$(wrk_at 64 plain.lua /healthz)")
  printf '  memory of the server afterwards: %s MiB\n' "$(memory)"
  stop
  same=$(awk -v before="$same" -v after="$(in_process)" 'BEGIN { printf "%.1f", (before + after) / 2 }')
  raw=$("$bin/bench/storage_bench" "$folder/raw" "$seconds" raw | sed -n 's/.*raw inserts.* \([0-9]*\) \/s.*/\1/p')
  title "The intake at 64 connections (${at64}/s) as a share of"
  line '' 'per second' ratio
  line "(a) the same unit of work in process, before and after" "$same" "$(ratio "$at64" "$same")"
  line "(b) raw SQLite inserts of 1 KB, 64 to a commit" "$raw" "$(ratio "$at64" "$raw")"
  line "(c) the server's empty reply (/healthz), 64 connections" "$empty" "$(ratio "$at64" "$empty")"
  threads
}

stages() {
  title "Where the time of one report goes (in process, each statement timed)"
  fresh stages
  "$bin/bench/intake_inprocess" "$folder/stages" "$seconds" "$((2 * $(nproc)))" stages | grep -v '^RESULT'
}

in_process_on_postgres() { same=$(field rps "$("$bin/bench/intake_inprocess" "$folder/postgres" "$seconds")"); }

on_postgres() {
  title "Durable intake on PostgreSQL 15"
  export NETRA_DATABASE_URL=$NETRA_TEST_POSTGRES
  "$bin/netra" demo --data "$folder/postgres" --fill-only >"$folder/fill.log"
  start "$folder/postgres"
  latencies in_process_on_postgres
  stop
  line "the same unit of work in process, 64 under way" "$same" "$(ratio "$at64" "$same")"
  threads
}

session() {
  curl -fsS -i "http://$listen/sign-in" -H 'Accept: application/json' -H 'Content-Type: application/json' \
    -d '{"email":"ketua.cilegon@contoh.netra","password":"contoh-netra-2024","next":""}' |
    sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\).*/\1/p' | tr -d '\r' | paste -sd';'
}

declare -A p99
measure_lists() {  # size
  NETRA_COOKIE=$(session)
  export NETRA_COOKIE
  local name got
  for name in worklist today search; do
    case $name in
      worklist) NETRA_PATHS=$'/worklist\n/worklist?kind=report&due=week\n/worklist?stage=initial_review\n/worklist?state=closed\n/worklist?kind=case_file\n/worklist?person=me' ;;
      today) NETRA_PATHS=/today ;;
      search) NETRA_PATHS=$'/search?q=sembako\n/search?q=pembagian+uang\n/search?q=camat+netral+baliho\n/search?q=contoh\n/search?q=semba*\n/search?q=12' ;;
    esac
    export NETRA_PATHS
    wrk -t1 -c2 -d1s -s bench/pages.lua "http://$listen" >/dev/null  # warm
    got=$(wrk -t1 -c2 -d"${seconds}s" -s bench/pages.lua "http://$listen" | grep '^RESULT')
    p99[$name.$1]=$(field p99_ms "$got")
    printf '  %-10s %12s %12s %10s %10s %8s\n' "$1" "$name" "$(field rps "$got")" "$(field p50_ms "$got")" "$(field p99_ms "$got")" "$(field errors "$got")"
  done
}

lists() {
  title "Desk lists and search as JSON, 2 connections, with 1,000 and with $reports reports"
  printf '  %-10s %12s %12s %10s %10s %8s\n' reports what 'answers/s' 'p50 ms' 'p99 ms' refused
  fresh lists
  "$bin/bench/fill_reports" "$folder/lists" 1000 >/dev/null
  start "$folder/lists"
  measure_lists 1000
  printf '  memory of the server: %s MiB\n' "$(memory)"
  stop
  local filled
  filled=$("$bin/bench/fill_reports" "$folder/lists" "$reports")
  start "$folder/lists"
  measure_lists "$reports"
  printf '  memory of the server: %s MiB; database: %s; filled in %s s\n' "$(memory)" "$(du -sh "$folder/lists" | cut -f1)" "$(field seconds "$filled")"
  stop
  local name
  for name in worklist today search; do
    printf '  p99 of %-10s with %s reports / with 1000: %s\n' "$name" "$reports" "$(ratio "${p99[$name.$reports]}" "${p99[$name.1000]}")"
  done
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

browse() { curl -fsS -b "$folder/jar" -c "$folder/jar" "$@"; }
weight() {  # path: bytes of the body on the wire, Brotli
  browse -H 'Accept: text/html' -H 'Accept-Encoding: br' -o /dev/null -w '%{size_download}' "http://$listen$1"
}
answer() { browse -o /dev/null -H 'Accept: application/json' -H 'Content-Type: application/json' -d "$2" "http://$listen$1"; }

idle() {
  title "At rest"
  fresh idle
  local began
  began=$(milliseconds)
  start "$folder/idle"
  printf '  %-58s %12s\n' "start to first answer (demo office there), ms" "$(($(milliseconds) - began))"
  printf '  %-58s %12s\n' "memory after the start, MiB" "$(memory)"
  read -r count before after each < <(python3 bench/connections.py "$listen" "$server" 5000)
  printf '  %-58s %12s\n' "memory before and with $count idle connections, MiB" "$before / $after"
  printf '  %-58s %12s\n' "memory of one idle connection, KiB" "$each"
  strip -o "$folder/netra" "$bin/netra"
  printf '  %-58s %12s\n' "stripped binary, MiB" "$(awk -v b="$(stat -c %s "$folder/netra")" 'BEGIN { printf "%.1f", b / 1048576 }')"
  title "Pages of the public path from the first page to the check before sending, bytes with Brotli"
  local sum=0 bytes path
  for path in $(curl -fs -H 'Accept: text/html' "http://$listen/" | grep -oE '(href|src)="/assets/[^"#]+' | cut -d'"' -f2 | sort -u) \
    / /lapor /lapor/tempat /lapor/waktu /lapor/peristiwa /lapor/terlapor /lapor/bukti /lapor/pelapor /lapor/periksa; do
    [ "$path" = /lapor/tempat ] && answer /lapor '{"track":"formal"}'
    [ "$path" = /lapor/waktu ] && answer /lapor/tempat '{"place":"36.72.03"}'
    bytes=$(weight "$path")
    printf '  %-58s %12s\n' "$path" "$bytes"
    sum=$((sum + bytes))
  done
  printf '  %-58s %12s\n' "all of these" "$sum"
  stop
}

title "Netra $(git rev-parse --short HEAD 2>/dev/null || true), $(nproc) cores, $(date -u +%F), $seconds s each; load before: $(cut -d' ' -f1 /proc/loadavg)"
if [ "$parts" = on_postgres ]; then on_postgres; exit; fi
"$bin/netra" demo --data "$folder/demo" --fill-only >"$folder/fill.log"
if wants intake; then intake; fi
if wants stages; then stages; fi
if wants lists; then lists; fi
if wants idle; then idle; fi
if wants postgres; then
  rm -rf "$folder"
  mkdir -p "$folder"
  NETRA_BENCH_BUILT=yes NETRA_POSTGRES_FSYNC=on tools/postgres_for_tests.sh bench/run.sh "$seconds" on_postgres | tail -n +3
fi
rm -rf "$folder"
