'use strict';
// A function for AWS Lambda that counts words. It is what one would upload: nothing in it knows Shardline.

let words = 0;

exports.handler = async event => {
  const decoder = new TextDecoder('utf-8', {fatal: true});
  for (const record of event.Records) {
    try {
      const text = decoder.decode(Buffer.from(record.kinesis.data, 'base64'));
      words += (text.match(/[\p{L}\p{N}_]+/gu) || []).length;
    } catch (error) {
      // Everything from this record on is delivered again, and finally sent to the on-failure destination.
      return {batchItemFailures: [{itemIdentifier: record.kinesis.sequenceNumber}]};
    }
  }
  console.log(`words so far: ${words}`);
  return {batchItemFailures: []};
};
