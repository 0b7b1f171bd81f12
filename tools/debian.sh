#!/bin/bash
# Installs the few Debian packages that no wheel can bring, if they are missing and we may.
#   debian.sh venv PYTHON | pango PYTHON | chromium
set -euo pipefail

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() { # packages… ; never asks anything
    command -v apt-get >/dev/null || return 1
    as_root true 2>/dev/null || return 1
    echo "Installing $* …" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >/dev/null &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

case "$1" in
venv)
    "$2" -c 'import ensurepip' 2>/dev/null || install python3-venv || {
        echo "Python's venv module is missing: as root, apt install python3-venv, then run make again." >&2
        exit 1
    }
    ;;
pango)
    "$2" -c 'import ctypes; [ctypes.CDLL(n) for n in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")]' 2>/dev/null ||
        install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ||
        echo "Pango is missing, so no PDF can be made: as root, apt install libpangoft2-1.0-0 libharfbuzz-subset0." >&2
    ;;
chromium)
    command -v chromium >/dev/null || install chromium || {
        echo "The browser tests need Debian's chromium: as root, apt install chromium, then run make again." >&2
        exit 1
    }
    ;;
esac
