set -eu
printf 'server { listen %s; server_name %s; return 503 "Suspended\\n"; }\n' \
  "$BERTH_PARAM_LISTEN" "$BERTH_DOMAIN" >"$BERTH_PARAM_VHOSTS/$BERTH_NUMBER.conf"
kill -HUP "$(cat "$BERTH_PARAM_PID_FILE")"
