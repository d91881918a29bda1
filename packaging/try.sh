#!/bin/bash
# Installs the package, uses it as an operator would, upgrades, removes and purges it again:
#   try.sh OLD.deb NEW.deb SCHOOL.json
# Nothing of this machine is touched: what is installed goes into a layer of memory over its file system, which is gone with this script. That
# needs root. There is no systemd in there: the service is started by what the installed unit says, as the user it names, with its environment.
# What cannot be tried so is the unit's hardening, which `systemd-analyze verify` reads where it is there.
set -euo pipefail

say() { printf '  %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

# -- Outside: a layer of its own, with processes of its own that end with this one.
if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" = 0 ] || fail "installing a package needs root, also where it leaves nothing behind"
    [ "${TRIAL_LAYER:-}" = yes ] || TRIAL_LAYER=yes exec unshare --mount --propagation private --pid --fork --kill-child "$0" "$@"
    layer=$(mktemp -d)
    mount -t tmpfs -o mode=755 tmpfs "$layer"
    mkdir "$layer/upper" "$layer/work" "$layer/root"
    mount -t overlay -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" overlay "$layer/root"
    root=$layer/root
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    mkdir -p "$root/trial"
    install --mode=644 "$1" "$root/trial/old.deb"
    install --mode=644 "$2" "$root/trial/new.deb"
    install --mode=644 "$3" "$root/trial/school.json"
    install --mode=755 "$0" "$root/trial/try.sh"
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        /trial/try.sh --inside && code=0 || code=$?
    umount --recursive --lazy "$layer"
    rmdir "$layer"
    exit "$code"
fi

# -- Inside.
cd /trial
unit=/usr/lib/systemd/system/rentree.service
slug=$(sed -n 's/.*"slug": "\([^"]*\)".*/\1/p' school.json | head -1)
base= service=

stop() { if [ -n "$service" ]; then kill -TERM "$service" 2>/dev/null || true; wait "$service" 2>/dev/null || true; service=; fi; }
trap stop EXIT

! dpkg-query --show rentree >/dev/null 2>&1 || fail "rentree is installed on this machine already"

dpkg_says() { dpkg "$@" >dpkg.log 2>&1 || { cat dpkg.log >&2; fail "dpkg $*"; }; }
value() { sed -n "s/^$1=//p" "$unit" | tail -1; }
# The service's own environment: the unit's lines, then its file.
environment() {
    sed -n 's/^Environment=//p' "$unit"
    grep -v '^#' /etc/rentree/rentree.env | grep . || true
}
# What stands before a command that is run as the service; none of the values has a space.
# shellcheck disable=SC2207
become() { as=(setpriv --reuid "$(value User)" --regid "$(value Group)" --init-groups env -i PATH=/usr/bin:/bin $(environment)); }
as_service() { become; "${as[@]}" "$@"; }

start() {
    : >service.log
    become
    # shellcheck disable=SC2046
    "${as[@]}" $(value ExecStart) 2>>service.log & service=$!
    for _ in $(seq 300); do
        base=$(sed -n 's|.*\(http://[0-9.:]*\).*|\1|p' service.log | head -1)
        if [ -n "$base" ] && curl --silent --fail "$base/healthz" >/dev/null; then return; fi
        kill -0 "$service" 2>/dev/null || { cat service.log >&2; fail "the service ended"; }
        sleep 0.1
    done
    cat service.log >&2
    fail "the service does not answer"
}

students() { as_service /usr/bin/rentree student export --establishment "$slug" --json | grep -o '"matricule"' | wc -l; }
expect() { [ "$2" = "$3" ] || fail "$1: $2, not $3"; }

say "install"
dpkg_says --install old.deb
getent passwd rentree >/dev/null || fail "no user rentree"
expect "the data's folder" "$(stat -c '%U %a' /var/lib/rentree)" "rentree 700"
expect "the settings" "$(stat -c '%U:%G %a' /etc/rentree/rentree.env)" "root:rentree 640"
expect "what the unit starts" "$(value ExecStart)" "/usr/bin/rentree serve"
[ -L /etc/systemd/system/multi-user.target.wants/rentree.service ] || fail "the unit is not enabled"
if command -v systemd-analyze >/dev/null; then systemd-analyze verify "$unit" || fail "the unit"; fi
dpkg --verify rentree || fail "files differ from the package's"
/usr/bin/rentree --version

say "start, as $(value User)"
sed -i "s/^RENTREE_LISTEN=.*/RENTREE_LISTEN=127.0.0.1:0/" /etc/rentree/rentree.env
/usr/bin/rentree master-key new >/etc/rentree/master.key 2>/dev/null
chown root:rentree /etc/rentree/master.key && chmod 640 /etc/rentree/master.key
echo "RENTREE_MASTER_KEY_FILE=/etc/rentree/master.key" >>/etc/rentree/rentree.env
start
expect "it runs as" "$(stat -c %U /proc/$service)" rentree

say "a list over HTTP"
as_service /usr/bin/rentree establishment apply /trial/school.json >/dev/null
key=$(as_service /usr/bin/rentree key create --establishment "$slug" --role school_admin --scope upload,commit,read --json | sed -n 's/.*"key": *"\([^"]*\)".*/\1/p')
printf 'Matricule;Nom;Classe;Téléphone\nP1;NGO Marie;6e;699845173\nP2;ABENA Paul;5e;699845174\n' >liste.csv
call() { curl --silent --show-error --fail-with-body --header "Authorization: Bearer $key" "$@"; }
answer=$(call --dump-header headers --header 'Idempotency-Key: one' --form "file=@liste.csv" "$base/v1/establishments/$slug/batches")
location=$(tr -d '\r' <headers | sed -n 's/^location: *//Ip')
[ -n "$location" ] || fail "no batch: $answer"
place() { echo "$base$location"; }
wait_for() {
    for _ in $(seq 300); do
        if call "$(place)" 2>/dev/null | grep -q "\"status\": *\"$1\""; then return; fi
        sleep 0.1
    done
    fail "not $1: $(call "$(place)")"
}
wait_for validated
post() { call --request POST --header 'Content-Type: application/json' --header "Idempotency-Key: $1" --data "$2" "$(place)/$3" >answer || fail "$3: $(cat answer)"; }
revision=$(call "$(place)" | grep -o '"revision": *[0-9]*' | head -1 | grep -o '[0-9]*$')
post two "{\"revision\": $revision}" approve
post three '{}' commit
wait_for committed
expect students "$(students)" 2
! grep -rq NGO /var/lib/rentree/files || fail "the raw file is not sealed"

say "restart"
stop
start
wait_for committed

say "upgrade"
stop
dpkg_says --install new.deb
grep -q "RENTREE_LISTEN=127.0.0.1:0" /etc/rentree/rentree.env || fail "the settings were overwritten"
expect "the settings" "$(stat -c '%U:%G %a' /etc/rentree/rentree.env)" "root:rentree 640"
[ "$(dpkg-query --show --showformat='${Version}' rentree)" != "$(dpkg-deb --field old.deb Version)" ] || fail "nothing was upgraded"
start
expect "students after the upgrade" "$(students)" 2
as_service /usr/bin/rentree doctor >doctor.log || { cat doctor.log >&2; fail "the doctor"; }
stop

say "remove: the program goes, the students stay"
dpkg_says --remove rentree
[ ! -e /usr/bin/rentree ] && [ -e /var/lib/rentree/rentree.db ] && [ -e /etc/rentree/rentree.env ] || fail "remove"

say "purge: all of it goes"
rm -f /etc/rentree/master.key
dpkg_says --purge rentree
[ ! -e /var/lib/rentree ] && [ ! -e /etc/rentree/rentree.env ] || fail "purge"
[ ! -e /etc/systemd/system/multi-user.target.wants/rentree.service ] || fail "the unit is still enabled"
! getent passwd rentree >/dev/null || fail "the user is still there"
say "done"
