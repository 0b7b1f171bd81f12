#!/bin/sh
# Says in words that Node is missing or too old, before npm says it in a trace.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Node 20.19 or newer and npm are needed to build the pages: install them and run make again." >&2
    exit 1
fi
node -e '
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
  process.exit(1);
}'
