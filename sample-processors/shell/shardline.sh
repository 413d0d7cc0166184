# The processor's side of the protocol: JSON lines on stdin and stdout. Needs a POSIX shell and jq.
#
# A program sources this file, defines those of the five functions below that it needs, and ends with `run`. The
# current message is in $message. One process serves one shard, one message at a time. If a function fails, the
# process ends (set -e) and the daemon starts a new one at the last checkpoint, so nothing is lost.

set -eu

# stdin and stdout are for the protocol, as descriptors 4 and 3. The output of commands goes to the daemon's log.
exec 4<&0 </dev/null 3>&1 1>&2

# Ctrl-C at a terminal reaches every process of its group, but only the daemon decides when this process ends.
trap '' INT

# Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ...
initialize() { :; }

# Called with records in order; the next batch is delivered after it returns.
process_records() { :; }

# Another worker has the shard; checkpoints are no longer possible.
lease_lost() { :; }

# All records of a split or merged shard were delivered. Without a checkpoint, its child shards wait.
shard_ended() { checkpoint_with_retries; }

# The daemon is about to release the shard: the last chance to checkpoint what is done.
shutdown_requested() { :; }

log() {
    printf '%s\n' "$*"
}

# field NAME: prints a field of the message, or nothing if it is null or absent.
field() {
    printf '%s\n' "$message" | jq -r --arg name "$1" '.[$name] // empty'
}

# Reads the next line into $line, or ends the process if the daemon has closed stdin.
read_line() {
    IFS= read -r line <&4 || exit 0
}

# checkpoint [SEQUENCE-NUMBER [SUB-SEQUENCE-NUMBER]]: marks this record and all records before it as done; without a
# number, everything delivered so far. $checkpoint_error is then the error of the daemon, or empty on success.
checkpoint() {
    if [ $# -eq 0 ]; then
        echo '{"action":"checkpoint","sequenceNumber":null,"subSequenceNumber":null}' >&3
    else
        printf '{"action":"checkpoint","sequenceNumber":"%s","subSequenceNumber":%s}\n' "$1" "${2:-0}" >&3
    fi
    read_line
    checkpoint_error=$(printf '%s\n' "$line" | jq -r '.error // empty')
}

# Like checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time. If the
# lease is gone, it only logs this: the next owner of the shard continues.
checkpoint_with_retries() {
    for wait in 0.5 1 2 4 8 last; do
        checkpoint "$@"
        case $checkpoint_error in
            '') return ;;
            ShutdownException | InvalidStateException)
                log "checkpoint refused: $checkpoint_error"
                return
                ;;
            ThrottlingException) [ $wait = last ] || sleep $wait ;;
            *) break ;;
        esac
    done
    log "error: checkpoint refused: $checkpoint_error"
    exit 1
}

# Serves one shard until the daemon closes stdin.
run() {
    while read_line; do
        message=$line
        action=$(field action) || exit 1
        case $action in
            initialize) initialize ;;
            processRecords) process_records ;;
            leaseLost) lease_lost ;;
            shardEnded) shard_ended ;;
            shutdownRequested) shutdown_requested ;;
            *)
                log "error: the daemon sent an unknown action: $action"
                exit 1
                ;;
        esac
        printf '{"action":"status","responseFor":"%s"}\n' "$action" >&3
    done
}
