"""A processor on amazon_kclpy's KCLProcess that writes the ledger of tests/processors/ledger.py.

    python3 judge_kclpy.py --directory DIR --owner NAME

The unmodified library reads and writes every byte of the conversation. It hides the messages, so the entries of the
ledger contain the arguments of its methods instead.
"""

import argparse
import hashlib
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "target", "kclpy"), os.path.join(HERE, "..", "processors")]

from amazon_kclpy import kcl  # noqa: E402
from amazon_kclpy.v3 import processor  # noqa: E402
from ledger import LedgerFile  # noqa: E402

TRIES = 20
WAIT_SECONDS = 0.2


class Judge(processor.RecordProcessorBase):
    def __init__(self, ledger):
        self.ledger = ledger
        self.shard = None

    def initialize(self, initialize_input):
        self.shard = initialize_input.shard_id
        position = {
            "sequenceNumber": initialize_input.sequence_number,
            "subSequenceNumber": initialize_input.sub_sequence_number,
        }
        self.message("initialize", **position)
        self.status("initialize")

    def process_records(self, process_records_input):
        records = process_records_input.records
        self.message("processRecords", len(records), millisBehindLatest=process_records_input.millis_behind_latest)
        self.ledger.add_all([self.describe(record) for record in records])
        if records:
            last = records[-1]
            self.checkpoint(process_records_input.checkpointer, last.sequence_number, last.sub_sequence_number)
        self.status("processRecords")

    def lease_lost(self, lease_lost_input):
        self.message("leaseLost")
        self.status("leaseLost")

    def shard_ended(self, shard_ended_input):
        self.message("shardEnded")
        self.checkpoint(shard_ended_input.checkpointer)
        self.status("shardEnded")

    def shutdown_requested(self, shutdown_requested_input):
        self.message("shutdownRequested")
        self.checkpoint(shutdown_requested_input.checkpointer)
        self.status("shutdownRequested")

    def describe(self, record):
        return {
            "entry": "record",
            "shard": self.shard,
            "sequence": record.sequence_number,
            "subSequence": record.sub_sequence_number,
            "sha256": hashlib.sha256(record.binary_data).hexdigest(),
            "length": len(record.binary_data),
            "key": record.partition_key,
            "arrival": int(record.approximate_arrival_timestamp.timestamp() * 1000),
        }

    def checkpoint(self, checkpointer, sequence=None, sub_sequence=None):
        where = {"shard": self.shard, "sequence": sequence, "subSequence": sub_sequence}
        for _ in range(TRIES):
            self.ledger.add("ask", **where)
            try:
                checkpointer.checkpoint(sequence, sub_sequence)
                error = None
            except kcl.CheckpointError as e:
                error = e.value
            self.ledger.add("checkpoint", error=error, **where)
            if error != "ThrottlingException":
                return
            time.sleep(WAIT_SECONDS)

    def message(self, action, count=0, **content):
        self.ledger.add("message", shard=self.shard, count=count, action=action, message=dict(content, action=action))

    def status(self, action):
        self.ledger.add("status", shard=self.shard, action=action)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--directory", required=True)
    parser.add_argument("--owner", default="")
    options = parser.parse_args()
    ledger = LedgerFile(options.directory, options.owner)
    kcl.KCLProcess(Judge(ledger)).run()
    ledger.add("end", signal=None)


if __name__ == "__main__":
    main()
