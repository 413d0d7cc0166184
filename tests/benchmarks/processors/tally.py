"""The library of the Python sample, with an account as null_processor.c's "tally".

    python3 tally.py FOLDER_OF_THE_SAMPLE FOLDER

Takes every record apart as any Python processor must, and counts. Never checkpoints, so a daemon that is started again
reads the same records again.
"""

import mmap
import os
import struct
import sys

sys.path.insert(0, sys.argv[1])

import shardline  # noqa: E402


class Tally(shardline.Processor):
    def __init__(self, folder):
        self.records = 0
        self.bytes = 0
        self.initialized = 0
        with open(os.path.join(folder, "%d.tally" % os.getpid()), "w+b") as file:
            file.truncate(24)
            self.account = mmap.mmap(file.fileno(), 24)

    def initialize(self, shard_id, sequence_number, sub_sequence_number):
        self.initialized = 1
        self.save()

    def process_records(self, records, checkpointer, millis_behind_latest):
        self.records += len(records)
        self.bytes += sum(len(record.data) for record in records)
        self.save()

    def shard_ended(self, checkpointer):
        pass

    def save(self):
        self.account[:] = struct.pack("<qqq", self.records, self.bytes, self.initialized)


if __name__ == "__main__":
    shardline.run(Tally(sys.argv[2]))
