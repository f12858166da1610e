set -eu
# One folder and one file of nginx per site. May run again after an interruption.
site=$BERTH_PARAM_SITES/$BERTH_NUMBER
vhost=$BERTH_PARAM_VHOSTS/$BERTH_NUMBER.conf
if grep -ls "server_name $BERTH_DOMAIN;" "$BERTH_PARAM_VHOSTS"/*.conf | grep -qvxF "$vhost"; then
  echo 'message=The domain is served already'
  exit 76
fi
mkdir -p "$site"
[ -e "$site/index.html" ] || printf 'Welcome to %s\n' "$BERTH_DOMAIN" >"$site/index.html"
printf 'server { listen %s; server_name %s; root %s; }\n' \
  "$BERTH_PARAM_LISTEN" "$BERTH_DOMAIN" "$site" >"$vhost"
kill -HUP "$(cat "$BERTH_PARAM_PID_FILE")"
echo "remote_id=$BERTH_NUMBER"
echo "connect:Folder|Dossier=$site"
echo "link:Site=http://$BERTH_DOMAIN/"
