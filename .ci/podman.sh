#!/usr/bin/env bash
# A container engine for the tests of the docker module: Podman's service on a unix socket, with a
# configuration and a storage of its own, so that nothing of the machine is touched.
#
#   .ci/podman.sh start   prints  BERTH_TEST_DOCKER_HOST=unix:///…  and  BERTH_TEST_DOCKER_IMAGE=…
#   .ci/podman.sh stop    removes the containers and ends the service
#
# Needs podman, runc and busybox-static; installs them with apt-get when it may. Exit code 3: there
# is no engine here, and stderr says why.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
state="/var/tmp/berth-podman-$(id -u)-$(printf %s "$root" | cksum | cut -d' ' -f1)"
socket="$state/podman.sock"
image=localhost/berth-busybox:1

export CONTAINERS_CONF="$state/containers.conf"
export CONTAINERS_STORAGE_CONF="$state/storage.conf"

say() { printf 'engine: %s\n' "$*" >&2; }

give_up() {
  say "$*"
  exit 3
}

install_packages() {
  local missing=()
  command -v podman >/dev/null || missing+=(podman)
  command -v runc >/dev/null || missing+=(runc)
  command -v busybox >/dev/null || missing+=(busybox-static)
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || give_up "${missing[*]} missing and no apt-get to install them"
  [ "$(id -u)" -eq 0 ] || give_up "${missing[*]} missing; installing them needs root"
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" iptables; } >&2; then
    give_up "${missing[*]} could not be installed (no network?)"
  fi
}

write_configuration() {
  local driver=$1
  # Containers inside a container or a small virtual machine: no systemd to make control groups,
  # no journal for events, and the process limits of the host must not be raised.
  cat >"$CONTAINERS_CONF" <<CONF
[containers]
cgroupns = "host"
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]

[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"

[network]
network_config_dir = "$state/networks"
CONF
  cat >"$CONTAINERS_STORAGE_CONF" <<CONF
[storage]
driver = "$driver"
graphroot = "$state/storage"
runroot = "$state/run"
CONF
}

# Overlay is quick; where the kernel or the file system refuses it, vfs copies.
choose_storage() {
  mkdir -p "$state/networks"
  [ -f "$CONTAINERS_STORAGE_CONF" ] && podman info >/dev/null 2>&1 && return
  local driver
  for driver in overlay vfs; do
    write_configuration "$driver"
    if podman info >/dev/null 2>&1; then
      say "storage driver $driver"
      return
    fi
    rm -rf "$state/storage" "$state/run"
  done
  give_up "podman does not run here: $(podman info 2>&1 | tail -1)"
}

# A whole small Linux in one file: shell, httpd, sleep.
build_image() {
  podman image exists "$image" && return
  local folder
  folder=$(mktemp -d)
  mkdir -p "$folder/bin" "$folder/www" "$folder/tmp"
  cp "$(command -v busybox)" "$folder/bin/busybox"
  printf 'it works\n' >"$folder/www/index.html"
  cat >"$folder/Containerfile" <<'IMAGE'
FROM scratch
COPY bin /bin
COPY www /www
COPY tmp /tmp
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ENV PATH=/bin
EXPOSE 8080
CMD ["httpd", "-f", "-v", "-p", "8080", "-h", "/www"]
IMAGE
  podman build --quiet --isolation=chroot --tag "$image" "$folder" >&2
  rm -rf "$folder"
}

is_serving() { [ -S "$socket" ] && podman --remote --url "unix://$socket" version >/dev/null 2>&1; }

start_service() {
  is_serving && return
  rm -f "$socket"
  setsid podman system service --time=0 "unix://$socket" >"$state/service.log" 2>&1 </dev/null &
  printf '%s' $! >"$state/service.pid"
  local waited
  for waited in $(seq 100); do
    is_serving && return
    sleep 0.1
  done
  give_up "podman's service did not start: $(tail -1 "$state/service.log")"
}

start() {
  install_packages
  mkdir -p "$state"
  choose_storage
  build_image
  start_service
  printf 'BERTH_TEST_DOCKER_HOST=unix://%s\nBERTH_TEST_DOCKER_IMAGE=%s\n' "$socket" "$image"
}

stop() {
  [ -d "$state" ] || return 0
  podman rm --all --force --volumes --time 0 >/dev/null 2>&1 || true
  podman volume prune --force >/dev/null 2>&1 || true
  local pid
  pid=$(cat "$state/service.pid" 2>/dev/null || echo 0)
  if grep -q "unix://$socket" "/proc/$pid/cmdline" 2>/dev/null; then kill "$pid"; fi
  rm -f "$socket" "$state/service.pid"
}

case "${1:-start}" in
  start) start ;;
  stop) stop ;;
  *) give_up "usage: .ci/podman.sh start|stop" ;;
esac
