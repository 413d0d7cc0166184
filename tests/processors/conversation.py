"""A minimal processor's side of the protocol: the test processors see and send every byte."""

import json
import os
import signal
import sys


class Conversation:
    """Reads messages from fd 0 and writes to a copy of fd 1; a stray print() goes to stderr."""

    def __init__(self):
        # Ctrl-C at a terminal reaches the whole process group; only the daemon decides when a child ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._in = os.fdopen(os.dup(0), "rb", buffering=1 << 20)
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)

    def read(self):
        """Returns the next message, or None at the end of the input. A line without a newline counts as the end."""
        line = self._in.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def write(self, message):
        self.write_bytes(encoded(message))

    def write_bytes(self, data):
        """Writes all of it, even if the pipe accepts only a part at a time."""
        view = memoryview(data)
        while view:
            view = view[self._out.write(view) :]

    def close_output(self):
        self._out.close()
        os.close(1)


def encoded(message):
    return json.dumps(message).encode("ascii") + b"\n"


def log(text):
    print(text, file=sys.stderr, flush=True)
