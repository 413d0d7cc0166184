#!/bin/sh
# Installs the Debian packages that the sample processors need and that are missing. If run again, it does nothing.
#
# It does not install Go, Rust, Node.js, Python and the JDK: Debian's are too old, or the build needs them anyway.
set -eu

missing=''
need() {
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

need ruby ruby
need jq jq
need socat socat
if ! command -v dotnet >/dev/null 2>&1; then
    need mcs mono-mcs
    need mono 'mono-runtime libmono-system-runtime-serialization4.0-cil'
fi

if [ -n "$missing" ]; then
    as_root=''
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
fi

left=''
for tool in ruby jq go cargo node python3 javac; do
    command -v "$tool" >/dev/null 2>&1 || left="$left $tool"
done
if [ -n "$left" ]; then
    echo "install-toolchains: not found, and not installed by this script:$left" >&2
fi
