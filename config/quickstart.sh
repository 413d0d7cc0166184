#!/bin/sh
# Counts words on four shards, without AWS: a local Kinesis and DynamoDB, the daemon, and the sample processor in Python.
#
#     mvn -q -DskipTests package && sh config/quickstart.sh [--stay]
#
# Ends by itself when all is counted and checkpointed; with --stay the daemon and the stack run on until Ctrl-C.
# Needs java 17 and python3. Leaves everything it wrote in target/quickstart.
set -eu
cd "$(dirname "$0")/.."

daemon=daemon/target/daemon.jar
stack=tests/local-stack/target/local-stack.jar
work=target/quickstart
lines=400

fail() {
    echo "quickstart: $*" >&2
    exit 1
}

# The outer half: writes the text to count, then runs this script again inside a local stack.
start_stack() {
    for program in java python3; do
        command -v "$program" >/dev/null || fail "$program is not installed"
    done
    for jar in "$daemon" "$stack"; do
        [ -f "$jar" ] || fail "$jar is missing; build it first: mvn -q -DskipTests package"
    done
    rm -rf "$work"
    mkdir -p "$work/results"
    write_text >"$work/words.txt"
    echo "Starting a local Kinesis with the stream 'words' (4 shards, $lines lines of text) and a local DynamoDB ..."
    QUICKSTART_INSIDE=1 exec java -jar "$stack" --stream words:4 --kinesis-port 0 --dynamodb-port 0 \
        --feed "$work/words.txt" -- sh config/quickstart.sh "$@"
}

write_text() {
    awk -v lines="$lines" 'BEGIN {
        count = split("shard stream record lease batch worker checkpoint river harbour anchor bridge willow tide", word, " ")
        seed = 7
        for (i = 0; i < lines; i++) {
            text = ""
            for (j = 0; j < 8; j++) {
                seed = (seed * 75 + 74) % 65537
                text = text (j ? " " : "") word[int(seed / 65537 * count) + 1]
            }
            print text
        }
    }'
}

# The status page's port, or a free one when it is taken.
free_port() {
    python3 -c '
import socket, sys
for port in (int(sys.argv[1]), 0):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(probe.getsockname()[1])
        break
' "$1"
}

# The inner half: the daemon, until all is counted.
count_words() {
    QUICKSTART_PORT=$(free_port "${QUICKSTART_PORT:-9180}")
    export QUICKSTART_PORT
    echo "Status page: http://127.0.0.1:$QUICKSTART_PORT/ (also /readyz, /metrics, /api/status), as long as the daemon runs"
    java -jar "$daemon" --properties config/quickstart.properties &
    pid=$!
    trap stop INT TERM
    python3 config/quickstart_report.py --await "$lines" "$work/results" "$pid" || {
        kill "$pid" 2>/dev/null || true
        fail "the words were not counted"
    }
    if [ "${1:-}" = --stay ]; then
        python3 config/quickstart_report.py "$lines" "$work/results"
        echo
        echo "The daemon and the stack run on: http://127.0.0.1:$QUICKSTART_PORT/ shows them, Ctrl-C ends them."
        env | grep '^AWS_' | sort
        wait "$pid"
    else
        kill "$pid"
        wait "$pid"
        python3 config/quickstart_report.py "$lines" "$work/results"
    fi
}

# One signal for the daemon, whether it came from Ctrl-C, from the stack, or from both: a second one would cut it off.
stop() {
    trap '' INT TERM
    kill "$pid" 2>/dev/null || true
    wait "$pid" || true
    exit 130
}

case "${1:-}" in
    "" | --stay) ;;
    *) fail "usage: sh config/quickstart.sh [--stay]" ;;
esac
if [ -z "${QUICKSTART_INSIDE:-}" ]; then
    start_stack "$@"
else
    count_words "$@"
fi
