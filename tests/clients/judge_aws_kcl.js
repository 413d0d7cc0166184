/**
 * A processor on aws-kcl that writes the ledger of tests/processors/ledger.py.
 *
 *     node judge_aws_kcl.js --directory DIR --owner NAME
 *
 * The unmodified library reads and writes every byte of the conversation. It hides the messages, so the entries of the
 * ledger contain the arguments of its functions instead.
 */

'use strict';

const { createHash } = require('node:crypto');
const { appendFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const kcl = require('aws-kcl');

const TRIES = 20;
const WAIT_MILLIS = 200;

class Ledger {
  constructor(directory, owner) {
    mkdirSync(directory, { recursive: true });
    this.file = join(directory, `${process.hrtime.bigint()}-${process.pid}.jsonl`);
    this.addAll([{ entry: 'start', pid: process.pid, parent: process.ppid, owner }]);
  }

  add(entry, fields) {
    this.addAll([{ ...fields, entry }]);
  }

  addAll(entries) {
    // A JavaScript number cannot represent the nanoseconds of the clock.
    const clock = `,"order":${process.hrtime.bigint()},"at":${Date.now()}}\n`;
    const lines = entries.map((entry) => ascii(JSON.stringify(entry)).slice(0, -1) + clock);
    appendFileSync(this.file, lines.join(''));
  }
}

function ascii(text) {
  return text.replace(/[\u007f-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

class Judge {
  constructor(ledger) {
    this.ledger = ledger;
    this.shard = null;
  }

  initialize(input, done) {
    this.shard = input.shardId;
    this.message('initialize', input);
    this.finish('initialize', done);
  }

  processRecords({ records, checkpointer, ...rest }, done) {
    this.message('processRecords', rest, records.length);
    this.ledger.addAll(records.map((record) => this.describe(record)));
    if (records.length === 0) {
      this.finish('processRecords', done);
      return;
    }
    const { sequenceNumber } = records[records.length - 1];
    this.checkpoint(checkpointer, sequenceNumber, TRIES, () => this.finish('processRecords', done));
  }

  leaseLost(input, done) {
    this.message('leaseLost', input);
    this.finish('leaseLost', done);
  }

  shardEnded({ checkpointer, ...rest }, done) {
    this.message('shardEnded', rest);
    this.checkpoint(checkpointer, null, TRIES, () => this.finish('shardEnded', done));
  }

  shutdownRequested({ checkpointer, ...rest }, done) {
    this.message('shutdownRequested', rest);
    this.checkpoint(checkpointer, null, TRIES, () => this.finish('shutdownRequested', done));
  }

  describe(record) {
    const data = Buffer.from(record.data, 'base64');
    return {
      entry: 'record',
      shard: this.shard,
      sequence: record.sequenceNumber,
      subSequence: record.subSequenceNumber,
      sha256: createHash('sha256').update(data).digest('hex'),
      length: data.length,
      key: record.partitionKey,
      arrival: record.approximateArrivalTimestamp,
    };
  }

  checkpoint(checkpointer, sequence, tries, done) {
    const where = { shard: this.shard, sequence };
    this.ledger.add('ask', where);
    const answered = (error) => {
      this.ledger.add('checkpoint', { ...where, error: error ?? null });
      if (error === 'ThrottlingException' && tries > 1) {
        setTimeout(() => this.checkpoint(checkpointer, sequence, tries - 1, done), WAIT_MILLIS);
      } else {
        done();
      }
    };
    if (sequence === null) {
      checkpointer.checkpoint(answered);
    } else {
      checkpointer.checkpoint(sequence, answered);
    }
  }

  message(action, content, count = 0) {
    this.ledger.add('message', { shard: this.shard, count, action, message: { ...content, action } });
  }

  finish(action, done) {
    this.ledger.add('status', { shard: this.shard, action });
    done();
  }
}

const { values: options } = parseArgs({
  options: { directory: { type: 'string' }, owner: { type: 'string', default: '' } },
});
const ledger = new Ledger(options.directory, options.owner);
process.on('exit', () => ledger.add('end', { signal: null }));
kcl(new Judge(ledger)).run();
