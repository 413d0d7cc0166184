"""A processor with one fault, selected by an option. Otherwise it writes the same ledger as ledger.py.

    python3 misbehave.py --directory DIR --fault NAME [--after N] [--times N] [...]
    python3 misbehave.py --directory DIR --plan FILE

With `--times N` the fault occurs in N processes of a shard; those that the daemon starts later behave well. The count is
kept in the directory. A plan has options for each shard: {"shardId-000000000000": ["--fault", "exit"], ...}. Shards
without options behave well. `--help` lists the faults.
"""

import argparse
import base64
import json
import os
import random
import signal
import sys
import time
import zlib

from conversation import encoded, log
from ledger import LedgerProcessor, options_parser

FAULTS = {}


def fault(name):
    def register(function):
        FAULTS[name] = function
        return function

    return register


class Misbehaving(LedgerProcessor):
    """The ledger processor, with points at which a fault can act."""

    def __init__(self, options):
        super().__init__(options)
        self.fault = None
        self.batch = []

    def take(self, records):
        self.batch = records
        super().take(records)

    def before_action(self, action):
        if action == "initialize":
            self.decide()
        self.at("action", action)

    def after_record(self):
        if self.received == self.options.after:
            self.at("record", None)
        self.at("each record", None)

    def at_end_of_input(self):
        self.at("end", None)

    def answer(self, action):
        if not self.at("answer", action):
            super().answer(action)

    def report(self, failure, done=None):
        """Answers a batch that is not done, but for the records up to this one."""
        last = done and {"sequence": done["sequenceNumber"], "subSequence": done["subSequenceNumber"]}
        self.ledger.add("failed", shard=self.shard, **(last or {"sequence": None}))
        self.send(dict({"action": "status", "responseFor": "processRecords"}, **failure))

    def poisoned(self):
        """Returns the indexes of the poisoned records in the batch."""
        return [i for i, record in enumerate(self.batch) if b"poison" in base64.b64decode(record["data"])]

    def send(self, message):
        if not self.at("send", message):
            super().send(message)
            self.at("sent", message)

    def at(self, point, subject):
        """Lets the fault act; a true answer means that it has done the step itself."""
        return self.fault and self.fault(self, point, subject)

    def decide(self):
        """Whether and how this process misbehaves: known with its shard."""
        if self.options.plan:
            with open(self.options.plan, encoding="ascii") as plan:
                self.options = parse(sys.argv[1:] + json.load(plan).get(self.shard, []))
        if self.options.fault and self.may_happen():
            self.fault = FAULTS[self.options.fault]
            self.ledger.add("armed", shard=self.shard, fault=self.options.fault)

    def may_happen(self):
        """Counts with files, which only one process each can create."""
        if not self.options.times:
            return True
        for number in range(self.options.times):
            marker = "%s-%s-%d" % (self.options.fault, self.shard, number)
            try:
                os.close(os.open(os.path.join(self.options.directory, marker), os.O_CREAT | os.O_EXCL))
                return True
            except FileExistsError:
                pass
        return False

    def hang(self):
        self.ledger.add("hang", shard=self.shard)
        while True:
            time.sleep(3600)


@fault("exit")
def exit_after(child, point, subject):
    """Ends with --code after N records, before it answers their batch; with --after 0 before it answers initialize."""
    if point == "record" or (child.options.after == 0 and (point, subject) == ("action", "initialize")):
        log("last words on stderr")
        os._exit(child.options.code)


@fault("exit-at")
def exit_at(child, point, subject):
    """Ends with --code instead of answering --action."""
    if (point, subject) == ("action", child.options.action):
        os._exit(child.options.code)


@fault("signal")
def die_by_signal(child, point, subject):
    """Dies by --signal after N records."""
    if point == "record":
        os.kill(os.getpid(), getattr(signal, child.options.signal))


@fault("hang")
def hang_on_action(child, point, subject):
    """Never answers --action."""
    if (point, subject) == ("action", child.options.action):
        child.hang()


@fault("stop-reading")
def stop_reading(child, point, subject):
    """Answers initialize and then reads nothing more, so that a large batch fills the pipe."""
    if point == "sent" and subject.get("responseFor") == "initialize":
        child.hang()


@fault("close-stdout")
def close_stdout(child, point, subject):
    """Closes its stdout after N records and lives on."""
    if point == "record":
        child.wire.close_output()
        child.hang()


@fault("close-both")
def close_stdin_and_stdout(child, point, subject):
    """Closes stdin and stdout after N records and lives on."""
    if point == "record":
        os.close(0)
        child.wire.close_output()
        child.hang()


@fault("chatter")
def chatter(child, point, subject):
    """Prints a few lines to stderr and, past the library, to stdout."""
    if (point, subject) == ("action", "initialize"):
        log("a line on stderr of " + child.shard)
        log("WARNING: a warning on stderr of " + child.shard)
        child.wire.write_bytes(("a line on stdout of %s\n" % child.shard).encode("ascii"))


