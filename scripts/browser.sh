#!/bin/sh
# Finds a browser for privacydiff, or gets one: PRIVACYDIFF_BROWSER, an installed one, Playwright's, apt's.
# Usage: browser.sh BIN   (BIN: the virtual environment's bin folder)
set -u
bin=$1

found() { "$bin/python" -c 'from spiders import browser; browser.find()' 2>/dev/null; }

if [ -n "${PRIVACYDIFF_BROWSER:-}" ]; then
    [ -x "$PRIVACYDIFF_BROWSER" ] && exit 0
    echo "PRIVACYDIFF_BROWSER names $PRIVACYDIFF_BROWSER, which is no program: give the path of Chromium, Chrome or Edge." >&2
    exit 4
fi
found && exit 0

echo "No browser is installed; asking Playwright for one …"
"$bin/playwright" install chromium >/dev/null 2>&1 && found && exit 0

if command -v apt-get >/dev/null 2>&1; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    echo "Playwright has none to give here; asking apt …"
    if $as_root apt-get update -qq >/dev/null 2>&1 && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null 2>&1; then
        found && exit 0
    fi
fi
echo "No browser could be had: install Chromium, Chrome or Edge, or set PRIVACYDIFF_BROWSER to the path of one." >&2
exit 4
