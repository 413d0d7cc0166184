#!/bin/sh
# Puts each line of stdin as a record into a stream, with the first word of the line as partition key.
#
#     sh put_words.sh STREAM < FILE
#
# Needs jq and the AWS command line, which finds region, endpoint and credentials in its usual places.

set -eu

if [ $# -ne 1 ]; then
    echo "usage: sh put_words.sh STREAM < FILE" >&2
    exit 2
fi
stream=$1

# The AWS SDKs read AWS_REGION, but version 1 of the command line does not.
if [ -n "${AWS_REGION:-}" ]; then
    export AWS_DEFAULT_REGION="$AWS_REGION"
fi

# Version 2 of the command line expects base64 unless this option says that the data is plain text.
case $(aws --version 2>&1) in
    aws-cli/1.*) raw= ;;
    *) raw='--cli-binary-format raw-in-base64-out' ;;
esac

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# Kinesis may accept some records of a request and refuse others, which are put again after a pause.
put() {
    for wait in 0.1 0.2 0.4 0.8 1.6 3 5 5 5 last; do
        # shellcheck disable=SC2086 # two words or none
        aws kinesis put-records $raw --stream-name "$stream" --cli-input-json "file://$work/request" --output json \
            >"$work/reply"
        jq -c --slurpfile reply "$work/reply" '
            .Records |= [., $reply[0].Records] | .Records |= [transpose[] | select(.[1].ErrorCode) | .[0]]
            ' "$work/request" >"$work/refused"
        refused=$(jq '.Records | length' "$work/refused")
        if [ "$refused" -eq 0 ]; then
            return
        fi
        if [ $wait = last ]; then
            echo "$refused records were refused 10 times" >&2
            exit 1
        fi
        mv "$work/refused" "$work/request"
        sleep $wait
    done
}

# 100 lines a request, since a request takes 500 records and 5 MB, and a line may be long.
jq -cnR '
    def entry: {Data: ., PartitionKey: (capture("^\\s*(?<word>\\S+)").word[:256])};
    foreach ((inputs | select(test("\\S"))), null) as $line ({};
        if $line == null or (.Records | length) == 100 then {full: .Records, Records: []} else .full = null end
        | if $line == null then . else .Records += [$line | entry] end;
        select(.full | length > 0) | {Records: .full})
    ' >"$work/requests"

count=0
while IFS= read -r request; do
    printf '%s\n' "$request" >"$work/request"
    count=$((count + $(jq '.Records | length' "$work/request")))
    put </dev/null
done <"$work/requests"
echo "$count records put"