NOISE = [
    b"",
    b"   ",
    b"a line of plain text",
    b"null",
    b"42",
    b'"text"',
    b"[1, 2]",
    b"{}",
    b'{"action": 7}',
    b'{"action": "rest"}',
    b'{"action": null}',
    b'{"message": {"action": "none"}}',
    b'{"cut off',
    b"\xff\xfe\x80 not UTF-8",
    b"\x00\x01\x02",
    "ümläut 雪 \U0001f600".encode("utf-8"),
    b"x" * 200_000,
]


@fault("babble")
def babble(child, point, subject):
    """Writes lines that are not protocol messages before each message."""
    if point == "send":
        for line in NOISE:
            child.wire.write_bytes(line + b"\n")


@fault("glue")
def glue(child, point, subject):
    """Puts text without a line end before each message."""
    if point == "send":
        child.wire.write_bytes(b"progress 10%")


@fault("trail")
def trail(child, point, subject):
    """Puts text after each message on the same line."""
    if point == "send":
        child.wire.write_bytes(encoded(subject)[:-1] + b" and more\n")
        return True


@fault("endless-line")
def endless_line(child, point, subject):
    """Writes 100 MiB without a line end after N records."""
    if point == "record":
        for _ in range(1600):
            child.wire.write_bytes(b"x" * 65536)
        child.hang()


@fault("half-message")
def half_message(child, point, subject):
    """Dies in the middle of writing the status of a batch."""
    if point == "send" and child.received >= child.options.after and subject.get("responseFor") == "processRecords":
        child.wire.write_bytes(encoded(subject)[:20])
        os.kill(os.getpid(), signal.SIGKILL)


