/**
 * Counts the words of a stream's records, with one result file per shard.
 *
 *     node word_count.js DIRECTORY            one process per shard, which the daemon starts
 *     node word_count.js DIRECTORY ADDRESS    one process for all shards, which listens at this address
 *
 * The counts and the position of the last record counted are saved in one atomic step, then the position is
 * checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
 * and counted once.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Processor, run } from './shardline.js';
import { serve } from './shardline_host.js';

const WORD = /[\p{L}\p{N}_]+/gu;

class WordCount extends Processor {
  #directory;
  #total;
  #shardId;
  #path;
  #records = 0;
  #position = null;
  #words = new Map();

  /** `total` is what this process has counted, over all of its shards. */
  constructor(directory, total) {
    super();
    this.#directory = directory;
    this.#total = total;
  }

  initialize(shardId, sequenceNumber) {
    mkdirSync(this.#directory, { recursive: true });
    this.#shardId = shardId;
    this.#path = join(this.#directory, `${shardId}.json`);
    if (existsSync(this.#path)) {
      this.#load();
    }
    this.#log(`counting from ${sequenceNumber}`);
  }

  async processRecords(records, checkpointer) {
    for (const record of records) {
      if (this.#position === null || record.isAfter(this.#position)) {
        this.#count(record.data.toString('utf8'));
        const { sequenceNumber, subSequenceNumber } = record;
        this.#position = { sequenceNumber, subSequenceNumber };
      }
    }
    this.#save();
    await checkpointer.checkpointWithRetries();
  }

  async shardEnded(checkpointer) {
    await checkpointer.checkpointWithRetries();
    this.#log('the shard has ended');
  }

  shutdownRequested() {
    // Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
    const words = [...this.#words.values()].reduce((sum, count) => sum + count, 0);
    this.#log(`${this.#records} records, ${words} words so far`);
  }

  #count(text) {
    for (const [word] of text.toLowerCase().matchAll(WORD)) {
      this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
    }
    this.#records++;
    this.#total.records++;
    this.#total.shards.add(this.#shardId);
  }

  #load() {
    const { records, sequenceNumber, subSequenceNumber, words } = JSON.parse(readFileSync(this.#path, 'utf8'));
    this.#records = records;
    this.#position = sequenceNumber === null ? null : { sequenceNumber, subSequenceNumber };
    this.#words = new Map(Object.entries(words));
  }

  #save() {
    const position = this.#position ?? { sequenceNumber: null, subSequenceNumber: 0 };
    // fromEntries makes a word such as "__proto__" an entry like any other.
    const result = { records: this.#records, ...position, words: Object.fromEntries(this.#words) };
    writeFileSync(`${this.#path}.new`, JSON.stringify(result));
    renameSync(`${this.#path}.new`, this.#path);
  }

  #log(text) {
    console.error(`${this.#shardId}: ${text}`);
  }
}

if (process.argv.length !== 3 && process.argv.length !== 4) {
  console.error('usage: node word_count.js DIRECTORY [ADDRESS]');
  process.exit(2);
}
const [, , directory, address = process.env.SHARDLINE_LISTEN] = process.argv;
const total = { shards: new Set(), records: 0 };
if (address) {
  await serve(address, () => new WordCount(directory, total), { name: 'word-count' });
  console.error(`${total.records} records of ${total.shards.size} shards counted in one process`);
} else {
  await run(new WordCount(directory, total));
}
