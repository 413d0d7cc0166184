"""A well-behaved processor that records everything it receives, so that tests can compare this with what was put.

    python3 ledger.py --directory DIR [--owner NAME] [--checkpoint HOW] [...]

Each process appends to a file of its own, one JSON object per line, flushed before it answers:

    {"entry": "start", "pid": 7, "owner": "a", ...}
    {"entry": "message", "action": "initialize", ...}       every message, without its records
    {"entry": "record", "shard": ..., "sequence": ..., ...}  every record of a processRecords
    {"entry": "ask", "sequence": ...}                        just before a checkpoint is requested
    {"entry": "checkpoint", "sequence": ..., "error": ...}   after the daemon's reply
    {"entry": "status", "action": ...}                       just before it is sent
    {"entry": "end", "signal": ...}                          end of input, or SIGTERM

`order` is nanoseconds of the machine's monotonic clock, the same for all processes; `at` is the time of day in ms.
"""

import argparse
import base64
import hashlib
import json
import os
import signal
import sys
import time

from conversation import Conversation


class LedgerFile:
    """The ledger of one process."""

    def __init__(self, directory, owner):
        os.makedirs(directory, exist_ok=True)
        name = "%d-%d.jsonl" % (time.monotonic_ns(), os.getpid())
        self._file = open(os.path.join(directory, name), "x", encoding="ascii", buffering=1 << 20)
        self.add("start", pid=os.getpid(), parent=os.getppid(), owner=owner)

    def add(self, entry, **fields):
        self.add_all([dict(fields, entry=entry)])

    def add_all(self, entries):
        clock = {"order": time.monotonic_ns(), "at": time.time_ns() // 1_000_000}
        self._file.write("".join(json.dumps(dict(entry, **clock)) + "\n" for entry in entries))
        self._file.flush()


class LedgerProcessor:
    """Serves one conversation; a subclass overrides a step to misbehave in it."""

    def __init__(self, options):
        self.options = options
        self.wire = Conversation()
        self.ledger = LedgerFile(options.directory, options.owner)
        self.shard = None
        self.received = 0
        self.last = None
        signal.signal(signal.SIGTERM, self.on_terminate)

    def run(self):
        self.before_start()
        while True:
            message = self.wire.read()
            if message is None:
                break
            self.serve(message)
        self.ledger.add("end", shard=self.shard, signal=None)
        self.at_end_of_input()

    def serve(self, message):
        action = message["action"]
        records = message.pop("records", [])
        self.shard = message.get("shardId", self.shard)
        if action == "checkpoint":  # a reply that is not expected
            self.ledger.add("stray", shard=self.shard, message=message)
            return
        self.ledger.add("message", shard=self.shard, count=len(records), action=action, message=message)
        self.before_action(action)
        if action == "processRecords":
            self.take(records)
        elif action == "shardEnded" and not self.options.skip_shard_end:
            self.checkpoint(None)
        elif action == "shutdownRequested" and not self.options.skip_shutdown:
            self.checkpoint(None)
        self.answer(action)

    def take(self, records):
        self.ledger.add_all([self.describe(record) for record in records])
        for record in records:
            self.received += 1
            self.last = record
            self.after_record()
            if self.checkpoint_due():
                self.checkpoint(record)
        if self.options.pace:
            time.sleep(self.options.pace / 1000)
        if self.options.gate:
            wait_for(self.options.gate)
        if records and self.options.checkpoint == "batch":
            self.checkpoint(None)
        elif records and self.options.checkpoint in ("explicit", "sequence"):
            self.checkpoint(self.last, sub_sequence=self.options.checkpoint == "explicit")

    def describe(self, record):
        data = base64.b64decode(record["data"], validate=True)
        return {
            "entry": "record",
            "shard": self.shard,
            "sequence": record["sequenceNumber"],
            "subSequence": record["subSequenceNumber"],
            "sha256": hashlib.sha256(data).hexdigest(),
            "length": len(data),
            "key": record["partitionKey"],
            "arrival": record["approximateArrivalTimestamp"],
        }

    def checkpoint_due(self):
        how, _, number = self.options.checkpoint.partition(":")
        if how == "every":
            return self.received % int(number) == 0
        return how == "once" and self.received == int(number)

    def checkpoint(self, record, sub_sequence=True):
        """Requests a checkpoint, and retries while DynamoDB throttles. The outcome of each attempt is in the ledger."""
        request = {"action": "checkpoint", "sequenceNumber": None, "subSequenceNumber": None}
        if record:
            request["sequenceNumber"] = record["sequenceNumber"]
            request["subSequenceNumber"] = record["subSequenceNumber"]
        if not sub_sequence:
            del request["subSequenceNumber"]
        for _ in range(20):
            reply = self.ask(request)
            if reply is None or reply.get("error") != "ThrottlingException":
                return reply
            time.sleep(0.2)
        return reply

    def ask(self, request):
        where = {"sequence": request["sequenceNumber"], "subSequence": request.get("subSequenceNumber")}
        self.ledger.add("ask", shard=self.shard, **where)
        self.send(request)
        reply = self.wire.read()
        error = "end of input" if reply is None else reply.get("error")
        self.ledger.add("checkpoint", shard=self.shard, error=error, reply=reply, **where)
        return reply

    def answer(self, action):
        self.ledger.add("status", shard=self.shard, action=action)
        self.send({"action": "status", "responseFor": action})

    def send(self, message):
        self.wire.write(message)

    def before_start(self):
        pass

    def before_action(self, action):
        pass

    def after_record(self):
        pass

    def at_end_of_input(self):
        pass

    def on_terminate(self, number, frame):
        self.ledger.add("end", shard=self.shard, signal=number)
        os._exit(128 + number)


def wait_for(path):
    while not os.path.exists(path):
        time.sleep(0.02)


def options_parser():
    parser = argparse.ArgumentParser()
    parser.add_argument("--directory", required=True, help="where the ledger files go")
    parser.add_argument("--owner", default="", help="noted in the ledger: which daemon started this process")
    parser.add_argument(
        "--checkpoint",
        default="batch",
        help="batch (all delivered), explicit (the batch's last record), sequence (only its sequence number), "
        "every:N (each N records of this process), once:N (at its Nth record), none",
    )
    parser.add_argument("--skip-shard-end", action="store_true", help="no checkpoint at shardEnded")
    parser.add_argument("--skip-shutdown", action="store_true", help="no checkpoint at shutdownRequested")
    parser.add_argument("--pace", type=int, default=0, help="milliseconds of work a batch")
    parser.add_argument("--gate", help="a batch is answered only when this file exists")
    return parser


if __name__ == "__main__":
    LedgerProcessor(options_parser().parse_args()).run()
    sys.exit(0)
