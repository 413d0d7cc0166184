/**
 * The processor's half of the wire: JSON lines on stdin and stdout, Node's standard library alone.
 *
 * Extend Processor, override what you need, end the program with `await run(new MyProcessor())`. One process
 * serves one shard, one message at a time. An exception that leaves a method ends the process; the daemon
 * starts a new one at the last checkpoint, so nothing is lost.
 */

import { Console } from 'node:console';
import { setTimeout as sleep } from 'node:timers/promises';

/** The lease is lost, or the daemon can no longer store a checkpoint for it. */
const GIVE_UP = ['ShutdownException', 'InvalidStateException'];

/** The daemon refused a checkpoint; `reason` says why, for example "ThrottlingException". */
export class CheckpointError extends Error {
  constructor(reason) {
    super(reason);
    this.name = 'CheckpointError';
    this.reason = reason;
  }
}

/** The daemon closed stdin: time to end. */
class StreamClosed extends Error {}

/** One record; sequence and sub-sequence number order the records of a shard and are what a checkpoint stores. */
export class Record {
  constructor(fields) {
    this.data = Buffer.from(fields.data, 'base64');
    this.partitionKey = fields.partitionKey;
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

/** Stores how far this shard is done; usable in processRecords, shardEnded and shutdownRequested. */
export class Checkpointer {
  #wire;

  constructor(wire) {
    this.#wire = wire;
  }

  /** Marks `record` and all before it as done; without a record, all that was delivered so far. */
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
   * As checkpoint, but waits and tries again, each time twice as long, while DynamoDB throttles.
   * Resolves to false when the shard is no longer ours: its new owner goes on, and there is nothing to do here.
   */
  async checkpointWithRetries(record, { tries = 6, firstWaitMillis = 500 } = {}) {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.checkpoint(record);
        return true;
      } catch (e) {
        if (GIVE_UP.includes(e.reason)) {
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

/** What a program overrides; every method may be async. By default it takes everything and checkpoints where it must. */
export class Processor {
  /** Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ... */
  initialize(shardId, sequenceNumber, subSequenceNumber) {}

  /** Called with records in order; the next batch comes after it is done. */
  processRecords(records, checkpointer, millisBehindLatest) {}

  /** Another worker has the shard now; a checkpoint is no longer possible. */
  leaseLost() {}

  /** All records of a split or merged shard were delivered; without a checkpoint its children never start. */
  async shardEnded(checkpointer) {
    await checkpointer.checkpointWithRetries();
  }

  /** The daemon is about to stop: a last chance to checkpoint what is done. */
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

/** Only "\n" ends a line here, while node:readline also takes some signs of Unicode for an end. */
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
  // The protocol keeps stdout to itself; console.log goes to stderr, into the daemon's log.
  globalThis.console = new Console(process.stderr);
  // Ctrl-C at a terminal reaches every process of its group; when to end is the daemon's decision.
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

async function dispatch(processor, checkpointer, message) {
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
      throw new Error(`the daemon sent an unknown action: ${message.action}`);
  }
}
