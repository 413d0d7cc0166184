'use strict';
// An HTTP endpoint that receives Kinesis records, with the standard library only.
//
//     node app.js 8080
//
// The daemon needs: processorUrl = http://localhost:8080/events

const http = require('http');

function process(data) {
  console.log(new TextDecoder('utf-8', {fatal: true}).decode(data));
}

http.createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  const event = JSON.parse(Buffer.concat(parts).toString());
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      process(Buffer.from(record.kinesis.data, 'base64'));
    } catch (error) {
      // Everything from this record on is delivered again.
      batchItemFailures.push({itemIdentifier: record.kinesis.sequenceNumber});
      break;
    }
  }
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({batchItemFailures}));
}).listen(Number(global.process.argv[2]), '127.0.0.1');
