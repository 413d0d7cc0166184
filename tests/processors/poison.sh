#!/bin/sh
# A processor in POSIX shell and jq that knows nothing of failures: it exits with 3 when a record has the word poison in
# it. The sequence numbers of what it has done are in a file of its own in the folder DIR.
#
#     sh poison.sh DIR
set -u
done=$1/done.$$
mkdir -p "$1"

checkpoint() {
    printf '{"action":"checkpoint","sequenceNumber":null}\n'
    IFS= read -r reply || exit 0
}

while IFS= read -r line; do
    action=${line#*'"action":"'}
    action=${action%%'"'*}
    case $action in
    processRecords)
        if printf '%s\n' "$line" | jq -r '.records[].data | @base64d' | grep -q poison; then
            exit 3
        fi
        printf '%s\n' "$line" | jq -r '.records[].sequenceNumber' >>"$done"
        checkpoint
        ;;
    shardEnded | shutdownRequested) checkpoint ;;
    esac
    printf '{"action":"status","responseFor":"%s"}\n' "$action"
done
