#!/usr/bin/env bash
# murmurd and a D-Bus daemon for the tests of the mumble module, which start both themselves with a
# bus, a database and ports of their own. The distribution's services are not started.
#
#   .ci/mumble.sh start   installs what is missing; prints nothing
#   .ci/mumble.sh stop    nothing to do: tests end what they start
#
# Installs mumble-server and dbus with apt-get when it may. Exit code 3: they are not here, and stderr
# says why.
set -euo pipefail

give_up() {
  printf 'mumble: %s\n' "$*" >&2
  exit 3
}

# Packages of servers start them when they are installed, unless this says no.
without_starting() {
  local policy=/usr/sbin/policy-rc.d own=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    own=yes
  fi
  local code=0
  "$@" || code=$?
  [ -z "$own" ] || rm -f "$policy"
  return "$code"
}

start() {
  local missing=()
  [ -x /usr/sbin/murmurd ] || missing+=(mumble-server)
  [ -x /usr/bin/dbus-daemon ] || missing+=(dbus)
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || give_up "${missing[*]} missing and no apt-get to install them"
  [ "$(id -u)" -eq 0 ] || give_up "${missing[*]} missing; installing them needs root"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2 || give_up "no package lists (no network?)"
  without_starting apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
    give_up "${missing[*]} could not be installed"
}

case "${1:-start}" in
  start) start ;;
  stop) ;;
  *) give_up "usage: .ci/mumble.sh start|stop" ;;
esac
