#!/bin/sh
# Installs, pinned, the original's client libraries: aws-kcl into node_modules, amazon_kclpy into target/kclpy; and the
# AWS SDKs of the sample producers: that of Python and the AWS command line into target/sdks, that of Node.js into the
# sample's node_modules. If run again, it does nothing.
set -eu
cd "$(dirname "$0")"

install_node_modules() {
    if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        npm ci --ignore-scripts --no-audit --no-fund
    fi
}

install_node_modules
(cd ../../sample-processors/node && install_node_modules)

if [ ! -e target/kclpy/amazon_kclpy ] || [ requirements.txt -nt target/kclpy ]; then
    rm -rf target/kclpy
    # Its setup.py downloads 80 MB of jars of the daemon that we replace from this address, and fails without them.
    # Empty files are sufficient. setup.py appends a path, and the "#" makes it a part that is ignored. --no-deps: the
    # library itself does not use boto3.
    KCL_MVN_REPO_SEARCH_URL='file:///dev/null#' python3 -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-compile --target target/kclpy --requirement requirements.txt
    touch target/kclpy
fi

if [ ! -e target/sdks/boto3 ] || [ sdks.txt -nt target/sdks ]; then
    rm -rf target/sdks
    python3 -m pip install --quiet --disable-pip-version-check --no-compile --target target/sdks --requirement sdks.txt
    touch target/sdks
fi
