"""A handler with the batch utility of Powertools for AWS Lambda, as its manual shows it, that writes the ledger."""

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.kinesis_stream_event import KinesisStreamRecord

from ledger_handler import LEDGER, describe

processor = BatchProcessor(event_type=EventType.KinesisDataStreams)


def record_handler(record: KinesisStreamRecord):
    if record.kinesis.partition_key == "poison":
        raise ValueError("cannot process " + record.kinesis.sequence_number)
    entry = describe(record.raw_event)
    LEDGER.add([entry, {"entry": "status", "shard": entry["shard"], "action": "processRecords"}])


def handler(event, context):
    return process_partial_response(
        event=event, record_handler=record_handler, processor=processor, context=context
    )
