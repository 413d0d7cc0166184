"""An HTTP endpoint that receives Kinesis records, with the standard library only.

    python3 app.py 8080

The daemon needs: processorUrl = http://localhost:8080/events
"""

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Events(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps the connections

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        failures = []
        for record in event["Records"]:
            try:
                process(base64.b64decode(record["kinesis"]["data"]))
            except ValueError:
                # Everything from this record on is delivered again.
                failures.append({"itemIdentifier": record["kinesis"]["sequenceNumber"]})
                break
        answer = json.dumps({"batchItemFailures": failures}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format, *args):
        pass


def process(data):
    print(data.decode("utf-8"), flush=True)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Events).serve_forever()
