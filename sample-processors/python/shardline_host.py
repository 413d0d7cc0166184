"""Serves all shards in one process: listens on a socket, and the daemon connects to it once for each shard.

    shardline_host.serve("unix:/run/app/processor.sock", lambda shard: MyProcessor())

Each shard has a Processor of its own (see shardline.py), whose methods run on the shard's own thread. If a method
raises an exception, the daemon gets its text as the reason why the batch failed, and retries the batch. In a service
that has a main thread already, use Host. Needs only Python's standard library.
"""

import errno
import json
import os
import queue
import signal
import socket
import stat
import sys
import threading
import time
import traceback

from shardline import Checkpointer, StreamClosed, UnknownAction, dispatch

# How long a connection waits for the previous handler of its shard to end.
HANDOVER_SECONDS = 10
# How long leave() waits for the daemon to end its connections.
LEAVE_SECONDS = 20
# An error in a status is for people.
MAX_ERROR = 4000


class Shard:
    """The shard of one connection. When its connection ends, `cancelled` is set: return from the method soon."""

    def __init__(self, message, cancelled):
        self.shard_id = message["shardId"]
        self.application = message.get("application")
        self.stream_name = message.get("streamName")
        self.lane = message.get("lane")
        self.fence = int(message.get("fence") or 0)
        self.cancelled = cancelled

    @property
    def key(self):
        return self.application, self.stream_name, self.shard_id, self.lane


class Refused(Exception):
    """This connection cannot have its shard."""


class Host:
    """Listens and serves until leave(). `factory` makes the Processor of a Shard."""

    def __init__(self, address, factory, name=None, version=None):
        # Set if the daemon has started this program.
        self.address = os.environ.get("SHARDLINE_LISTEN") or address
        self.factory = factory
        self.identity = {"name": name, "version": version}
        self._changed = threading.Condition()
        self._connections = set()
        self._owners = {}  # the connection that has a shard, by the shard's key
        self._leaving = False

    def start(self):
        """Begins to listen and returns. Raises OSError if the address cannot be used."""
        self._listener, self._path = _listen(self.address)
        self._inode = os.stat(self._path).st_ino if self._path else None
        threading.Thread(target=self._accept, name="shardline-accept", daemon=True).start()

    def leave(self, timeout=LEAVE_SECONDS):
        """Leaves in order: the daemon hands the shards over, then the connections end. Returns when they have."""
        with self._changed:
            self._leaving = True
            self._stop_listening()
            for connection in self._connections:
                if connection.shard is None:
                    connection.close()
            self._changed.wait_for(lambda: not self._connections, timeout)
            for connection in self._connections:
                connection.close()
            self._changed.wait_for(lambda: not self._connections, HANDOVER_SECONDS)

    def _stop_listening(self):
        # The file first: without it, a new connection is refused. Another program may have put its own there.
        if self._path and os.path.exists(self._path) and os.stat(self._path).st_ino == self._inode:
            os.unlink(self._path)
        try:
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        except OSError:
            pass
        self._listener.close()

    def _accept(self):
        while True:
            try:
                accepted, _ = self._listener.accept()
            except OSError as e:
                if self._leaving:
                    return
                # For example, too many open files.
                print("cannot accept a connection: %s" % e, file=sys.stderr, flush=True)
                time.sleep(0.1)
                continue
            connection = _Connection(self, accepted)
            with self._changed:
                if self._leaving:
                    accepted.close()
                    return
                self._connections.add(connection)
            try:
                connection.start()
            except RuntimeError as e:
                # No more threads.
                print("cannot serve a connection: %s" % e, file=sys.stderr, flush=True)
                self.ended(connection)
                accepted.close()

    def take_over(self, connection, shard):
        """Makes it the only connection that serves the shard; waits until the previous handler has ended."""
        deadline = time.monotonic() + HANDOVER_SECONDS
        with self._changed:
            while shard.key in self._owners:
                owner = self._owners[shard.key]
                if owner.shard.fence > shard.fence:
                    raise Refused("a connection with fence %d serves %s" % (owner.shard.fence, shard.shard_id))
                owner.close()
                if not self._changed.wait(max(0, deadline - time.monotonic())):
                    raise Refused("the previous handler of %s has not ended" % shard.shard_id)
            connection.shard = shard
            self._owners[shard.key] = connection

    def ended(self, connection):
        with self._changed:
            self._connections.discard(connection)
            if connection.shard and self._owners.get(connection.shard.key) is connection:
                del self._owners[connection.shard.key]
            self._changed.notify_all()


