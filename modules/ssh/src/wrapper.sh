# Runs on the server, in any POSIX shell, around the scripts of a product. It is sent over standard
# input, inside one compound command: a shell that has not received all of it executes none of it.
#
# Given before: B_NONCE (begins every line of ours), B_STATE (folder), B_KEY, B_VERB, B_OPERATION,
# B_DIGEST, B_WAIT and B_LIMIT (seconds), B_KEYS; and the functions give_script, give_inspect,
# give_inspect_environment, give_meta (print a text) and export_parameters.
#
# $B_STATE/services/<key>/
#   run.N   who carries out the Nth run: pid, its birth, verb, operation, digest of what was asked,
#           time. Made with ln, which one of several succeeds in: having it is holding the lock.
#   end.N   its exit code and time. Without it the run goes on, or was interrupted if the process is
#           gone. Runs are never renumbered and the last is never removed, so no lock is ever broken.
#   err.N   its standard error
#   state   active or suspended; it exists from the end of create to the beginning of removal
#   known.* what the last run of each verb said of the service; meta: what Berth said of it
#   inspect, inspect.env   the product's look-up script and its parameters

b_umask=$(umask)
umask 077
# Caught, not ignored: what is ignored would stay so in the scripts. The connection may end at any
# time, what runs goes on.
trap : HUP PIPE INT TERM
b_dir=$B_STATE/services/$B_KEY

say() { printf '%s %s\n' "$B_NONCE" "$*" 2>/dev/null || :; }

finish() {
  say "done $*"
  exit 0
}

# show FILE WORD: the beginning of a file, each line marked.
show() {
  [ -s "$1" ] || return 0
  { dd if="$1" bs=65536 count=1 2>/dev/null; echo; } | LC_ALL=C sed "s/^/$B_NONCE $2|/" 2>/dev/null || :
}

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# Replaces a file at once: "something | put FILE".
put() { cat >"$1.$$" && mv -f "$1.$$" "$1"; }

# When a process began, so that another one with its number is not taken for it.
birth_of() {
  b_birth=
  if read -r b_line 2>/dev/null <"/proc/$1/stat"; then
    set -- ${b_line##*) }
    [ "$1" = Z ] && return 1
    b_boot=
    read -r b_boot 2>/dev/null </proc/sys/kernel/random/boot_id
    shift 19
    b_birth=$1-$b_boot
  else
    b_birth=$(ps -o lstart= -p "$1" 2>/dev/null | tr -c 'A-Za-z0-9\n' _)
  fi
  b_birth=${b_birth:-unknown}
}

is_alive() { kill -0 "$1" 2>/dev/null && birth_of "$1" && [ "$b_birth" = "$2" ]; }

# The number of the last run: b_last, 0 for none.
find_last() {
  b_last=0
  for b_file in "$b_dir"/run.*; do
    b_n=${b_file##*/run.}
    case $b_n in '' | *[!0-9]*) continue ;; esac
    [ "$b_n" -gt "$b_last" ] && b_last=$b_n
  done
}

# What became of the last run: b_status is none, ended, running or interrupted.
look_at_last() {
  find_last
  b_status=none b_code= b_ended= b_verb=- b_operation=- b_digest=- b_began=-
  [ "$b_last" -gt 0 ] || return 0
  b_status=interrupted
  read -r b_pid b_known b_verb b_operation b_digest b_began 2>/dev/null <"$b_dir/run.$b_last"
  # The process is looked at before its end: it may write that in between.
  if is_alive "$b_pid" "$b_known"; then
    b_status=running
  elif read -r b_pid b_known 2>/dev/null <"$b_dir/work.pid" && is_alive "$b_pid" "$b_known"; then
    # Whoever started the script was killed, the script was not.
    b_status=running
  fi
  if read -r b_code b_ended 2>/dev/null <"$b_dir/end.$b_last"; then b_status=ended; fi
}

show_service() {
  read -r b_state 2>/dev/null <"$b_dir/state" && say "state $b_state"
  for b_of in create adopt change_plan reset_password suspend unsuspend; do
    show "$b_dir/known.$b_of" known
  done
  show "$b_dir/meta" meta
}

# Carries out FILE with the environment of the function NAMED, into $3.out and $3.err; its exit code
# is b_code. After B_LIMIT seconds it is ended (124).
carry_out() {
  rm -f "$3.over"
  (
    umask "$b_umask"
    "$2"
    cd "${HOME:-/}" || exit 71
    b_first=
    read -r b_first <"$1"
    case $b_first in
      '#!'*) exec "$1" ;;
      *) exec sh "$1" ;;
    esac
  ) >"$3.out" 2>"$3.err" </dev/null &
  b_child=$!
  birth_of "$b_child" && echo "$b_child $b_birth" >"$3.pid"
  watch "$b_child" "$3" 2>/dev/null &
  b_watch=$!
  while :; do
    wait "$b_child"
    b_code=$?
    # A signal to us ends the wait, not the script.
    [ "$b_code" -gt 128 ] && kill -0 "$b_child" 2>/dev/null || break
  done
  # Not waited for: a signal that comes right after the fork is lost in some shells. It then ends by
  # itself, as soon as it sees that the script is gone.
  kill "$b_watch" 2>/dev/null
  [ -e "$3.over" ] && b_code=124
  rm -f "$3.over" "$3.pid"
}

