#!/bin/sh
# Counts words on four shards, without AWS: a local Kinesis and DynamoDB, the daemon, and the sample processor in Python.
#
#     mvn -q -Dquick package && sh config/quickstart.sh [--stay | --hosted]
#
# Ends when all words are counted and checkpointed. With --stay, the daemon and the local stack keep running until
# Ctrl-C. With --hosted, one application listens and serves all four shards, instead of one process per shard; it is
# stopped as by Ctrl-C and started again, while the daemon keeps running. Needs Java 17 and Python 3. Everything it writes is in target/quickstart.
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
    fed=$work/words.txt
    if [ "${1:-}" = --hosted ]; then
        # The other half is put while the application is stopped.
        fed=$work/words-1.txt
        head -n $((lines / 2)) "$work/words.txt" >"$fed"
        tail -n $((lines / 2)) "$work/words.txt" >"$work/words-2.txt"
    fi
    echo "Starting a local Kinesis with the stream 'words' (4 shards, $lines lines of text) and a local DynamoDB ..."
    QUICKSTART_INSIDE=1 exec java -jar "$stack" --stream words:4 --kinesis-port 0 --dynamodb-port 0 \
        --feed "$fed" -- sh config/quickstart.sh "$@"
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

# Inside the local stack: one application serves all shards, and is stopped and started again.
count_words_hosted() {
    QUICKSTART_PORT=$(free_port "${QUICKSTART_PORT:-9180}")
    QUICKSTART_APPLICATION_PORT=$(free_port "${QUICKSTART_APPLICATION_PORT:-9000}")
    export QUICKSTART_PORT QUICKSTART_APPLICATION_PORT
    echo "Status page: http://127.0.0.1:$QUICKSTART_PORT/ (also /readyz, /metrics, /api/status) while the daemon runs"
    java -jar "$daemon" --properties config/quickstart-hosted.properties &
    pid=$!
    trap stop INT TERM
    start_application
    python3 config/quickstart_report.py --await $((lines / 2)) "$work/results" "$pid" ||
        fail_hosted "no words were counted"
    echo "Stopping the application, as Ctrl-C does. The daemon keeps running."
    kill -INT "$application"
    wait "$application" || fail_hosted "the application failed"
    echo "Putting $((lines / 2)) more lines, and starting the application again."
    python3 config/quickstart_put.py "$work/words-2.txt" || fail_hosted "the lines were not put"
    start_application
    python3 config/quickstart_report.py --await "$lines" "$work/results" "$pid" ||
        fail_hosted "the words were not counted"
    kill "$pid"
    wait "$pid"
    kill -INT "$application"
    wait "$application"
    python3 config/quickstart_report.py "$lines" "$work/results"
}

start_application() {
    python3 sample-processors/python/word_count.py "$work/results" "$QUICKSTART_APPLICATION_PORT" &
    application=$!
}

fail_hosted() {
    kill "$pid" "$application" 2>/dev/null || true
    fail "$@"
}

# Sends the daemon one signal, whether Ctrl-C or the stack or both sent one: a second signal would end it immediately.
stop() {
    trap '' INT TERM
    kill "$pid" ${application:-} 2>/dev/null || true
    wait "$pid" || true
    exit 130
}

case "${1:-}" in
    "" | --stay | --hosted) ;;
    *) fail "usage: sh config/quickstart.sh [--stay | --hosted]" ;;
esac
if [ -z "${QUICKSTART_INSIDE:-}" ]; then
    start_stack "$@"
elif [ "${1:-}" = --hosted ]; then
    count_words_hosted
else
    count_words "$@"
fi
