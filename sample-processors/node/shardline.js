/**
 * The processor's side of the protocol: JSON lines on stdin and stdout. Needs only Node's standard library.
 *
 * Extend Processor, override what you need, and end the program with `await run(new MyProcessor())`. One process
 * serves one shard, one message at a time. If a method throws an exception, the process ends and the daemon starts
 * a new one at the last checkpoint, so nothing is lost. To serve all shards in one process, see shardline_host.js.
 */

import { Console } from 'node:console';
import { setTimeout as sleep } from 'node:timers/promises';

/** The lease is lost, or the daemon can no longer store a checkpoint for it. */
const LEASE_GONE = ['ShutdownException', 'InvalidStateException'];

/** The daemon refused a checkpoint; `reason` says why, for example "ThrottlingException". */
export class CheckpointError extends Error {
  constructor(reason) {
    super(reason);
    this.name = 'CheckpointError';
    this.reason = reason;
  }
}

/** The daemon closed the connection (stdin): the process, or in a host the handler, must end. */
export class StreamClosed extends Error {}

/** The daemon sent an action that this file does not know. */
export class UnknownAction extends Error {}

/** One record; sequence and sub-sequence number order the records of a shard and are what a checkpoint stores. */
export class Record {
  constructor(fields) {
    this.data = Buffer.from(fields.data, 'base64');
    this.partitionKey = fields.partitionKey; // null if the record has none
    this.sequenceNumber = fields.sequenceNumber;
    this.subSequenceNumber = fields.subSequenceNumber ?? 0;
    this.arrivalMillis = fields.approximateArrivalTimestamp;
  }

  /** Whether this record comes after a position in its shard. */
  isAfter({ sequenceNumber, subSequenceNumber }) {
    const [mine, other] = [BigInt(this.sequenceNumber), BigInt(sequenceNumber)];
    return mine > other || (mine === other && this.subSequenceNumber > subSequenceNumber);
  }
}

/** Stores checkpoints of this shard; use it in processRecords, shardEnded and shutdownRequested. */
export class Checkpointer {
  #wire;

  constructor(wire) {
    this.#wire = wire;
  }

  /** Marks `record` and all before it as done; without a record, everything delivered so far. */
  async checkpoint(record) {
    this.#wire.write({
      action: 'checkpoint',
      sequenceNumber: record?.sequenceNumber ?? null,
      subSequenceNumber: record?.subSequenceNumber ?? null,
    });
    const { error } = await this.#wire.read();
    if (error != null) {
      throw new CheckpointError(error);
    }
  }

  /**
   * Like checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time.
   * Resolves to false when the lease is gone: the next owner of the shard continues.
   */
  async checkpointWithRetries(record, { tries = 6, firstWaitMillis = 500 } = {}) {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.checkpoint(record);
        return true;
      } catch (e) {
        if (LEASE_GONE.includes(e.reason)) {
          console.error(`no checkpoint: ${e.reason}`);
          return false;
        }
        if (e.reason !== 'ThrottlingException' || attempt === tries - 1) {
          throw e;
        }
        await sleep(firstWaitMillis * 2 ** attempt);
      }
    }
  }
}

/**
 * The base class of a program; every method may be async. By default it accepts everything and checkpoints where it
 * must.
 */
export class Processor {
  /** Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ... */
  initialize(shardId, sequenceNumber, subSequenceNumber) {}

  /** Called with records in order; the next batch is delivered after it is done. */
  processRecords(records, checkpointer, millisBehindLatest) {}

  /** Another worker has the shard; checkpoints are no longer possible. */
  leaseLost() {}

  /** All records of a split or merged shard were delivered. Without a checkpoint, its child shards wait. */
  async shardEnded(checkpointer) {
    await checkpointer.checkpointWithRetries();
  }

  /** The daemon is about to release the shard: the last chance to checkpoint what is done. */
  shutdownRequested(checkpointer) {}
}

class Wire {
  #lines = lines(process.stdin);

  async read() {
    const { value, done } = await this.#lines.next();
    if (done) {
      throw new StreamClosed();
    }
    return JSON.parse(value);
  }

  write(message) {
    process.stdout.write(JSON.stringify(message) + '\n');
  }
}

/** Only "\n" ends a line here. node:readline would also end a line at some other Unicode characters. */
async function* lines(stream) {
  let begun = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end; (end = chunk.indexOf('\n', start)) >= 0; start = end + 1) {
      yield Buffer.concat([...begun, chunk.subarray(start, end)]).toString('utf8');
      begun = [];
    }
    begun.push(chunk.subarray(start));
  }
}

/** Serves one shard until the daemon closes stdin. */
export async function run(processor) {
  // stdout is for the protocol; console.log goes to stderr, into the daemon's log.
  globalThis.console = new Console(process.stderr);
  // Ctrl-C at a terminal reaches every process of its group, but only the daemon decides when this process ends.
  process.on('SIGINT', () => {});
  const wire = new Wire();
  const checkpointer = new Checkpointer(wire);
  try {
    for (;;) {
      const message = await wire.read();
      await dispatch(processor, checkpointer, message);
      wire.write({ action: 'status', responseFor: message.action });
    }
  } catch (e) {
    if (!(e instanceof StreamClosed)) {
      throw e;
    }
  }
}

/** Calls the method for a message. */
export async function dispatch(processor, checkpointer, message) {
  switch (message.action) {
    case 'initialize':
      return processor.initialize(message.shardId, message.sequenceNumber, message.subSequenceNumber);
    case 'processRecords': {
      const records = message.records.map((fields) => new Record(fields));
      return processor.processRecords(records, checkpointer, message.millisBehindLatest);
    }
    case 'leaseLost':
      return processor.leaseLost();
    case 'shardEnded':
      return processor.shardEnded(checkpointer);
    case 'shutdownRequested':
      return processor.shutdownRequested(checkpointer);
    default:
      throw new UnknownAction(`the daemon sent an unknown action: ${message.action}`);
  }
}
