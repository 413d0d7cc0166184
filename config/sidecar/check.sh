#!/bin/sh
# Checks the files here with what the machine has; no Docker engine and no cluster is needed:
#
#     sh config/sidecar/check.sh
#
# Needs python3 with PyYAML. Says what it skips.
set -eu
cd "$(dirname "$0")"
python3 check.py
sh -n healthcheck.sh
if command -v systemd-analyze >/dev/null; then
    # The program, the user and the page it names are not on this machine.
    problems=$(systemd-analyze verify ./shardline.service 2>&1 | grep -i 'shardline.service' | grep -Ev 'not executable|not found|Documentation' || true)
    [ -z "$problems" ] || { echo "$problems" >&2; exit 1; }
else
    echo "skipped: systemd-analyze is not here"
fi
if docker compose version >/dev/null 2>&1; then
    docker compose -f docker-compose.yaml config --quiet
else
    echo "skipped: docker compose is not here"
fi
echo "the sidecar files are in order"
