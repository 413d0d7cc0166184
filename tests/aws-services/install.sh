#!/bin/sh
# Installs moto, pinned, into target/venv: SQS, SNS and S3 for the integration tests. If run again, it does nothing.
set -eu
cd "$(dirname "$0")"

if [ ! -e target/venv/bin/moto_server ] || [ requirements.txt -nt target/venv ]; then
    rm -rf target/venv
    if ! python3 -m venv target/venv; then
        echo "python3 -m venv does not work: on Debian, apt-get install python3-venv" >&2
        exit 1
    fi
    target/venv/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.txt
    touch target/venv
fi