# Tells how far the script is, and ends it when its time is over.
watch() {
  trap - TERM
  b_seconds=0 b_told=
  # What sleeps must not hold the connection open.
  while sleep 1 >/dev/null; do
    kill -0 "$1" && [ -e "$2.pid" ] || exit 0
    b_seconds=$((b_seconds + 1))
    b_step=$(LC_ALL=C sed -n 's/^progress=//p' "$2.out" | tail -n 1)
    if [ "$b_step" != "$b_told" ]; then
      b_told=$b_step
      say "progress $b_step"
    fi
    if [ "$b_seconds" -eq "$B_LIMIT" ]; then
      : >"$2.over"
      kill -TERM "$1"
    fi
    [ "$b_seconds" -ge $((B_LIMIT + 5)) ] && kill -KILL "$1"
  done
}

# The remote id of the service in b_dir: b_id, its key unless its scripts said another.
find_id() {
  b_id=${b_dir##*/}
  for b_file in "$b_dir/known.create" "$b_dir/known.adopt"; do
    [ -f "$b_file" ] || continue
    while IFS= read -r b_line; do
      case $b_line in remote_id=?*) b_id=${b_line#remote_id=} ;; esac
    done <"$b_file"
  done
}

use_inspect_environment() {
  # shellcheck disable=SC1090
  . "$b_dir/inspect.env"
  find_id
  BERTH_REMOTE_ID=$b_id
  export BERTH_REMOTE_ID
}

# Asks the product's look-up script; b_code is its exit code, $b_peek.out what it said.
look_up() {
  b_peek=$b_dir/peek.$$
  carry_out "$b_dir/inspect" use_inspect_environment "$b_peek"
}

# Whether the look-up script says that what we know is not there any more.
is_gone() {
  [ -f "$b_dir/inspect" ] || return 1
  look_up
  b_gone=1
  if [ "$b_code" -eq 66 ]; then
    b_gone=0
  elif [ "$b_code" -eq 0 ]; then
    grep -q '^state=absent$' "$b_peek.out" && b_gone=0
  fi
  rm -f "$b_peek.out" "$b_peek.err"
  return $b_gone
}

# Waits until nobody else is at it, answers what is answered already, and takes the next run: b_run.
claim() {
  b_own=$B_STATE/claim.$$
  birth_of $$
  printf '%s %s %s %s %s %s\n' $$ "$b_birth" "$B_VERB" "$B_OPERATION" "$B_DIGEST" "$(now)" >"$b_own" ||
    finish "trouble cannot write to $B_STATE"
  b_waited=0 b_tries=0
  while :; do
    look_at_last
    if [ "$b_status" = running ]; then
      if [ "$b_waited" -ge "$B_WAIT" ]; then
        rm -f "$b_own"
        finish "running $b_verb $b_began"
      fi
      b_waited=$((b_waited + 1))
      sleep 1 >/dev/null
      continue
    fi
    answer_known
    mkdir -p "$b_dir"
    b_run=$((b_last + 1))
    if ln "$b_own" "$b_dir/run.$b_run" 2>/dev/null; then
      # Whoever looked long ago may have taken a number that others were done with.
      b_before=$b_status
      find_last
      [ "$b_last" -eq "$b_run" ] && break
      rm -f "$b_dir/run.$b_run"
    fi
    b_tries=$((b_tries + 1))
    [ "$b_tries" -lt 20 ] || finish "trouble cannot make a hard link in $b_dir"
  done
  rm -f "$b_own"
}

# What was done already is not done again: create of what exists, and the same operation.
answer_known() {
  b_same=no
  if [ "$b_status" = ended ] && [ "$b_code" -eq 0 ] && [ "$b_verb" = "$B_VERB" ] &&
    [ "$b_operation" = "$B_OPERATION" ] && [ "$b_digest" = "$B_DIGEST" ]; then
    b_same=yes
  fi
  case $B_VERB in
    create)
      [ -f "$b_dir/state" ] || return 0
      if is_gone; then
        rm -f "$b_dir/state" "$b_dir"/known.*
        return 0
      fi
      ;;
    terminate) return 0 ;;
    *)
      if ! [ -f "$b_dir/state" ] && [ "$B_VERB" != adopt ]; then
        rm -f "$b_own"
        finish missing
      fi
      [ "$b_same" = yes ] || return 0
      ;;
  esac
  rm -f "$b_own"
  show_service
  finish known
}

