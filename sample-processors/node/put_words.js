/**
 * Puts each line of stdin as a record into a stream, with the first word of the line as partition key.
 *
 *     node put_words.js STREAM < FILE
 *
 * The AWS SDK finds region, endpoint and credentials in its usual places.
 */

import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';

const MAX_RECORDS = 500;
const MAX_BYTES = 4 * 1024 * 1024;
const TRIES = 10;

/** Kinesis may accept some records of a request and refuse others, which are put again after a pause. */
async function put(kinesis, stream, entries) {
  for (let attempt = 1; ; attempt++) {
    const { Records: results } = await kinesis.send(new PutRecordsCommand({ StreamName: stream, Records: entries }));
    const refused = results.filter((result) => result.ErrorCode);
    if (refused.length === 0) {
      return;
    }
    if (attempt === TRIES) {
      throw new Error(`${refused.length} records were refused ${TRIES} times: ${refused[0].ErrorMessage}`);
    }
    entries = entries.filter((_, i) => results[i].ErrorCode);
    await sleep(Math.min(50 * 2 ** attempt, 5000));
  }
}

async function* batches(lines) {
  let batch = [];
  let size = 0;
  for await (const line of lines) {
    const key = line.trim().split(/\s+/)[0];
    if (key === '') {
      continue;
    }
    const entry = { PartitionKey: key.slice(0, 256), Data: Buffer.from(line) };
    const bytes = 2 * entry.Data.length; // The key counts too, and it is never longer than the line.
    if (batch.length === MAX_RECORDS || (batch.length > 0 && size + bytes > MAX_BYTES)) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(entry);
    size += bytes;
  }
  if (batch.length > 0) {
    yield batch;
  }
}

if (process.argv.length !== 3) {
  console.error('usage: node put_words.js STREAM < FILE');
  process.exit(2);
}
const kinesis = new KinesisClient();
let count = 0;
for await (const batch of batches(createInterface({ input: process.stdin, crlfDelay: Infinity }))) {
  await put(kinesis, process.argv[2], batch);
  count += batch.length;
}
console.log(`${count} records put`);
