# The processor's half of the wire: JSON lines on stdin and stdout, a POSIX shell and jq.
#
# A program sources this file, defines the five functions below that it needs, and ends with `run`. The message
# that a function serves is in $message. One process serves one shard, one message at a time. A function that
# fails ends the process (set -e); the daemon starts a new one at the last checkpoint, so nothing is lost.

set -eu

# The protocol keeps stdin and stdout to itself, as 4 and 3; what a command prints goes to the daemon's log.
exec 4<&0 </dev/null 3>&1 1>&2

# Ctrl-C at a terminal reaches every process of its group; when to end is the daemon's decision.
trap '' INT

# Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ...
initialize() { :; }

# Called with records in order; the next batch comes after it returns.
process_records() { :; }

# Another worker has the shard now; a checkpoint is no longer possible.
lease_lost() { :; }

# All records of a split or merged shard were delivered; without a checkpoint its children never start.
shard_ended() { checkpoint_with_retries; }

# The daemon is about to stop: a last chance to checkpoint what is done.
shutdown_requested() { :; }

log() {
    printf '%s\n' "$*"
}

# field NAME: a field of the message; nothing when it is null or not there.
field() {
    printf '%s\n' "$message" | jq -r --arg name "$1" '.[$name] // empty'
}

# The next line, or the end of the process when the daemon has closed stdin.
read_line() {
    IFS= read -r line <&4 || exit 0
}

# checkpoint [SEQUENCE-NUMBER [SUB-SEQUENCE-NUMBER]]: marks this record and all before it as done; without a number
# all that was delivered so far. $checkpoint_error then says why the daemon refused it; it is empty on success.
checkpoint() {
    if [ $# -eq 0 ]; then
        echo '{"action":"checkpoint","sequenceNumber":null,"subSequenceNumber":null}' >&3
    else
        printf '{"action":"checkpoint","sequenceNumber":"%s","subSequenceNumber":%s}\n' "$1" "${2:-0}" >&3
    fi
    read_line
    checkpoint_error=$(printf '%s\n' "$line" | jq -r '.error // empty')
}

# As checkpoint, but waits and tries again, each time twice as long, while DynamoDB throttles. When the shard is
# no longer ours it says so and no more: its new owner goes on.
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
