#!/bin/sh
# Installs the tools of check.sh in target/, each pinned, from PyPI, the Go module proxy and Debian's packages. If run
# again, it does nothing.
set -eu
cd "$(dirname "$0")"
mkdir -p target

if [ ! -e target/venv/installed ] || [ requirements.txt -nt target/venv/installed ]; then
    rm -rf target/venv
    python3 -m venv target/venv
    target/venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
    touch target/venv/installed
fi

# The loader of `docker compose config`; its own program is called cmd.
compose_go=v2.16.2
if [ ! -e "target/compose-$compose_go" ]; then
    GOBIN="$PWD/target" go install "github.com/compose-spec/compose-go/v2/cmd@$compose_go"
    mv target/cmd "target/compose-$compose_go"
    ln -sf "compose-$compose_go" target/compose
fi

# Extracted from Debian's package, which would also start a server. Its version is Debian's.
if [ ! -e target/promtool ]; then
    cd target
    apt-get download -qq prometheus || {
        as_root=''
        [ "$(id -u)" -eq 0 ] || as_root=sudo
        $as_root apt-get update -qq
        apt-get download -qq prometheus
    }
    dpkg-deb --extract prometheus_*.deb prometheus
    cd ..
    mv target/prometheus/usr/bin/promtool target/promtool
    rm -r target/prometheus target/prometheus_*.deb
fi
