#!/usr/bin/env bash
# `npm start` from an empty folder until it answers, then Ctrl-C; a second start; the same again.
# Exit code 0: both answered, both ended with code 0 and nothing was left running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export PORT=${PORT:-3456} DATA_DIR
DATA_DIR=$(mktemp -d)
trap 'rm -rf "$DATA_DIR"' EXIT

for round in first second; do
  began=$(date +%s%N)
  npm start &
  npm=$!
  until curl --silent --fail "http://127.0.0.1:$PORT/healthz" >/dev/null; do
    kill -0 "$npm" || { echo "$round start: ended before it answered"; exit 1; }
    sleep 0.1
  done
  echo "$round start: answered after $((($(date +%s%N) - began) / 1000000)) ms"
  kill -INT "$npm"
  wait "$npm" || { echo "$round start: ended with code $?"; exit 1; }
  if [ -e "$DATA_DIR/postgres/postmaster.pid" ]; then
    echo "$round start: PostgreSQL still runs"
    exit 1
  fi
done
