"""A Lambda handler that records everything it receives in the format of tests/processors/ledger.py.

The folder is $LEDGER; $PACE_MILLIS is the time that it takes for a batch. What it does with a record depends on the partition key:

    poison   raises an error            exit   ends the process
    hang     never returns              slow   takes two seconds
    report   reports the record in batchItemFailures, after it has recorded those before it
"""

import base64
import hashlib
import json
import os
import time


class LedgerFile:
    def __init__(self):
        folder = os.environ["LEDGER"]
        os.makedirs(folder, exist_ok=True)
        name = "%d-%d.jsonl" % (time.monotonic_ns(), os.getpid())
        self._file = open(os.path.join(folder, name), "x", encoding="ascii", buffering=1 << 20)
        self.add([{"entry": "start", "pid": os.getpid(), "owner": "a"}])

    def add(self, entries):
        clock = {"order": time.monotonic_ns(), "at": time.time_ns() // 1_000_000}
        self._file.write("".join(json.dumps(dict(entry, **clock)) + "\n" for entry in entries))
        self._file.flush()


LEDGER = LedgerFile()


def handler(event, context):
    records = [describe(record) for record in event["Records"]]
    time.sleep(int(os.environ.get("PACE_MILLIS", "0")) / 1000)
    LEDGER.add(records)
    last = None
    for record in records:
        key = record["key"]
        if key == "poison":
            LEDGER.add([{"entry": "failed", "shard": record["shard"], "sequence": None}])
            raise ValueError("cannot process " + record["sequence"])
        if key == "exit":
            os._exit(3)
        if key == "hang":
            time.sleep(3600)
        if key == "slow":
            time.sleep(2)
        if key == "report":
            LEDGER.add([dict(last or {"shard": record["shard"], "sequence": None}, entry="failed")])
            return {"batchItemFailures": [{"itemIdentifier": record["sequence"]}]}
        last = record
    LEDGER.add([{"entry": "status", "shard": records[0]["shard"], "action": "processRecords"}])
    return {"batchItemFailures": []}


def describe(record):
    kinesis = record["kinesis"]
    data = base64.b64decode(kinesis["data"], validate=True)
    shard, sequence, *sub = record["eventID"].split(":")
    assert sequence == kinesis["sequenceNumber"]
    return {
        "entry": "record",
        "shard": shard,
        "sequence": sequence,
        "subSequence": int(sub[0]) if sub else 0,
        "sha256": hashlib.sha256(data).hexdigest(),
        "length": len(data),
        "key": kinesis["partitionKey"],
        "arrival": round(kinesis["approximateArrivalTimestamp"] * 1000),
    }
