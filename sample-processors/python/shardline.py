"""The processor's side of the protocol: JSON lines on stdin and stdout. Needs only Python's standard library.

Subclass Processor, override what you need, and end the program with run(MyProcessor()). One process serves
one shard, one message at a time. If a method raises an exception, the process ends and the daemon starts a
new one at the last checkpoint, so nothing is lost. To serve all shards in one process, see shardline_host.py.
"""

import base64
import json
import os
import signal
import sys
import time

# The lease is lost, or the daemon can no longer store a checkpoint for it.
LEASE_GONE = ("ShutdownException", "InvalidStateException")


class CheckpointError(Exception):
    """The daemon refused a checkpoint; `name` says why, for example "ThrottlingException"."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


class StreamClosed(Exception):
    """The daemon closed the connection (stdin): the process, or in a host the handler, must end."""


class UnknownAction(Exception):
    """The daemon sent an action that this file does not know."""


class Record:
    """One record; `position` orders the records of a shard and is what a checkpoint stores."""

    def __init__(self, fields):
        self.data = base64.b64decode(fields["data"])
        self.partition_key = fields["partitionKey"]  # None if the record has none
        self.sequence_number = fields["sequenceNumber"]
        self.sub_sequence_number = fields.get("subSequenceNumber") or 0
        self.arrival_millis = fields.get("approximateArrivalTimestamp")

    @property
    def position(self):
        return int(self.sequence_number), self.sub_sequence_number


class Checkpointer:
    """Stores checkpoints of this shard; use it in process_records, shard_ended and shutdown_requested."""

    def __init__(self, wire):
        self._wire = wire

    def checkpoint(self, record=None):
        """Marks `record` and all before it as done; without a record, everything delivered so far."""
        self._wire.write(
            {
                "action": "checkpoint",
                "sequenceNumber": record.sequence_number if record else None,
                "subSequenceNumber": record.sub_sequence_number if record else None,
            }
        )
        error = self._wire.read().get("error")
        if error is not None:
            raise CheckpointError(error)

    def checkpoint_with_retries(self, record=None, tries=6, first_wait_seconds=0.5):
        """Like checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time.

        Returns False when the lease is gone: the next owner of the shard continues.
        """
        for attempt in range(tries):
            try:
                self.checkpoint(record)
                return True
            except CheckpointError as e:
                if e.name in LEASE_GONE:
                    print("no checkpoint: %s" % e.name, file=sys.stderr, flush=True)
                    return False
                if e.name != "ThrottlingException" or attempt == tries - 1:
                    raise
                time.sleep(first_wait_seconds * 2**attempt)


class Processor:
    """The base class of a program. By default it accepts everything and checkpoints where it must."""

    def initialize(self, shard_id, sequence_number, sub_sequence_number):
        """Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ..."""

    def process_records(self, records, checkpointer, millis_behind_latest):
        """Called with records in order; the next batch is delivered after it returns."""

    def lease_lost(self):
        """Another worker has the shard; checkpoints are no longer possible."""

    def shard_ended(self, checkpointer):
        """All records of a split or merged shard were delivered. Without a checkpoint, its child shards wait."""
        checkpointer.checkpoint_with_retries()

    def shutdown_requested(self, checkpointer):
        """The daemon is about to release the shard: the last chance to checkpoint what is done."""


class _Wire:
    def __init__(self):
        self._in = sys.stdin.buffer
        # The real stdout is for the protocol; a stray print() goes to stderr, into the daemon's log.
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)

    def read(self):
        line = self._in.readline()
        if not line.endswith(b"\n"):
            raise StreamClosed()
        return json.loads(line)

    def write(self, message):
        self._out.write(json.dumps(message).encode("ascii") + b"\n")
        self._out.flush()


def run(processor):
    """Serves one shard until the daemon closes stdin."""
    # Ctrl-C at a terminal reaches every process of its group, but only the daemon decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire = _Wire()
    checkpointer = Checkpointer(wire)
    try:
        while True:
            message = wire.read()
            dispatch(processor, checkpointer, message)
            wire.write({"action": "status", "responseFor": message["action"]})
    except StreamClosed:
        pass


def dispatch(processor, checkpointer, message):
    """Calls the method for a message."""
    action = message["action"]
    if action == "initialize":
        processor.initialize(message["shardId"], message["sequenceNumber"], message["subSequenceNumber"])
    elif action == "processRecords":
        records = [Record(fields) for fields in message["records"]]
        processor.process_records(records, checkpointer, message["millisBehindLatest"])
    elif action == "leaseLost":
        processor.lease_lost()
    elif action == "shardEnded":
        processor.shard_ended(checkpointer)
    elif action == "shutdownRequested":
        processor.shutdown_requested(checkpointer)
    else:
        raise UnknownAction("the daemon sent an unknown action: %s" % action)
