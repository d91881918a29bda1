#!/bin/bash
# Puts a program that was built into a Debian package:
#   build.sh PROGRAM REVISION OUT.deb [COMPRESSION]
# With Debian's own dpkg-deb; what it needs of the C library is read from the program.
set -euo pipefail

program=$1 revision=$2 out=$3 compression=${4:-xz}
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
tree=$(mktemp -d)
chmod 755 "$tree"
trap 'rm -rf "$tree"' EXIT

put() { install -D --mode="$1" "$2" "$tree/$3"; }

put 755 "$program" usr/bin/rentree
strip --strip-unneeded "$tree/usr/bin/rentree"
put 644 "$here/systemd/rentree.service" usr/lib/systemd/system/rentree.service
# Secrets may be written into it.
put 640 "$here/rentree.env" etc/rentree/rentree.env
put 644 "$root/README.md" usr/share/doc/rentree/README.md
put 644 "$root/LICENSE-MIT" usr/share/doc/rentree/copyright
gzip --no-name --best <"$root/CHANGELOG.md" >"$tree/usr/share/doc/rentree/changelog.gz"
chmod 644 "$tree/usr/share/doc/rentree/changelog.gz"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -1)
glibc=$(LC_ALL=C grep --text --only-matching 'GLIBC_2\.[0-9]*' "$tree/usr/bin/rentree" | sort --version-sort | tail -1)
size=$(du --summarize --apparent-size --block-size=1K "$tree" | cut -f1)

mkdir "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<END
Package: rentree
Version: $version-$revision
Architecture: $(dpkg --print-architecture)
Maintainer: The maintainers of Rentrée <maintainers@rentree.invalid>
Installed-Size: $size
Depends: libc6 (>= ${glibc#GLIBC_}), libgcc-s1, ca-certificates, tzdata, passwd, init-system-helpers
Section: education
Priority: optional
Description: importer of student lists for many schools
 Takes a school's own list of students, Excel or CSV, whatever its columns;
 shows what would change; writes it once, and undoably.
END
echo /etc/rentree/rentree.env >"$tree/DEBIAN/conffiles"
for script in postinst prerm postrm; do
    install --mode=755 "$here/debian/$script" "$tree/DEBIAN/$script"
done
(cd "$tree" && find usr -type f -print0 | sort --zero-terminated | xargs -0 md5sum >DEBIAN/md5sums)

mkdir -p "$(dirname "$out")"
dpkg-deb --root-owner-group "-Z$compression" --build "$tree" "$out" >/dev/null
