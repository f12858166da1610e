vhost=$BERTH_PARAM_VHOSTS/$BERTH_NUMBER.conf
[ -e "$vhost" ] || exit 66
if grep -q 'return 503' "$vhost"; then echo state=suspended; else echo state=running; fi
used=$(du -sk "$BERTH_PARAM_SITES/$BERTH_NUMBER" | cut -f1)
echo "usage:disk=$((used * 1024))/$((BERTH_PARAM_DISK_MB * 1048576)) bytes"