@fault("flood-stderr")
def flood_stderr(child, point, subject):
    """Writes --megabytes to stderr in short lines after N records, then continues."""
    if point == "record":
        block = b"".join(b"flood line %06d of the child's stderr\n" % i for i in range(1000))
        for _ in range(child.options.megabytes * 1_000_000 // len(block)):
            os.write(2, block)
        log("the flood is over")


@fault("long-stderr-line")
def long_stderr_line(child, point, subject):
    """Writes --megabytes to stderr as one line after N records, then continues."""
    if point == "record":
        for _ in range(child.options.megabytes):
            os.write(2, b"y" * 1_000_000)
        log("")


@fault("ignore-end")
def ignore_end(child, point, subject):
    """Ignores SIGTERM and the end of its input."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if point == "end":
        child.hang()


@fault("slow-end")
def slow_end(child, point, subject):
    """Needs --seconds to end after the end of its input."""
    if point == "end":
        time.sleep(child.options.seconds)


@fault("grandchild")
def leave_grandchild(child, point, subject):
    """Starts a process that lives on with its stdin, stdout and stderr, then exits after N records."""
    if point == "record":
        spawn(child, leave_tree=False)
        os._exit(child.options.code)


@fault("orphan")
def leave_orphan(child, point, subject):
    """Like grandchild, but the process has left the tree: forked twice, in a session of its own."""
    if point == "record":
        spawn(child, leave_tree=True)
        os._exit(child.options.code)


@fault("helper")
def keep_helper(child, point, subject):
    """Starts a process that keeps stdin, stdout and stderr open, and continues its work."""
    if (point, subject) == ("action", "initialize"):
        spawn(child, leave_tree=child.options.leave_tree)


def spawn(child, leave_tree):
    started, tell = os.pipe()
    if os.fork() == 0:
        if leave_tree:
            os.setsid()
            if os.fork() != 0:
                os._exit(0)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(tell, b"%d" % os.getpid())
        time.sleep(300)
        os._exit(0)
    child.ledger.add("grandchild", shard=child.shard, grandchild=int(os.read(started, 20)))


@fault("answer-twice")
def answer_twice(child, point, subject):
    """Answers each batch twice, in one write."""
    if point == "send" and subject.get("responseFor") == "processRecords":
        child.wire.write_bytes(encoded(subject) * 2)
        return True


@fault("wrong-status")
def wrong_status(child, point, subject):
    """Answers the first batch after N records with the status of another action."""
    if point == "send" and child.received >= child.options.after and subject.get("responseFor") == "processRecords":
        child.wire.write({"action": "status", "responseFor": "shardEnded"})
        child.hang()


@fault("checkpoint-beyond")
def checkpoint_beyond(child, point, subject):
    """Requests a checkpoint beyond what was delivered after N records, then continues."""
    if point == "record":
        sequence = str(int(child.last["sequenceNumber"]) + 10**40)
        child.ask({"action": "checkpoint", "sequenceNumber": sequence, "subSequenceNumber": 0})


@fault("checkpoint-nonsense")
def checkpoint_nonsense(child, point, subject):
    """Requests checkpoints at invalid positions after N records, first "None" as Python's sample does; continues."""
    if point == "record":
        for sequence in ("None", "", "-1", "1.5", "later", "9" * 200, "SHARD_END"):
            child.ask({"action": "checkpoint", "sequenceNumber": sequence, "subSequenceNumber": 0})


@fault("checkpoint-in-initialize")
def checkpoint_in_initialize(child, point, subject):
    """Requests a checkpoint where none is allowed: during initialize."""
    if (point, subject) == ("action", "initialize"):
        child.ask({"action": "checkpoint", "sequenceNumber": None, "subSequenceNumber": None})


@fault("checkpoint-uninvited")
def checkpoint_uninvited(child, point, subject):
    """Requests a checkpoint between two actions: right after the status of each batch."""
    if point == "sent" and subject.get("responseFor") == "processRecords":
        child.wire.write({"action": "checkpoint", "sequenceNumber": None, "subSequenceNumber": None})


@fault("slow-start")
def slow_start(child, point, subject):
    """Needs --seconds before it answers initialize."""
    if (point, subject) == ("action", "initialize"):
        time.sleep(child.options.seconds)


@fault("no-end-checkpoint")
def no_end_checkpoint(child, point, subject):
    """Answers shardEnded without a checkpoint."""
    if (point, subject) == ("action", "shardEnded"):
        child.options.skip_shard_end = True


@fault("random-death")
def random_death(child, point, subject):
    """Dies at a random moment: of each --odds messages it sends one is cut in the middle, or never begun."""
    if point == "send":
        chance = random.Random("%s %d" % (child.options.seed, time.monotonic_ns()))
        if chance.randrange(child.options.odds) == 0:
            child.ledger.add("death", shard=child.shard)
            child.wire.write_bytes(encoded(subject)[: chance.randrange(40)])
            os.kill(os.getpid(), signal.SIGKILL)


@fault("poison")
def die_of_poison(child, point, subject):
    """Exits with --code at a record that contains the word poison."""
    if point == "each record" and b"poison" in base64.b64decode(child.last["data"]):
        os._exit(child.options.code)


@fault("report-poison")
def report_poison(child, point, subject):
    """Reports the records with the word poison in them in batchItemFailures."""
    if (point, subject) == ("answer", "processRecords") and child.poisoned():
        items = [{"itemIdentifier": child.batch[i]["sequenceNumber"]} for i in child.poisoned()]
        first = child.poisoned()[0]
        child.report({"batchItemFailures": items}, child.batch[first - 1] if first else None)
        return True


@fault("report-error")
def report_error(child, point, subject):
    """Reports an error for its first --after batches."""
    if (point, subject) == ("answer", "processRecords") and child.options.after > 0:
        child.options.after -= 1
        child.report({"error": "not today"})
        return True


@fault("random-failure")
def random_failure(child, point, subject):
    """Like random-death, and of each --odds batches one is reported as failed, as a whole or from a record on; one record
    of a hundred, always the same, is reported whenever it comes."""
    if (point, subject) == ("answer", "processRecords") and child.batch:
        numbers = [record["sequenceNumber"] for record in child.batch]
        hopeless = [i for i, number in enumerate(numbers) if zlib.crc32(number.encode("ascii")) % 100 == 0]
        if hopeless:
            first = hopeless[0]
            failed = {"itemIdentifier": numbers[first]}
            child.report({"batchItemFailures": [failed]}, child.batch[first - 1] if first else None)
            return True
        chance = random.Random("%s %d" % (child.options.seed, time.monotonic_ns()))
        if chance.randrange(child.options.odds) == 0:
            at = chance.randrange(len(child.batch))
            if chance.random() < 0.5:
                child.report({"error": "by chance"})
            else:
                failed = {"itemIdentifier": child.batch[at]["sequenceNumber"]}
                child.report({"batchItemFailures": [failed]}, child.batch[at - 1] if at else None)
            return True
    return random_death(child, point, subject)


def parse(arguments):
    parser = options_parser()
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "faults:\n" + "\n".join("%-26s %s" % (name, act.__doc__) for name, act in FAULTS.items())
    parser.add_argument("--fault", choices=sorted(FAULTS), metavar="NAME")
    parser.add_argument("--plan", metavar="FILE", help="switches for each shard, instead of --fault")
    parser.add_argument("--times", type=int, metavar="N", help="in how many processes of a shard; default: in all")
    parser.add_argument("--after", type=int, default=1, metavar="N", help="records of this process before the fault")
    parser.add_argument("--code", type=int, default=1, help="exit code")
    parser.add_argument("--signal", default="SIGKILL", help="name of a signal")
    parser.add_argument("--action", default="processRecords", help="the action to hang on")
    parser.add_argument("--megabytes", type=int, default=100, help="size of a flood")
    parser.add_argument("--seconds", type=float, default=5, help="how slow")
    parser.add_argument("--leave-tree", action="store_true", help="the helper forks twice, in a session of its own")
    parser.add_argument("--odds", type=int, default=100, help="one death in N messages")
    parser.add_argument("--seed", default="0", help="of random-death")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    Misbehaving(parse(sys.argv[1:])).run()
    sys.exit(0)
