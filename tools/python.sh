#!/bin/sh
# Prints the first Python that is new enough; `python3` itself, wherever it is.
for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$python"
        exit
    fi
done
echo "Python 3.11 or newer is needed: install it (Debian 12: apt install python3) or say make PYTHON=/path/to/python" >&2
echo python3-is-too-old