# Keeps what the run said of the service; passwords of earlier runs have reached the books.
keep_known() {
  for b_file in "$b_dir"/known.*; do
    [ -f "$b_file" ] && LC_ALL=C sed '/^secret:[^=]*+=/d; s/^secret:\([^=]*\)=.*/had_secret:\1=/' "$b_file" | put "$b_file"
  done
  LC_ALL=C grep -E '^(remote_id|name|owner|plan|fact:[^=]*|secret:[^=]*|connect:[^=]*|link:[^=]*)\+?=' "$1" |
    put "$b_dir/known.$B_VERB"
}

keep_look_up() {
  give_meta | put "$b_dir/meta"
  give_inspect | put "$b_dir/inspect"
  give_inspect_environment | put "$b_dir/inspect.env"
  if [ -s "$b_dir/inspect" ]; then
    chmod 700 "$b_dir/inspect"
  else
    rm -f "$b_dir/inspect" "$b_dir/inspect.env"
  fi
}

# The last twenty runs are enough to read; the numbers go on.
forget_old_runs() {
  for b_file in "$b_dir"/run.*; do
    b_n=${b_file##*/run.}
    [ "$b_n" -lt $((b_run - 20)) ] && rm -f "$b_dir/run.$b_n" "$b_dir/end.$b_n" "$b_dir/err.$b_n"
  done
}

report_run() {
  say "exit $b_code"
  show "$b_work.out" out
  show "$b_dir/err.$b_run" err
  rm -f "$b_work.out"
}

# A pause that the server's owner asked for: a file with the seconds to wait.
obey_pause() {
  [ -f "$B_STATE/pause" ] || return 0
  b_pause=
  read -r b_pause <"$B_STATE/pause" || :
  case $b_pause in '' | *[!0-9]*) b_pause=60 ;; esac
  finish "paused $b_pause"
}

# One change of one service.
run_verb() {
  obey_pause
  mkdir -p "$B_STATE/services" || finish "trouble cannot make $B_STATE"
  if [ "$B_VERB" = terminate ] && ! [ -d "$b_dir" ]; then finish missing; fi
  claim
  b_work=$b_dir/work
  rm -f "$b_dir"/work* "$b_dir"/peek.*
  give_script >"$b_work.sh" && chmod 700 "$b_work.sh" || finish "trouble cannot write to $b_dir"
  BERTH_INTERRUPTED=0
  [ "$b_before" = interrupted ] && BERTH_INTERRUPTED=1
  carry_out "$b_work.sh" export_parameters "$b_work"
  b_done=$b_code
  mv -f "$b_work.err" "$b_dir/err.$b_run"
  rm -f "$b_work.sh"
  if [ "$b_done" -eq 0 ]; then keep_result; fi
  b_code=$b_done
  printf '%s %s\n' "$b_code" "$(now)" | put "$b_dir/end.$b_run"
  forget_old_runs
  report_run
  show_service
  finish ran
}

