/**
 * Counts the words of a stream's records, with one process and one result file per shard.
 *
 *     node word_count.js DIRECTORY
 *
 * The counts and the position of the last record counted are saved in one atomic step, then the position is
 * checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
 * and counted once.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Processor, run } from './shardline.js';

const WORD = /[\p{L}\p{N}_]+/gu;

class WordCount extends Processor {
  #directory;
  #path;
  #records = 0;
  #position = null;
  #words = new Map();

  constructor(directory) {
    super();
    this.#directory = directory;
  }

  initialize(shardId, sequenceNumber) {
    mkdirSync(this.#directory, { recursive: true });
    this.#path = join(this.#directory, `${shardId}.json`);
    if (existsSync(this.#path)) {
      this.#load();
    }
    console.error(`counting from ${sequenceNumber}`);
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
    console.error('the shard has ended');
  }

  shutdownRequested() {
    // Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
    const words = [...this.#words.values()].reduce((sum, count) => sum + count, 0);
    console.error(`${this.#records} records, ${words} words so far`);
  }

  #count(text) {
    for (const [word] of text.toLowerCase().matchAll(WORD)) {
      this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
    }
    this.#records++;
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
}

if (process.argv.length !== 3) {
  console.error('usage: node word_count.js DIRECTORY');
  process.exit(2);
}
await run(new WordCount(process.argv[2]));
