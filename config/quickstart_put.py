"""Puts each line of a file as a record into the stream "words" of the local stack.

    python3 quickstart_put.py FILE

Speaks plain HTTP, so that the demo needs nothing but Python; your program would use an AWS SDK, as the producers in
sample-processors do.
"""

import base64
import json
import os
import sys
import urllib.request


def put(lines):
    records = [{"PartitionKey": line.split()[0], "Data": base64.b64encode(line.encode()).decode()} for line in lines]
    request = urllib.request.Request(
        os.environ["AWS_ENDPOINT_URL_KINESIS"],
        json.dumps({"StreamName": "words", "Records": records}).encode("ascii"),
        {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Kinesis_20131202.PutRecords"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        failed = json.load(answer)["FailedRecordCount"]
    if failed:
        sys.exit("%d records were refused" % failed)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        put([line.strip() for line in file if line.strip()])
