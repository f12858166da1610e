#!/usr/bin/env bash
# An LXD for the tests of the incus module: a daemon of its own on a unix socket, with a folder of its
# own, so that nothing of the machine is touched. It runs containers, no virtual machines, and has no
# network.
#
#   .ci/lxd.sh start   prints  BERTH_TEST_LXD_SOCKET=/…  and  BERTH_TEST_LXD_IMAGE=…
#   .ci/lxd.sh stop    removes the containers, ends the daemon and removes its folder
#
# There is a second image beside the one that is named: `<image>-other`. Needs root, lxd and
# busybox-static; installs them with apt-get when it may. Exit code 3: there is no LXD here, and
# stderr says why.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# Short: the path of a socket has 107 characters at most.
state="/var/tmp/berth-lxd-$(printf %s "$root" | cksum | cut -d' ' -f1)"
image=berth-busybox

export LXD_DIR="$state/lxd"
# The client writes its configuration there.
export HOME="$state"
socket="$LXD_DIR/unix.socket"

say() { printf 'lxd: %s\n' "$*" >&2; }

give_up() {
  say "$*"
  exit 3
}

# A busybox that needs no library runs in an empty folder.
has_static_busybox() { command -v busybox >/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1; }

install_packages() {
  [ "$(id -u)" -eq 0 ] || give_up "containers need root"
  local missing=()
  { command -v lxd && command -v lxc; } >/dev/null || missing+=(lxd)
  has_static_busybox || missing+=(busybox-static)
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || give_up "${missing[*]} missing and no apt-get to install them"
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  local get=(apt-get -qq -o DPkg::Lock::Timeout=300)
  if ! { "${get[@]}" update && "${get[@]}" install -y --no-install-recommends "${missing[@]}"; } >&2; then
    give_up "${missing[*]} could not be installed (no network?)"
  fi
}

# The client prints an answer only when the daemon has one.
is_serving() { [ -S "$socket" ] && timeout 5 lxc query /1.0 </dev/null >/dev/null 2>&1; }

start_daemon() {
  is_serving && return
  mkdir -p "$LXD_DIR"
  rm -f "$socket"
  setsid lxd --group root --logfile "$state/lxd.log" >"$state/output.log" 2>&1 </dev/null &
  printf '%s' $! >"$state/lxd.pid"
  local waited
  for waited in $(seq 300); do
    is_serving && return
    kill -0 "$(cat "$state/lxd.pid")" 2>/dev/null || break
    sleep 0.1
  done
  local why
  why=$(tail -1 "$state/output.log")
  stop
  give_up "the daemon did not start: $why"
}

# User name spaces are not to be had everywhere: containers are privileged here, and only here.
configure() {
  lxc storage show default >/dev/null 2>&1 && return
  lxc storage create default dir >&2
  lxc profile device add default root disk path=/ pool=default >&2
  lxc profile set default security.privileged=true >&2
}

# A whole small Linux in one file: its first process counts the starts, says so on the console, and
# ends when it is asked to.
build_image() {
  local alias=$1 release=$2
  lxc image info "$alias" >/dev/null 2>&1 && return
  local folder applet
  folder=$(mktemp -d "$state/image.XXXXXX")
  mkdir -p "$folder/rootfs"/{bin,sbin,etc,proc,sys,dev,tmp,var,run,root,data}
  cp "$(command -v busybox)" "$folder/rootfs/bin/busybox"
  for applet in sh ls cat echo sleep hostname ps; do ln -s busybox "$folder/rootfs/bin/$applet"; done
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"$folder/rootfs/etc/passwd"
  # Keeps what it is told: Debian's busybox has no such command.
  printf '#!/bin/sh\ncat >>/data/passwords\n' >"$folder/rootfs/bin/chpasswd"
  chmod +x "$folder/rootfs/bin/chpasswd"
  printf '%s\n' "$release" >"$folder/rootfs/etc/release"
  cat >"$folder/rootfs/sbin/init" <<'INIT'
#!/bin/sh
trap 'echo stopping; exit 0' TERM INT PWR
read release </etc/release
starts=0
[ -f /data/starts ] && read starts </data/starts
starts=$((starts + 1))
echo $starts >/data/starts
echo "release $release on $(hostname), start number $starts"
while :; do
  sleep 3600 &
  wait $!
done
INIT
  chmod +x "$folder/rootfs/sbin/init"
  cat >"$folder/metadata.yaml" <<METADATA
architecture: $(uname -m)
creation_date: 1
properties:
  os: busybox
  release: "$release"
  description: Berth's test image, release $release
METADATA
  tar -C "$folder" -cf "$state/image.tar" metadata.yaml rootfs
  lxc image import "$state/image.tar" --alias "$alias" >&2
  rm -rf "$folder" "$state/image.tar"
}

# Whether containers run is seen by running one.
prove() {
  local said
  if ! said=$(lxc launch "$image" probe </dev/null 2>&1); then
    local why
    why=$(lxc info probe --show-log </dev/null 2>/dev/null | grep -m1 ERROR || true)
    stop
    give_up "containers do not run here: ${why:-$said}"
  fi
  lxc delete --force probe >&2
}

start() {
  install_packages
  mkdir -p "$state"
  start_daemon
  configure
  build_image "$image" 1
  build_image "$image-other" 2
  prove
  printf 'BERTH_TEST_LXD_SOCKET=%s\nBERTH_TEST_LXD_IMAGE=%s\n' "$socket" "$image"
}

delete_instances() {
  local name
  lxc list --all-projects --format csv --columns en </dev/null 2>/dev/null | while IFS=, read -r project name; do
    lxc delete --force --project "$project" "$name" </dev/null >/dev/null 2>&1 || true
  done
}

end_daemon() {
  local pid waited
  pid=$(cat "$state/lxd.pid" 2>/dev/null || echo 0)
  grep -q "$state/lxd.log" "/proc/$pid/cmdline" 2>/dev/null || return 0
  kill "$pid"
  for waited in $(seq 200); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$pid"
}

stop() {
  [ -d "$state" ] || return 0
  if is_serving; then delete_instances; fi
  end_daemon
  # Deepest first. The daemon leaves two small file systems behind, on purpose: for its successor.
  awk -v state="$state/" 'index($2, state) == 1 { print $2 }' /proc/mounts | sort -r |
    while IFS= read -r place; do umount --lazy "$place" || true; done
  rm -rf "$state"
  # Empty control groups only; those in use refuse.
  find /sys/fs/cgroup -mindepth 1 -maxdepth 2 -type d \( -name 'lxc.pivot' -o -name 'lxc.*.probe' \) \
    -exec rmdir {} \; 2>/dev/null || true
}

case "${1:-start}" in
  start) start ;;
  stop) stop ;;
  *) give_up "usage: .ci/lxd.sh start|stop" ;;
esac
