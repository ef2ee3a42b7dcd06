#!/usr/bin/env bash
# Installs the programs and their units on this machine, as root; nothing is started. Settings that are there stay.
#
#   swift build -c release --static-swift-stdlib
#   Deploy/systemd/install.sh                 from .build/release
#   Deploy/systemd/install.sh --bin DIR       from another folder
#   DESTDIR=DIR Deploy/systemd/install.sh     below DIR, for a package or an image
set -euo pipefail
# shellcheck source=../lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

UNITS=$TOP/Deploy/systemd
DESTDIR=${DESTDIR:-}
BIN=$TOP/.build/release
PROGRAMS=(sale-evaluator return-processor ecoupon-mailer importer cache-generator promoctl)

while [ $# -gt 0 ]; do
  case $1 in
    --bin) BIN=${2:?--bin needs a folder}; shift 2 ;;
    *) fail "usage: Deploy/systemd/install.sh [--bin DIR]" ;;
  esac
done
for program in "${PROGRAMS[@]}"; do
  [ -x "$BIN/$program" ] || fail "$BIN/$program is missing: swift build -c release --static-swift-stdlib"
done

install -d "$DESTDIR"/usr/local/bin "$DESTDIR"/etc/systemd/system "$DESTDIR"/usr/share/doc/promotions \
  "$DESTDIR"/usr/lib/sysusers.d "$DESTDIR"/usr/lib/tmpfiles.d "$DESTDIR"/etc/promotions
# A program that runs is replaced, not written into.
for program in "${PROGRAMS[@]}"; do
  install -m 755 "$BIN/$program" "$DESTDIR/usr/local/bin/$program.new"
  mv -f "$DESTDIR/usr/local/bin/$program.new" "$DESTDIR/usr/local/bin/$program"
done
install -m 644 "$UNITS"/*.service "$UNITS"/*.target "$DESTDIR/etc/systemd/system/"
for unit in "$UNITS"/*.service; do
  install -D -m 644 "$UNITS/confinement.conf" \
    "$DESTDIR/etc/systemd/system/$(basename "$unit").d/10-confinement.conf"
done
install -m 644 "$UNITS/promotions.sysusers" "$DESTDIR/usr/lib/sysusers.d/promotions.conf"
install -m 644 "$UNITS/promotions.tmpfiles" "$DESTDIR/usr/lib/tmpfiles.d/promotions.conf"
install -m 644 "$TOP"/Deploy/*.md "$DESTDIR/usr/share/doc/promotions/"
[ -e "$DESTDIR/etc/promotions/promotions.conf" ] ||
  install -m 640 "$UNITS/promotions.conf" "$DESTDIR/etc/promotions/promotions.conf"
if [ -z "$DESTDIR" ]; then
  systemd-sysusers promotions.conf
  chgrp promotions /etc/promotions/promotions.conf
  systemd-tmpfiles --create promotions.conf
  systemctl daemon-reload
fi
say "Installed. Next: settings in /etc/promotions, then" \
  "systemctl enable --now promotions.target sale-evaluator@1 return-processor@1"
