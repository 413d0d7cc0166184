"""An HTTP endpoint that passes events to the handler of ledger_handler.py: python3 ledger_endpoint.py PORT."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ledger_handler import handler

ONE_AT_A_TIME = threading.Lock()


class Events(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            with ONE_AT_A_TIME:
                status, answer = 200, handler(event, None)
        except ValueError as error:
            status, answer = 500, {"error": str(error)}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Events).serve_forever()
