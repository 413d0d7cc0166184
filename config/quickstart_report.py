"""Prints the report of quickstart.sh: the counts of each shard, and its checkpoint from the lease table.

    python3 quickstart_report.py [--await] LINES RESULTS [PID]

With --await, prints nothing but waits until LINES records are counted and every checkpoint is at the last record of its
shard, or until the daemon (PID) ends. Reads the lease table over plain HTTP; your program would use an AWS SDK.
"""

import collections
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request

TABLE = "quickstart"
TIMEOUT_SECONDS = 120


def checkpoints():
    """Returns the checkpoint of each shard in DynamoDB; nothing if there is no table yet, or no response in time."""
    request = urllib.request.Request(
        os.environ["AWS_ENDPOINT_URL_DYNAMODB"],
        json.dumps({"TableName": TABLE, "ConsistentRead": True}).encode("ascii"),
        {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810.Scan",
            # DynamoDB Local requires a signature but does not check it.
            "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=0",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            items = json.load(answer)["Items"]
    except (urllib.error.URLError, TimeoutError):
        return {}
    return {item["leaseKey"]["S"]: item["checkpoint"]["S"] for item in items if "checkpoint" in item}


def results(directory):
    """Returns the result that the processor of each shard has saved."""
    saved = {}
    for name in sorted(os.listdir(directory)):
        if name.endswith(".json"):
            with open(os.path.join(directory, name), encoding="utf-8") as file:
                saved[name[: -len(".json")]] = json.load(file)
    return saved


def is_complete(lines, saved, stored):
    return counted(saved) == lines and all(stored.get(shard) == saved[shard]["sequenceNumber"] for shard in saved)


def counted(saved):
    return sum(result["records"] for result in saved.values())


def await_that(condition, pid):
    end = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < end and is_alive(pid):
        if condition():
            return True
        time.sleep(0.2)
    return False


def is_alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False


def show(lines, directory):
    saved, stored = results(directory), checkpoints()
    row = "%-20s  %7s  %5s  %-36s  %s"
    print()
    print(row % ("shard", "records", "words", "most frequent", "checkpoint in DynamoDB"))
    for shard in sorted(stored):
        result = saved.get(shard, {"records": 0, "words": {}, "sequenceNumber": None})
        words = collections.Counter(result["words"])
        frequent = ", ".join("%s %d" % pair for pair in words.most_common(3))
        at_end = stored[shard] == result["sequenceNumber"]
        where = "%s (%s)" % (short(stored[shard]), "the last record" if at_end else "not at the end")
        print(row % (shard, result["records"], sum(words.values()), frequent, where))
    print("%d of %d lines counted on %d shards." % (counted(saved), lines, len(stored)))
    return is_complete(lines, saved, stored)


def short(sequence):
    return sequence if len(sequence) < 20 else sequence[:6] + "..." + sequence[-9:]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program without a traceback.
    arguments = sys.argv[1:]
    if arguments[0] == "--await":
        lines, directory, pid = int(arguments[1]), arguments[2], int(arguments[3])
        done = await_that(lambda: is_complete(lines, results(directory), checkpoints()), pid)
    else:
        done = show(int(arguments[0]), arguments[1])
    sys.exit(0 if done else 1)
