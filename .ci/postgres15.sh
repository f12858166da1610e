#!/usr/bin/env bash
# The oldest PostgreSQL that Berth runs on, from Debian's package, for a second run of the scenario
# tests: a throw-away server with a folder and a port of its own.
#
#   .ci/postgres15.sh start   prints  BERTH_TEST_PG_URL=postgres://…
#   .ci/postgres15.sh stop    ends it and removes its data
#
# Installs postgresql-15 with apt-get when it may. Exit code 3: there is none here, and stderr says why.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
state="/var/tmp/berth-postgres15-$(id -u)-$(printf %s "$root" | cksum | cut -d' ' -f1)"
programs=/usr/lib/postgresql/15/bin

give_up() {
  printf 'PostgreSQL 15: %s\n' "$*" >&2
  exit 3
}

install_package() {
  [ -x "$programs/postgres" ] && return
  command -v apt-get >/dev/null || give_up "not installed, and no apt-get to install it"
  [ "$(id -u)" -eq 0 ] || give_up "not installed; installing it needs root"
  export DEBIAN_FRONTEND=noninteractive
  # Without a cluster of the package's own, which would start by itself.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/berth.conf
  if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-15; } >&2; then
    give_up "could not be installed"
  fi
}

# PostgreSQL refuses to run as root; the package brings a user for it.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd "$state" && setpriv --reuid=postgres --regid=postgres --init-groups -- "$@")
  else
    "$@"
  fi
}

free_port() {
  local port
  for port in $(seq 54150 54199); do
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf %s "$port"
      return
    fi
  done
  give_up "no free port"
}

start() {
  install_package
  stop
  mkdir -p -m 700 "$state"
  local password port
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf %s "$password" >"$state/password"
  [ "$(id -u)" -ne 0 ] || chown -R postgres:postgres "$state"
  as_owner "$programs/initdb" --pgdata "$state/data" --username postgres --auth scram-sha-256 \
    --pwfile "$state/password" --encoding UTF8 --no-sync >"$state/initdb.log" 2>&1 ||
    give_up "$(tail -1 "$state/initdb.log")"
  port=$(free_port)
  as_owner "$programs/pg_ctl" start --silent --wait --pgdata "$state/data" --log "$state/log" \
    --options "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
    >/dev/null || give_up "$(tail -1 "$state/log")"
  printf 'BERTH_TEST_PG_URL=postgres://postgres:%s@127.0.0.1:%s/postgres\n' "$password" "$port"
}

stop() {
  [ -d "$state" ] || return 0
  as_owner "$programs/pg_ctl" stop --silent --mode immediate --pgdata "$state/data" >/dev/null 2>&1 || true
  rm -rf "$state"
}

case "${1:-start}" in
  start) start ;;
  stop) stop ;;
  *) give_up "usage: .ci/postgres15.sh start|stop" ;;
esac
