"""An application that listens: the ledger processor for all shards in one process, one thread for each connection.

    python3 host.py --listen ADDRESS --directory DIR [options of ledger.py] [--fault NAME] [...]

ADDRESS is `unix:/path` or `HOST:PORT`; the environment variable SHARDLINE_LISTEN takes precedence. Each connection with an
`initialize` has a ledger file of its own. SIGTERM lets the application leave in order: it closes its listener and the
connections without `initialize`, serves the others to their end, and exits with 0.
"""

import json
import os
import signal
import socket
import sys
import threading

from conversation import encoded, log
from ledger import LedgerFile, LedgerProcessor, options_parser


class SocketConversation:
    """The same interface as Conversation, over a connected socket."""

    def __init__(self, connection):
        self.connection = connection
        self._in = connection.makefile("rb", buffering=1 << 20)
        self.first = None

    def read(self):
        if self.first is not None:
            message, self.first = self.first, None
            return message
        return self.parse(self.read_line())

    def read_line(self):
        try:
            return self._in.readline()
        except OSError:
            return b""

    @staticmethod
    def parse(line):
        return json.loads(line) if line.endswith(b"\n") else None

    def write(self, message):
        self.write_bytes(encoded(message))

    def write_bytes(self, data):
        self.connection.sendall(data)

    def close(self):
        self._in.close()
        self.connection.close()


class HostedProcessor(LedgerProcessor):
    """Serves one connection of the application."""

    def __init__(self, host, conversation):
        self.host = host
        self.options = host.options
        self.wire = conversation
        self.ledger = LedgerFile(self.options.directory, self.options.owner)
        self.shard = None
        self.fence = -1
        self.received = 0
        self.last = None

    def serve(self, message):
        if message["action"] == "initialize":
            self.fence = int(message["fence"])
            self.host.enter(self, message["shardId"])
        super().serve(message)

    def answer(self, action):
        if action == "initialize":
            self.ledger.add("status", shard=self.shard, action=action)
            self.send({"action": "status", "responseFor": action, "name": "ledger", "version": "1"})
        else:
            super().answer(action)


class Host:
    """The listener, and one handler for each connection that has sent `initialize`."""

    processor = HostedProcessor

    def __init__(self, options):
        self.options = options
        self.address = os.environ.get("SHARDLINE_LISTEN") or options.listen
        self.lock = threading.Condition()
        self.idle = set()
        self.handlers = {}
        self.leaving = False
        self.listener = listen(self.address, options.backlog)

    def run(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, frame: self.leave())
        log("listening at " + self.address)
        while not self.leaving:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                break
            if connection.family == socket.AF_INET:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.converse, args=(connection,), daemon=True).start()
        with self.lock:
            self.lock.wait_for(lambda: not self.handlers)
        log("left in order")

    def converse(self, connection):
        conversation = SocketConversation(connection)
        with self.lock:
            self.idle.add(connection)
        conversation.first = conversation.parse(conversation.read_line())
        with self.lock:
            self.idle.discard(connection)
        processor = None
        try:
            if conversation.first is not None:
                processor = self.processor(self, conversation)
                processor.run()
        except OSError as e:
            log("connection broken: %s" % e)
        finally:
            if processor:
                self.exit(processor)
            conversation.close()

    def enter(self, processor, shard):
        """Waits until the handler before this one has ended; of two, the larger fence wins."""
        with self.lock:
            before = self.handlers.get(shard)
            if before and before.fence <= processor.fence:
                shut_down(before.wire.connection)
            self.lock.wait_for(lambda: shard not in self.handlers, timeout=20)
            if shard in self.handlers:
                raise OSError("another handler serves " + shard)
            self.handlers[shard] = processor

    def exit(self, processor):
        with self.lock:
            if self.handlers.get(processor.shard) is processor:
                del self.handlers[processor.shard]
            self.lock.notify_all()

    def leave(self):
        self.leaving = True
        shut_down(self.listener)
        self.listener.close()
        if self.address.startswith("unix:"):
            os.unlink(self.address[5:])
        for connection in list(self.idle):
            shut_down(connection)


def shut_down(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def listen(address, backlog):
    if not address.startswith("unix:"):
        host, _, port = address.rpartition(":")
        listener = socket.socket(socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host or "127.0.0.1", int(port)))
    else:
        path = address[5:]
        remove_stale(path)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
    listener.listen(backlog)
    return listener


def remove_stale(path):
    """Removes the socket of an application that has ended; one that is in use is an error."""
    if not os.path.exists(path):
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
    sys.exit(path + " is in use")


def host_parser():
    parser = options_parser()
    parser.add_argument("--listen", default="", help="unix:/path or HOST:PORT")
    parser.add_argument("--backlog", type=int, default=128)
    return parser


if __name__ == "__main__":
    Host(host_parser().parse_args()).run()
    sys.exit(0)