class _Connection:
    """One connection. A second thread reads it, so that its end is noticed while a method runs."""

    def __init__(self, host, accepted):
        self.shard = None
        self._host = host
        self._socket = accepted
        self._lines = queue.SimpleQueue()
        self._cancelled = threading.Event()
        if accepted.family != getattr(socket, "AF_UNIX", None):
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def start(self):
        threading.Thread(target=self._read_lines, name="shardline-reader", daemon=True).start()
        threading.Thread(target=self._run, name="shardline-handler", daemon=True).start()

    def close(self):
        """Ends the connection, from any thread; the handler ends on its own."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def read(self):
        line = self._lines.get()
        if line is None:
            self._lines.put(None)
            raise StreamClosed()
        return json.loads(line)

    def write(self, message):
        try:
            self._socket.sendall(json.dumps(message).encode("ascii") + b"\n")
        except OSError:
            raise StreamClosed() from None

    def _read_lines(self):
        try:
            with self._socket.makefile("rb", 1 << 16) as lines:
                for line in lines:
                    if line.endswith(b"\n"):
                        self._lines.put(line)
        except OSError:
            pass
        self._cancelled.set()
        self._lines.put(None)

    def _run(self):
        try:
            self._converse(Checkpointer(self))
        except StreamClosed:
            pass
        except Exception:
            # Not a message of this protocol: closing the connection tells the daemon.
            traceback.print_exc()
        finally:
            self.close()
            self._host.ended(self)
            self._socket.close()

    def _converse(self, checkpointer):
        message = self.read()
        if message["action"] != "initialize":
            raise UnknownAction("the first message is not initialize: %s" % message["action"])
        shard = Shard(message, self._cancelled)
        status = {"action": "status", "responseFor": "initialize"}
        try:
            self._host.take_over(self, shard)
            processor = self._host.factory(shard)
            dispatch(processor, checkpointer, message)
        except StreamClosed:
            raise
        except Exception as e:
            self.write(dict(status, error=_error(e)))
            return
        self.write(dict(status, **self._host.identity))
        while True:
            message = self.read()
            status = {"action": "status", "responseFor": message["action"]}
            try:
                dispatch(processor, checkpointer, message)
            except (StreamClosed, UnknownAction):
                raise
            except Exception as e:
                status["error"] = _error(e)
            self.write(status)


def _error(exception):
    if not isinstance(exception, Refused):
        traceback.print_exc()
    return ("%s: %s" % (type(exception).__name__, exception))[:MAX_ERROR]


def _listen(address):
    """The listening socket, and its file if it has one."""
    if address.startswith("unix:"):
        path = address[len("unix:") :]
        return _listen_at_file(path), path
    host, _, port = address.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    family, kind, _, _, at = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(at)
    listener.listen(socket.SOMAXCONN)
    return listener, None


def _listen_at_file(path):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(path)
    except OSError as e:
        if e.errno != errno.EADDRINUSE or not _is_stale(path):
            raise
        os.unlink(path)
        listener.bind(path)
    listener.listen(socket.SOMAXCONN)
    return listener


def _is_stale(path):
    """Whether the file is the socket of a program that no longer listens."""
    if not stat.S_ISSOCK(os.stat(path).st_mode):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            return True
        except OSError:
            pass
        return False


def serve(address, factory, name=None, version=None):
    """Serves until TERM or Ctrl-C, then leaves in order. For the main thread."""
    host = Host(address, factory, name, version)
    # Through a socket, because a signal that another thread receives does not wake the main thread.
    waiting, signalled = socket.socketpair()
    signalled.setblocking(False)
    signal.set_wakeup_fd(signalled.fileno())
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    host.start()
    print("listening at %s" % host.address, file=sys.stderr, flush=True)
    waiting.recv(1)
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)  # a second signal ends the process immediately
    host.leave()
