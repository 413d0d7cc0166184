#!/bin/sh
# Counts words on four shards, without AWS: a local Kinesis and DynamoDB, the daemon, and the sample processor in Python.
#
#     mvn -q -Dquick package && sh config/quickstart.sh [--stay]
#
# Ends when all words are counted and checkpointed. With --stay, the daemon and the local stack keep running until
# Ctrl-C. Needs Java 17 and Python 3. Everything it writes is in target/quickstart.
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

# Outside the local stack: writes the text to count, then runs this script again inside a local stack.
start_stack() {
    for program in java python3; do
        command -v "$program" >/dev/null || fail "$program is not installed"
    done
    for jar in "$daemon" "$stack"; do
        [ -f "$jar" ] || fail "$jar is missing; build it first: mvn -q -Dquick package"
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

# Prints the port of the status page, or a free one if it is in use.
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

# Inside the local stack: runs the daemon until all words are counted.
count_words() {
    QUICKSTART_PORT=$(free_port "${QUICKSTART_PORT:-9180}")
    export QUICKSTART_PORT
    echo "Status page: http://127.0.0.1:$QUICKSTART_PORT/ (also /readyz, /metrics, /api/status) while the daemon runs"
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
        echo "The daemon and the stack keep running: http://127.0.0.1:$QUICKSTART_PORT/ shows them, Ctrl-C ends them."
        env | grep '^AWS_' | sort
        wait "$pid"
    else
        kill "$pid"
        wait "$pid"
        python3 config/quickstart_report.py "$lines" "$work/results"
    fi
}

# Sends the daemon one signal, whether Ctrl-C or the stack or both sent one: a second signal would end it immediately.
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
