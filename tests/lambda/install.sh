#!/bin/sh
# Installs, pinned, AWS's runtime clients: awslambdaric and Powertools into target/python, aws-lambda-ric into node_modules
# (it compiles for some minutes, and needs g++, make and cmake), and builds the Go handler. If run again, it does nothing.
set -eu
cd "$(dirname "$0")"

if [ ! -e target/python/awslambdaric ] || [ requirements.txt -nt target/python ]; then
    rm -rf target/python
    python3 -m pip install --quiet --disable-pip-version-check --no-compile --target target/python \
        --requirement requirements.txt
    touch target/python
fi

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund
fi

if command -v go >/dev/null; then
    (cd go && go build -o ../target/go/bootstrap .)
fi
