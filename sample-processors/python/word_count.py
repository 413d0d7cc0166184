"""Counts the words of a stream's records, with one result file per shard.

    python3 word_count.py DIRECTORY            one process per shard, which the daemon starts
    python3 word_count.py DIRECTORY ADDRESS    one process for all shards, which listens at this address

The counts and the position of the last record counted are saved in one atomic step, then the position is
checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
and counted once.
"""

import collections
import json
import os
import re
import sys
import threading

import shardline
import shardline_host

WORD = re.compile(r"\w+")


class Total:
    """What this process has counted, over all of its shards."""

    def __init__(self):
        self.lock = threading.Lock()
        self.shards = set()
        self.records = 0

    def add(self, shard_id, records):
        with self.lock:
            self.shards.add(shard_id)
            self.records += records


class WordCount(shardline.Processor):
    def __init__(self, directory, total):
        self.directory = directory
        self.total = total
        self.shard_id = None
        self.path = None
        self.records = 0
        self.position = None
        self.words = collections.Counter()

    def initialize(self, shard_id, sequence_number, sub_sequence_number):
        os.makedirs(self.directory, exist_ok=True)
        self.shard_id = shard_id
        self.path = os.path.join(self.directory, shard_id + ".json")
        if os.path.exists(self.path):
            self.load()
        self.log("counting from %s" % sequence_number)

    def process_records(self, records, checkpointer, millis_behind_latest):
        before = self.records
        for record in records:
            if self.position is None or record.position > self.position:
                self.words.update(WORD.findall(record.data.decode("utf-8", "replace").lower()))
                self.records += 1
                self.position = record.position
        self.total.add(self.shard_id, self.records - before)
        self.save()
        checkpointer.checkpoint_with_retries()

    def shard_ended(self, checkpointer):
        checkpointer.checkpoint_with_retries()
        self.log("the shard has ended")

    def shutdown_requested(self, checkpointer):
        # Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
        self.log("%d records, %d words so far" % (self.records, sum(self.words.values())))

    def load(self):
        with open(self.path, encoding="utf-8") as file:
            saved = json.load(file)
        self.records = saved["records"]
        if saved["sequenceNumber"] is not None:
            self.position = int(saved["sequenceNumber"]), saved["subSequenceNumber"]
        self.words.update(saved["words"])

    def save(self):
        unfinished = self.path + ".new"
        sequence_number, sub_sequence_number = self.position or (None, 0)
        result = {
            "records": self.records,
            # A string, since few JSON readers take a number of 56 digits.
            "sequenceNumber": None if sequence_number is None else str(sequence_number),
            "subSequenceNumber": sub_sequence_number,
            "words": self.words,
        }
        with open(unfinished, "w", encoding="utf-8") as file:
            json.dump(result, file)
        os.replace(unfinished, self.path)

    def log(self, text):
        print("%s: %s" % (self.shard_id, text), file=sys.stderr, flush=True)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python3 word_count.py DIRECTORY [ADDRESS]")
    directory = sys.argv[1]
    address = sys.argv[2] if len(sys.argv) == 3 else os.environ.get("SHARDLINE_LISTEN")
    total = Total()
    if address:
        shardline_host.serve(address, lambda shard: WordCount(directory, total), name="word-count")
        print("%d records of %d shards counted in one process" % (total.records, len(total.shards)), file=sys.stderr)
    else:
        shardline.run(WordCount(directory, total))


if __name__ == "__main__":
    main()
