#!/bin/sh
# Counts the words of a stream's records, with one process and one result file per shard.
#
#     sh word_count.sh DIRECTORY
#
# The counts and the position of the last record counted are saved in one atomic step, then the position is
# checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
# and counted once.

if [ $# -ne 1 ]; then
    echo "usage: sh word_count.sh DIRECTORY" >&2
    exit 2
fi
directory=$1
. "$(dirname "$0")/shardline.sh"

# With this locale, letters of all languages count as letters.
export LC_ALL=C.UTF-8

# Of two decimal numbers without leading zeros, the longer one is the larger one.
only_new='def position: .sequenceNumber as $n | [($n | length), $n, .subSequenceNumber // 0];
    $saved[0] as $saved
    | .records | map(select($saved.sequenceNumber == null or position > ($saved | position)))'

initialize() {
    mkdir -p "$directory"
    file=$directory/$(field shardId).json
    if [ ! -e "$file" ]; then
        echo '{"records":0,"sequenceNumber":null,"subSequenceNumber":0,"words":{}}' >"$file"
    fi
    log "counting from $(field sequenceNumber)"
}

process_records() {
    printf '%s\n' "$message" | jq -c --slurpfile saved "$file" "$only_new" >"$file.batch"
    # jq is not at the head of a pipe, where its failure would not be noticed.
    jq -r '.[].data | @base64d | ascii_downcase' "$file.batch" >"$file.text"
    words <"$file.text" | sort | uniq -c >"$file.words"
    # The words come as lines of " COUNT WORD".
    jq -c --slurpfile batch "$file.batch" --rawfile words "$file.words" '
        $batch[0] as $records
        | .records += ($records | length)
        | if $records == [] then . else
            .sequenceNumber = $records[-1].sequenceNumber
            | .subSequenceNumber = ($records[-1].subSequenceNumber // 0)
          end
        | .words = reduce ($words | split("\n")[] | select(. != "") | ltrimstr(" ") | capture("(?<n>[0-9]+) (?<word>.*)"))
            as $line (.words; .[$line.word] += ($line.n | tonumber))
        ' "$file" >"$file.new"
    mv "$file.new" "$file"
    rm "$file.batch" "$file.text" "$file.words"
    checkpoint_with_retries
}

shard_ended() {
    checkpoint_with_retries
    log "the shard has ended"
}

shutdown_requested() {
    # Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
    log "$(jq -r '"\(.records) records, \([.words[]] | add // 0) words so far"' "$file")"
}

# Prints one word per line. Text without words is not a failure.
words() {
    grep -aoE '[[:alnum:]_]+' || [ $? -eq 1 ]
}

run
