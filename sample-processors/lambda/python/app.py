"""A function for AWS Lambda that counts words. It is what one would upload: nothing in it knows Shardline."""

import base64
import collections
import re

words = collections.Counter()


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            text = base64.b64decode(record["kinesis"]["data"]).decode("utf-8")
        except UnicodeDecodeError:
            # Everything from this record on is delivered again, and finally sent to the on-failure destination.
            failures.append({"itemIdentifier": record["kinesis"]["sequenceNumber"]})
            break
        words.update(re.findall(r"\w+", text.lower()))
    print("words so far: %d" % sum(words.values()))
    return {"batchItemFailures": failures}
