#!/bin/bash
# Whether the worker in this container lives: asks /live of the address in PROMO_HTTP, with nothing but bash. A program
# that serves none, such as promoctl, counts as healthy.
set -euo pipefail

[ -n "${PROMO_HTTP:-}" ] || exit 0
host=${PROMO_HTTP%:*} port=${PROMO_HTTP##*:}
case $host in 0.0.0.0 | "[::]") host=127.0.0.1 ;; esac
exec 3<> "/dev/tcp/$host/$port"
printf 'GET /live HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$host" >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
