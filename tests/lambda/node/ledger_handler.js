'use strict';
// A Lambda handler that records everything it receives, as python/ledger_handler.py does.

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

fs.mkdirSync(process.env.LEDGER, {recursive: true});
const file = fs.openSync(
    path.join(process.env.LEDGER, `${process.hrtime.bigint()}-${process.pid}.jsonl`), 'wx');
add([{entry: 'start', pid: process.pid, owner: 'a'}]);

function add(entries) {
  const order = process.hrtime.bigint().toString();
  const lines = entries.map(entry => {
    const text = JSON.stringify({...entry, at: Date.now()}).replace(/[\u007f-\uffff]/g, escape);
    return text.slice(0, -1) + `,"order":${order}}\n`;
  });
  fs.writeSync(file, lines.join(''));
}

function escape(c) {
  return '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0');
}

exports.handler = async (event, context) => {
  const records = event.Records.map(describe);
  add(records);
  let last;
  for (const record of records) {
    switch (record.key) {
      case 'poison':
        add([{entry: 'failed', shard: record.shard, sequence: null}]);
        throw new TypeError('ValueError: cannot process ' + record.sequence);
      case 'exit':
        process.exit(3);
        break;
      case 'hang':
        await new Promise(resolve => setTimeout(resolve, 3600000));
        break;
      case 'report':
        add([{...(last || {shard: record.shard, sequence: null}), entry: 'failed'}]);
        return {batchItemFailures: [{itemIdentifier: record.sequence}]};
    }
    last = record;
  }
  add([{entry: 'status', shard: records[0].shard, action: 'processRecords'}]);
  return {batchItemFailures: []};
};

function describe(record) {
  const data = Buffer.from(record.kinesis.data, 'base64');
  const [shard, sequence, sub] = record.eventID.split(':');
  return {
    entry: 'record',
    shard,
    sequence,
    subSequence: Number(sub || 0),
    sha256: crypto.createHash('sha256').update(data).digest('hex'),
    length: data.length,
    key: record.kinesis.partitionKey,
    arrival: Math.round(record.kinesis.approximateArrivalTimestamp * 1000),
  };
}
