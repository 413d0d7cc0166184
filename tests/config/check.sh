#!/bin/sh
# Checks the files that users copy from config/, without Docker, a cluster or Prometheus:
#
#     sh tests/config/install.sh && sh tests/config/check.sh
#
# A check whose tool is missing is skipped with a message; with CI=true in the environment it fails.
set -eu
cd "$(dirname "$0")/../.."
tools=tests/config/target
sidecar=config/sidecar
exposition=tests/integration/target/exposition

failures=0
fail() {
    echo "check: $*" >&2
    failures=$((failures + 1))
}

# Succeeds if a program is installed.
has() {
    command -v "$1" >/dev/null 2>&1 && return
    if [ "${CI:-}" = true ]; then
        fail "$1 is missing: sh tests/config/install.sh"
    else
        echo "skipped: $1 is not installed"
    fi
    return 1
}

# Runs a check, and shows its output only if it fails.
run() {
    name=$1
    shift
    if said=$("$@" 2>&1); then
        echo "ok: $name"
    else
        fail "$name
$said"
    fi
}

# This machine does not have the program, the user and the page that the unit names.
unit_is_sound() {
    problems=$(systemd-analyze verify "./$sidecar/shardline.service" 2>&1 | grep -F 'shardline.service' |
        grep -Ev 'not executable|not found|Documentation' || true)
    echo "$problems"
    [ -z "$problems" ]
}

# promtool objects to two names of Micrometer's own metrics.
metrics_are_sound() {
    problems=$("$tools/promtool" check metrics <"$exposition/prometheus.txt" 2>&1 |
        grep -Ev '^(process_cpu_time_ns_total|system_cpu_count) ' || true)
    echo "$problems"
    [ -z "$problems" ]
}

for script in config/quickstart.sh "$sidecar/healthcheck.sh"; do
    run "$script is a shell script" sh -n "$script"
done
has systemd-analyze && run "systemd-analyze verify" unit_is_sound
if has "$tools/venv/bin/python"; then
    run "rules of the sidecar files" "$tools/venv/bin/python" tests/config/sidecar_rules.py
    # DL3008 demands pinned packages, but these should be the newest patches of one Debian release.
    run "hadolint" "$tools/venv/bin/hadolint" --ignore DL3008 "$sidecar/Dockerfile"
    # 1.29 is the first with native sidecars.
    for version in 1.29 1.37; do
        for manifest in "$sidecar"/kubernetes/*.yaml; do
            run "kubernetes-validate $version $manifest" \
                "$tools/venv/bin/kubernetes-validate" --strict -k "$version" "$manifest"
        done
    done
fi
for file in "$sidecar"/docker-compose*.yaml; do
    # In its folder, as for docker compose, which resolves "extends" from there.
    has "$tools/compose" && run "compose config $file" env -C "$sidecar" "$PWD/$tools/compose" "${file##*/}"
done
has "$tools/promtool" && run "promtool check rules" "$tools/promtool" check rules config/observability/alerts.yaml
# OperationsIT saves the response of /metrics there.
if [ -e "$exposition" ]; then
    has "$tools/promtool" && run "promtool check metrics" metrics_are_sound
    has "$tools/venv/bin/python" &&
        run "OpenMetrics" "$tools/venv/bin/python" tests/config/open_metrics.py "$exposition/open-metrics.txt"
elif [ "${CI:-}" = true ]; then
    fail "$exposition is missing: run OperationsIT first"
else
    echo "skipped: no metrics of a daemon; run OperationsIT first"
fi
[ "$failures" -eq 0 ]
