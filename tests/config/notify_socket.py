"""Plays systemd to a daemon: notify_socket.py PATH prints each message that the socket PATH receives (sd_notify(3))."""

import os
import socket
import sys

with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
    listener.bind(sys.argv[1])
    while True:
        # systemd-notify waits until the file descriptors that come with BARRIER=1 are closed.
        message, descriptors, _, _ = socket.recv_fds(listener, 4096, 4)
        for descriptor in descriptors:
            os.close(descriptor)
        print(message.decode("utf-8"), flush=True)
