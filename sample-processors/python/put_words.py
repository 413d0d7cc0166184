"""Puts each line of stdin as a record into a stream, with the first word of the line as partition key.

    python3 put_words.py STREAM < FILE

The AWS SDK finds region, endpoint and credentials in its usual places.
"""

import os
import sys
import time

import boto3

MAX_RECORDS = 500
MAX_BYTES = 4 * 1024 * 1024
TRIES = 10


def put(kinesis, stream, entries):
    """Kinesis may accept some records of a request and refuse others, which are put again after a pause."""
    for attempt in range(TRIES):
        results = kinesis.put_records(StreamName=stream, Records=entries)["Records"]
        refused = [(entry, result) for entry, result in zip(entries, results) if "ErrorCode" in result]
        if not refused:
            return
        entries = [entry for entry, _ in refused]
        if attempt < TRIES - 1:
            time.sleep(min(0.1 * 2**attempt, 5))
    sys.exit("%d records were refused %d times: %s" % (len(refused), TRIES, refused[0][1]["ErrorMessage"]))


def batches(lines):
    batch, size = [], 0
    for line in lines:
        words = line.split()
        if not words:
            continue
        entry = {"PartitionKey": words[0].decode("utf-8", "replace")[:256], "Data": line.rstrip(b"\r\n")}
        if len(batch) == MAX_RECORDS or size + 2 * len(line) > MAX_BYTES and batch:
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += 2 * len(line)  # The key counts too, and it is never longer than the line.
    if batch:
        yield batch


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 put_words.py STREAM < FILE")
    # The other AWS SDKs look at AWS_REGION by themselves; boto3 does not.
    kinesis = boto3.client("kinesis", region_name=os.environ.get("AWS_REGION"))
    count = 0
    for batch in batches(sys.stdin.buffer):
        put(kinesis, sys.argv[1], batch)
        count += len(batch)
    print("%d records put" % count)


if __name__ == "__main__":
    main()
