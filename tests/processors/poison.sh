#!/bin/sh
# A processor in POSIX shell and jq without any handling of failures: it exits with code 3 at a record that contains the
# word poison. It writes the sequence numbers of finished records to its own file in the folder DIR.
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
