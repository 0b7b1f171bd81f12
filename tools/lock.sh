#!/bin/sh
# Pins every package by name and version. No address and no hash: where packages come from is the machine's affair.
set -eu
compile() {
    "$PIP_COMPILE" --quiet --upgrade --strip-extras --allow-unsafe --no-header --no-annotate --no-emit-options \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --build-deps-for=editable "$@" pyproject.toml
}
PIP_COMPILE=$1
compile --output-file requirements.lock
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock
sed -i '/^#/d; /^$/d' requirements.lock requirements-dev.lock # remarks about pip's own habits
