#!/bin/sh
# Installs the original's client libraries, pinned: aws-kcl into node_modules, amazon_kclpy into target/kclpy.
# Run again, it does nothing.
set -eu
cd "$(dirname "$0")"

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund
fi

if [ ! -e target/kclpy/amazon_kclpy ] || [ requirements.txt -nt target/kclpy ]; then
    rm -rf target/kclpy
    # Its setup.py downloads the 80 MB of jars of the daemon that we replace, from this address, and fails without
    # them. Empty files will do; the part behind "#" is what setup.py appends and nobody reads. --no-deps: the library
    # itself does not use boto3.
    KCL_MVN_REPO_SEARCH_URL='file:///dev/null#' python3 -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-compile --target target/kclpy --requirement requirements.txt
    touch target/kclpy
fi
