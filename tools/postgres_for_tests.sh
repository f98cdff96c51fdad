#!/bin/bash
# Runs a command with a PostgreSQL 15 of its own, reached by NETRA_TEST_POSTGRES, and removes it afterwards.
#
#   tools/postgres_for_tests.sh ctest --test-dir build/dev
#   tools/postgres_for_tests.sh            # without a command: prints the URL and runs until its standard input ends
#
# It listens on a Unix socket in its temporary folder only, so no port is taken. fsync is off: these databases live for minutes,
# and what is tested is our side of a crash; benchmarks ask for it by NETRA_POSTGRES_FSYNC=on. PostgreSQL refuses to run as root;
# root uses the account postgres or nobody.
set -euo pipefail

bin=${NETRA_POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
[ -x "$bin/initdb" ] || { echo "PostgreSQL 15 is not there: apt-get install postgresql-15" >&2; exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/netra-postgres-XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
  account=postgres
  id -u "$account" >/dev/null 2>&1 || account=nobody
  chown "$account" "$folder"
  as=(runuser -u "$account" --)
fi

stop() {
  (cd "$folder" && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd_and_run() { (cd "$folder" && "${as[@]}" "$@"); }
cd_and_run "$bin/initdb" -D "$folder/data" -U netra -A trust -E UTF8 --locale=C -N >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0777
fsync = ${NETRA_POSTGRES_FSYNC:-off}
full_page_writes = ${NETRA_POSTGRES_FSYNC:-off}
max_connections = 200
shared_buffers = 64MB
deadlock_timeout = 200ms
autovacuum_naptime = 10min
CONF
chmod 755 "$folder"
cd_and_run "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null ||
  { cat "$folder/server.log" >&2; exit 1; }

export NETRA_TEST_POSTGRES="postgresql:///postgres?host=$folder&user=netra"
if [ $# -gt 0 ]; then
  status=0
  "$@" || status=$?
  exit $status
fi
echo "$NETRA_TEST_POSTGRES"
cat >/dev/null
