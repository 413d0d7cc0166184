"""A processor that meets every requirement, or breaks one: python3 processor.py [MUTATION]."""

import base64
import io
import json
import sys
import time

MUTATION = sys.argv[1] if len(sys.argv) > 1 else "none"
if MUTATION == "unflushed":
    # As it is by default where stdout is a pipe, whatever PYTHONUNBUFFERED says.
    sys.stdout = io.TextIOWrapper(open(1, "wb", buffering=1 << 20, closefd=False))
MESSAGE_KEYS = {"action", "records", "millisBehindLatest"}
ERRORS_TO_RETRY = ("ThrottlingException",)


def write(message):
    text = json.dumps(message)
    if MUTATION == "glued":
        text = "progress 10%" + text
    if MUTATION == "text-behind":
        text += " # done"
    if MUTATION == "latin-1" and message["action"] == "status":
        sys.stdout.buffer.write(text[:-1].encode() + b', "note": "gr\xfc\xdfe"}\n')
        sys.stdout.buffer.flush()
        return
    if MUTATION == "byte-order-mark":
        sys.stdout.buffer.write(b"\xef\xbb\xbf" + text.encode() + b"\n")
        sys.stdout.buffer.flush()
        return
    print(text, flush=MUTATION != "unflushed")


def read():
    line = sys.stdin.readline()
    if line:
        return json.loads(line)
    if MUTATION == "ignores-eof":
        time.sleep(60)
    sys.exit(3 if MUTATION == "exits-with-3" else 0)


def checkpoint(sequence_number, sub_sequence_number):
    for _ in range(5):
        write({"action": "checkpoint", "sequenceNumber": sequence_number, "subSequenceNumber": sub_sequence_number})
        if MUTATION == "impatient":
            return
        error = read()["error"]
        if error and MUTATION == "hangs-after-error":
            time.sleep(60)
        if error and MUTATION == "dies-of-error":
            sys.exit("cannot checkpoint: " + error)
        if error not in ERRORS_TO_RETRY or MUTATION == "no-retry":
            return
        time.sleep(0.01)


def process(message):
    if MUTATION == "dies-of-unknown-fields" and set(message) - MESSAGE_KEYS:
        raise ValueError("unknown fields: %s" % (set(message) - MESSAGE_KEYS))
    if MUTATION == "dies-of-empty-batch":
        message["records"][0]
    if MUTATION == "dies-of-null":
        message["millisBehindLatest"] + 1
    if MUTATION == "needs-text":
        [base64.b64decode(r["data"]).decode() for r in message["records"]]
    if MUTATION == "needs-first-key-action" and next(iter(message)) != "action":
        raise ValueError("no action first")
    if MUTATION == "hangs-on-large" and len(message["records"]) == 10000:
        time.sleep(60)
    if not message["records"]:
        return
    last = message["records"][-1]
    number = last["sequenceNumber"]
    if MUTATION == "beyond":
        number = str(int(number) + 1)
    if MUTATION == "none-as-number":
        number = str(None)
    if MUTATION != "never-checkpoints-records":
        checkpoint(number, last["subSequenceNumber"])


def main():
    if MUTATION == "babbles":
        print("loading the model", flush=True)
    if MUTATION == "dies-at-once":
        sys.exit("no configuration")
    while True:
        message = read()
        action = message["action"]
        if action == "processRecords":
            process(message)
        if action == "shardEnded" and MUTATION != "forgets-shard-end":
            checkpoint(None, None)
        if action == "leaseLost" and MUTATION == "checkpoints-lost-lease":
            checkpoint(None, None)
        if MUTATION == "no-status" and action == "processRecords":
            continue
        answered = "record" if MUTATION == "wrong-response-for" and action == "processRecords" else action
        write({"action": "status", "responseFor": answered})
        if MUTATION == "answers-twice":
            write({"action": "status", "responseFor": answered})
        if MUTATION == "exits-early" and action == "shutdownRequested":
            sys.exit(0)


main()
