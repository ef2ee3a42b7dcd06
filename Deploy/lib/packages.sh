#!/usr/bin/env bash
# Sourced: the Debian packages this product needs beyond the Swift toolchain.
set -euo pipefail

# To build and to run it.
PACKAGES_TO_RUN=(
  pkg-config librabbitmq-dev libxml2-dev libsqlite3-dev libpq-dev libmicrohttpd-dev
  libcurl4-openssl-dev libzint-dev
  tzdata           # sites have nights of their own
  rabbitmq-server  # a private one is started; the packaged service is not used
  python3          # the broker script finds free ports with it
  python3-pika     # the example till and the example shop are written with it
)

# For workers on a private PostgreSQL instead of a SQLite file; the packaged service is not used.
PACKAGES_FOR_POSTGRES=(postgresql)

# To check it: a client that is not ours, linters, what judges systemd's units, and the promtool of prometheus. Nothing
# of systemd is started, no packaged service is used, and this docker-compose needs no engine to read a file.
# shellcheck disable=SC2034  # for whoever sources this
PACKAGES_TO_TEST=(
  "${PACKAGES_TO_RUN[@]}" "${PACKAGES_FOR_POSTGRES[@]}"
  shellcheck docker-compose openssl systemd strace prometheus
  python3-aiosmtpd zbar-tools curl
)

# NAME...: installs those that are missing, asking the package index once and only then.
install_packages() {
  local name missing=() as_root=()
  for name in "$@"; do
    dpkg -s "$name" 2> /dev/null | grep -q '^Status: install ok installed' || missing+=("$name")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || fail "missing packages; as root: apt-get install -y ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -q > /dev/null
  # Its complaints go to standard error, its tale nowhere.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" \
    > /dev/null
}

# The build goes on without a library whose .pc file is missing and fails much later; better to say so first.
require_libraries() {
  local name
  for name in librabbitmq libxml-2.0 sqlite3 libpq libmicrohttpd libcurl; do
    pkg-config --exists "$name" || fail "pkg-config does not find $name: run .ci/run, or install its -dev package"
  done
  [ -e /usr/include/zint.h ] || fail "zint.h is missing: run .ci/run, or install libzint-dev"
}
