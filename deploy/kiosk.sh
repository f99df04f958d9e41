#!/usr/bin/env bash
# Shows the wall on this machine's screen and keeps it there: waits for the server, starts Chromium without
# frame in a profile of its own, starts it again when it or its page dies. See docs/operations.md, "The wall".
#
#   WALL_URL      address of the server                        http://127.0.0.1:8501
#   WALL_ROTATE   seconds between two views, 0 for none         60
#   WALL_HOLD     minutes for which a new exception stops them   10
#   WALL_LANG     zh or en                                      zh
#   WALL_PROFILE  folder of the browser's profile               ~/.local/share/stormdesk-wall
#   CHROMIUM      the browser                                   chromium, chromium-browser or google-chrome
#   WALL_LOOK     seconds between two looks whether it lives     3
#   KIOSK_FLAGS   more flags for it, with spaces between them
set -u

url=${WALL_URL:-http://127.0.0.1:8501}
url=${url%/}
rotate=${WALL_ROTATE:-60}
hold=${WALL_HOLD:-10}
lang=${WALL_LANG:-zh}
profile=${WALL_PROFILE:-${XDG_DATA_HOME:-$HOME/.local/share}/stormdesk-wall}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# The door sends a paired screen on to the wall, and shows a code on one that is not paired.
page="$url/pair?lang=$lang&next=%2Fwall%3Frotate%3D$rotate%26hold%3D$hold%26lang%3D$lang"
look_s=${WALL_LOOK:-3}
browser=0

say() { printf 'wall: %s\n' "$*" >&2; }

find_browser() {
  local name
  for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome; do
    command -v "$name" && return
  done
  say "no Chromium: install one, or name it in CHROMIUM"
  exit 1
}

host_of() {
  local rest=${1#*://}
  rest=${rest%%/*}
  printf '%s' "${rest%:*}"
}

flags=(
  --kiosk "--user-data-dir=$profile" --start-fullscreen --noerrdialogs
  # Nothing is asked of any machine but the server.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE $(host_of "$url")"
  --disable-background-networking --disable-component-update --disable-sync --disable-domain-reliability
  --disable-client-side-phishing-detection --disable-breakpad --disable-default-apps --disable-extensions
  --metrics-recording-only --no-pings --no-service-autorun --disable-quic
  # No question stands in the picture.
  --no-first-run --no-default-browser-check --hide-crash-restore-bubble --disable-session-crashed-bubble
  --disable-infobars --deny-permission-prompts --disable-pinch --overscroll-history-navigation=0
  # The cookie of the pairing must be readable after a restart, whoever is at the keyring.
  --password-store=basic
  # The page runs at its full pace, and its death leaves no spare process behind.
  --disable-background-timer-throttling --disable-backgrounding-occluded-windows
  --disable-renderer-backgrounding --disk-cache-size=104857600
  "--disable-features=Translate,MediaRouter,OptimizationHints,SpareRendererForSitePerProcess"
)

read -ra more <<<"${KIOSK_FLAGS:-}"
flags+=("${more[@]}")

stay_awake() {
  if [ -n "${DISPLAY:-}" ] && command -v xset >/dev/null; then
    xset s off s noblank -dpms || say "xset could not switch the screen saver off"
  fi
}

# The flag under which a browser that died asks whether to restore its pages.
forget_crash() {
  local kept="$profile/Default/Preferences"
  [ -f "$kept" ] || return 0
  sed -i 's/"exit_type":"[A-Za-z]*"/"exit_type":"Normal"/; s/"exited_cleanly":false/"exited_cleanly":true/' "$kept"
}

start() {
  forget_crash
  rm -f "$profile/SingletonLock" "$profile/SingletonCookie" "$profile/SingletonSocket"
  setsid "$chromium" "${flags[@]}" "$1" >/dev/null 2>&1 &
  browser=$!
}

is_running() { kill -0 "$browser" 2>/dev/null; }

# How many processes draw pages; one that crashed leaves the browser behind with one fewer.
pages() { pgrep --session "$browser" --full --count -- '--type=renderer'; }

stop() {
  [ "$browser" -gt 0 ] || return 0
  kill -TERM "$browser" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    is_running || break
    sleep 0.5
  done
  pkill -KILL --session "$browser" 2>/dev/null
  wait "$browser" 2>/dev/null
  browser=0
}

# A server in trouble answers too, and the wall says so itself; a proxy before a dead one does not.
answers() { curl --silent --max-time 4 "$url/healthz" | grep -q '"status"'; }

# Says so in large letters until the server answers.
wait_for_server() {
  answers && return
  say "waiting for $url"
  start "file://$here/kiosk_wait.html"
  until answers; do
    sleep 2
    is_running || start "file://$here/kiosk_wait.html"
  done
  stop
}

stay() {
  local now last=0 steady=0 fewer=0
  while is_running; do
    sleep "$look_s"
    now=$(pages)
    if [ "$now" -eq "$last" ] && [ "$now" -gt "$steady" ]; then steady=$now; fi
    if [ "$now" -lt "$steady" ]; then fewer=$((fewer + 1)); else fewer=0; fi
    if [ "$fewer" -ge 2 ] && is_running; then
      say "the page died"
      break
    fi
    last=$now
  done
  stop
}

main() {
  local began pause=0
  chromium=$(find_browser) || exit 1
  umask 077
  mkdir -p "$profile"
  trap 'stop; exit 0' TERM INT HUP
  stay_awake
  while :; do
    wait_for_server
    say "starting"
    began=$SECONDS
    start "$page"
    stay
    # One that dies at once is not started without end in a tight circle.
    if [ $((SECONDS - began)) -gt 60 ]; then pause=1; else pause=$((pause < 30 ? pause * 2 + 1 : 30)); fi
    say "the browser ended, again in $pause s"
    sleep "$pause"
  done
}

main
