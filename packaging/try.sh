#!/bin/bash
# Installs the package on this machine as root, uses it as an operator would, upgrades, removes and purges it again:
#   try.sh OLD.deb NEW.deb SCHOOL.json
# There may be no systemd here (a container): the service is then started by what the installed unit says, as the user it names, with its
# environment. What cannot be tried so is the unit's hardening, which `systemd-analyze verify` reads.
set -euo pipefail

old=$1 new=$2 school=$3
unit=/lib/systemd/system/rentree.service
port=18080
base=http://127.0.0.1:$port
slug=$(sed -n 's/.*"slug": "\([^"]*\)".*/\1/p' "$school" | head -1)
work=$(mktemp -d)
chmod 755 "$work"
service=

say() { printf '  %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }
stop() { if [ -n "$service" ]; then kill -TERM "$service" 2>/dev/null || true; wait "$service" 2>/dev/null || true; service=; fi; }
clean() { stop; dpkg --purge rentree >/dev/null 2>&1 || true; rm -rf "$work"; }
trap clean EXIT

[ "$(id -u)" = 0 ] || fail "installing a package needs root"
! dpkg-query --show rentree >/dev/null 2>&1 || fail "rentree is installed on this machine already"

value() { sed -n "s/^$1=//p" "$unit" | tail -1; }
# The service's own environment: the unit's lines, then its file.
environment() {
    sed -n 's/^Environment=//p' "$unit"
    grep -v '^#' /etc/rentree/rentree.env | grep . || true
}
as_service() { setpriv --reuid "$(value User)" --regid "$(value Group)" --init-groups env -i PATH=/usr/bin:/bin $(environment) "$@"; }

start() {
    as_service $(value ExecStart) 2>>"$work/log" & service=$!
    for _ in $(seq 100); do
        if curl --silent --fail "$base/healthz" >/dev/null; then return; fi
        kill -0 "$service" 2>/dev/null || { cat "$work/log" >&2; fail "the service ended"; }
        sleep 0.1
    done
    fail "the service does not answer"
}

students() { as_service /usr/bin/rentree student export --establishment "$slug" --json | grep -c '"matricule"' || true; }

say "install"
dpkg --install "$old" >"$work/dpkg" 2>&1 || { cat "$work/dpkg" >&2; fail "dpkg"; }
getent passwd rentree >/dev/null || fail "no user rentree"
[ "$(stat -c '%U %a' /var/lib/rentree)" = "rentree 700" ] || fail "/var/lib/rentree: $(stat -c '%U %a' /var/lib/rentree)"
[ "$(stat -c '%U:%G %a' /etc/rentree/rentree.env)" = "root:rentree 640" ] || fail "rentree.env: $(stat -c '%U:%G %a' /etc/rentree/rentree.env)"
[ "$(value ExecStart)" = "/usr/bin/rentree serve" ] || fail "the unit starts something else"
! command -v systemd-analyze >/dev/null || systemd-analyze verify "$unit" || fail "the unit"
/usr/bin/rentree --version

say "start, as $(value User)"
sed -i "s/^RENTREE_LISTEN=.*/RENTREE_LISTEN=127.0.0.1:$port/" /etc/rentree/rentree.env
/usr/bin/rentree master-key new >/etc/rentree/master.key 2>/dev/null
chown root:rentree /etc/rentree/master.key && chmod 640 /etc/rentree/master.key
echo "RENTREE_MASTER_KEY_FILE=/etc/rentree/master.key" >>/etc/rentree/rentree.env
start
[ "$(stat -c %U /proc/$service)" = rentree ] || fail "it runs as $(stat -c %U /proc/$service)"

say "a list over HTTP"
install -m 644 "$school" "$work/school.json"
as_service /usr/bin/rentree establishment apply "$work/school.json" >/dev/null
key=$(as_service /usr/bin/rentree key create --establishment "$slug" --role school_admin --scope upload,commit,read --json | sed -n 's/.*"key": *"\([^"]*\)".*/\1/p')
printf 'Matricule;Nom;Classe;Téléphone\nP1;NGO Marie;6e;699845173\nP2;ABENA Paul;5e;699845174\n' >"$work/liste.csv"
call() { curl --silent --show-error --fail-with-body --header "Authorization: Bearer $key" "$@"; }
answer=$(call --header 'Idempotency-Key: one' --form "file=@$work/liste.csv" "$base/v1/establishments/$slug/batches")
batch=$(sed -n 's/.*"id": *"\([0-9a-f-]\{36\}\)".*/\1/p' <<<"$answer" | head -1)
[ -n "$batch" ] || fail "no batch: $answer"
place=$base/v1/establishments/$slug/batches/$batch
wait_for() {
    for _ in $(seq 200); do
        if call "$place" | grep -q "\"status\": *\"$1\""; then return; fi
        sleep 0.1
    done
    fail "not $1: $(call "$place")"
}
wait_for validated
call --request POST --header 'Content-Type: application/json' --data '{}' "$place/approve" >/dev/null
call --request POST --header 'Content-Type: application/json' --header 'Idempotency-Key: two' --data '{}' "$place/commit" >/dev/null
wait_for committed
[ "$(students)" = 2 ] || fail "$(students) students"
! grep -rq NGO /var/lib/rentree/files || fail "the raw file is not sealed"

say "restart"
stop
start
wait_for committed

say "upgrade"
stop
dpkg --install "$new" >"$work/dpkg" 2>&1 || { cat "$work/dpkg" >&2; fail "dpkg"; }
grep -q "RENTREE_LISTEN=127.0.0.1:$port" /etc/rentree/rentree.env || fail "the settings were overwritten"
start
[ "$(students)" = 2 ] || fail "$(students) students after the upgrade"
as_service /usr/bin/rentree doctor >/dev/null || fail "the doctor"
stop

say "remove: the program goes, the students stay"
dpkg --remove rentree >/dev/null
[ ! -e /usr/bin/rentree ] && [ -e /var/lib/rentree/rentree.db ] && [ -e /etc/rentree/rentree.env ] || fail "remove"

say "purge: all of it goes"
rm -f /etc/rentree/master.key
dpkg --purge rentree >/dev/null 2>&1
[ ! -e /var/lib/rentree ] && [ ! -e /etc/rentree/rentree.env ] || fail "purge"
! getent passwd rentree >/dev/null || fail "the user is still there"
say "done"
