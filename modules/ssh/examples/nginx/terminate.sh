set -eu
rm -f "$BERTH_PARAM_VHOSTS/$BERTH_NUMBER.conf"
rm -rf "${BERTH_PARAM_SITES:?}/${BERTH_NUMBER:?}"
kill -HUP "$(cat "$BERTH_PARAM_PID_FILE")"
