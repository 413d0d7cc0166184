"""A host for HostCheckTest: python3 host.py FAULT. Listens at SHARDLINE_LISTEN.

Without a fault it is the library in sample-processors/python. Each fault replaces the part that does it right.
"""

import os
import signal
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 7, "sample-processors/python"))

import shardline  # noqa: E402
import shardline_host  # noqa: E402


class Checkpointing(shardline.Processor):
    def process_records(self, records, checkpointer, millis_behind_latest):
        checkpointer.checkpoint_with_retries()


def one_at_a_time():
    turn = threading.Lock()
    converse = shardline_host._Connection._converse

    def take_turn(connection, checkpointer):
        message = connection.read()
        with turn:
            connection._lines, rest = shardline_host.queue.SimpleQueue(), connection._lines
            connection._lines.put(shardline_host.json.dumps(message))
            threading.Thread(target=lambda: forward(rest, connection._lines), daemon=True).start()
            converse(connection, checkpointer)

    def forward(source, target):
        line = source.get()
        while line is not None:
            target.put(line)
            line = source.get()
        target.put(None)

    shardline_host._Connection._converse = take_turn


def refuses_again():
    served = set()

    def take_over(host, connection, shard):
        if shard.shard_id in served and len(served) > 1:
            raise shardline_host.Refused("this shard was served before")
        served.add(shard.shard_id)

    shardline_host.Host.take_over = take_over


def takes_anybody():
    shardline_host.Host.take_over = lambda host, connection, shard: setattr(connection, "shard", shard)


def greets():
    start = shardline_host._Connection.start

    def start_and_greet(connection):
        try:
            connection.write({"hello": "daemon"})
        except shardline.StreamClosed:
            pass
        start(connection)

    shardline_host._Connection.start = start_and_greet


def closes_idle_connections():
    start = shardline_host._Connection.start

    def start_for_a_while(connection):
        start(connection)
        threading.Timer(0.5, lambda: connection.shard or connection.close()).start()

    shardline_host._Connection.start = start_for_a_while


def dies_of_term():
    shardline_host.signal.signal = lambda number, handler: signal.SIG_DFL


def leaves_too_fast():
    shardline_host.LEAVE_SECONDS = 0
    shardline_host.Host.leave.__defaults__ = (0,)


def keeps_listening():
    shardline_host.Host._stop_listening = lambda host: None


def stays_open():
    def wait_for_ever(connection):
        time.sleep(600)

    shardline_host._Connection.close = wait_for_ever


FAULTS = {
    "none": lambda: None,
    "one-at-a-time": one_at_a_time,
    "refuses-again": refuses_again,
    "takes-anybody": takes_anybody,
    "greets": greets,
    "closes-idle-connections": closes_idle_connections,
    "dies-of-term": dies_of_term,
    "leaves-too-fast": leaves_too_fast,
    "keeps-listening": keeps_listening,
    "stays-open": stays_open,
}

FAULTS[sys.argv[1]]()
shardline_host.serve("0", lambda shard: Checkpointing(), name="host.py")