keep_result() {
  if [ "$B_VERB" = terminate ]; then
    # Moved away at once, with the lock in it: whoever waits for it finds nothing.
    mkdir -p "$B_STATE/gone"
    b_gone=$B_STATE/gone/$B_KEY.$$
    mv "$b_dir" "$b_gone" || finish "trouble cannot move $b_dir"
    b_dir=$b_gone b_work=$b_gone/work
    report_run
    rm -rf "$b_gone"
    finish ran
  fi
  keep_known "$b_work.out"
  keep_look_up
  case $B_VERB in
    create | unsuspend) echo active | put "$b_dir/state" ;;
    suspend) echo suspended | put "$b_dir/state" ;;
  esac
}

# Takes something that exists into our care; its scripts are not called.
mark() {
  obey_pause
  mkdir -p "$B_STATE/services" || finish "trouble cannot make $B_STATE"
  if [ -f "$b_dir/state" ]; then
    show_service
    finish known
  fi
  claim
  give_script | put "$b_dir/known.adopt"
  keep_look_up
  echo "$B_MARK_STATE" | put "$b_dir/state"
  printf '0 %s\n' "$(now)" | put "$b_dir/end.$b_run"
  show_service
  finish ran
}

# Everything about the services of B_KEYS, with their look-up scripts asked.
read_services() {
  obey_pause
  for b_key in $B_KEYS; do
    b_dir=$B_STATE/services/$b_key
    [ -d "$b_dir" ] || continue
    say "service $b_key"
    look_at_last
    say "run $b_last $b_status ${b_code:--} $b_verb $b_began ${b_ended:--} $b_operation"
    show_service
    if [ -f "$b_dir/inspect" ] && [ -f "$b_dir/state" ] && [ "$b_status" != running ]; then
      look_up
      say "look_up $b_code"
      show "$b_peek.out" seen
      show "$b_peek.err" err
      rm -f "$b_peek.out" "$b_peek.err"
    fi
  done
  finish ran
}

# The last runs of one service, for staff.
read_runs() {
  find_last
  b_n=$b_last
  while [ "$b_n" -gt 0 ] && [ "$b_n" -gt $((b_last - 20)) ]; do
    b_verb=- b_began=- b_code=- b_ended=-
    read -r b_pid b_known b_verb b_operation b_digest b_began 2>/dev/null <"$b_dir/run.$b_n" &&
      { read -r b_code b_ended 2>/dev/null <"$b_dir/end.$b_n" || :; } &&
      say "past $b_n ${b_code:--} $b_verb $b_began ${b_ended:--} $b_operation"
    b_n=$((b_n - 1))
  done
  show "$b_dir/err.$b_last" err
  finish ran
}

# The keys of all services with their remote ids; there may be thousands: no process for each.
read_keys() {
  obey_pause
  for b_dir in "$B_STATE"/services/*/; do
    b_dir=${b_dir%/}
    b_key=${b_dir##*/}
    case $b_key in *[!A-Za-z0-9-]*) continue ;; esac
    find_id
    say "key $b_key $b_id"
  done
  finish ran
}

# Everything there, by the server's own listing script.
list_all() {
  obey_pause
  mkdir -p "$B_STATE" || finish "trouble cannot make $B_STATE"
  b_work=$B_STATE/list.$$
  give_script >"$b_work.sh" && chmod 700 "$b_work.sh" || finish "trouble cannot write to $B_STATE"
  carry_out "$b_work.sh" export_parameters "$b_work"
  say "exit $b_code"
  LC_ALL=C sed "s/^/$B_NONCE listed|/" "$b_work.out" 2>/dev/null
  echo
  show "$b_work.err" err
  rm -f "$b_work".*
  finish ran
}

# What all this needs.
check() {
  for b_tool in cat chmod date dd grep kill ln mkdir mv ps rm sed sh sleep tail tr; do
    if command -v "$b_tool" >/dev/null 2>&1; then say "tool $b_tool yes"; else say "tool $b_tool no"; fi
  done
  if mkdir -p "$B_STATE/services" && : >"$B_STATE/check.$$"; then
    say "check folder yes"
  else
    say "check folder no"
  fi
  if ln "$B_STATE/check.$$" "$B_STATE/check.$$.link"; then say "check link yes"; else say "check link no"; fi
  rm -f "$B_STATE/check.$$" "$B_STATE/check.$$.link"
  birth_of $$ && say "check process yes"
  finish ran
}
