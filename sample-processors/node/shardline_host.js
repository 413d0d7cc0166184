/**
 * Serves all shards in one process: listens on a socket, and the daemon connects to it once for each shard.
 *
 *     await serve('unix:/run/app/processor.sock', (shard) => new MyProcessor());
 *
 * Each shard has a Processor of its own (see shardline.js). If a method throws an exception, the daemon gets its text
 * as the reason why the batch failed, and retries the batch. In a service that handles signals itself, use Host. Needs
 * only Node's standard library.
 */

import { statSync, unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checkpointer, StreamClosed, UnknownAction, dispatch } from './shardline.js';

/** How long a connection waits for the previous handler of its shard to end. */
const HANDOVER_MILLIS = 10_000;
/** How long leave() waits for the daemon to end its connections. */
const LEAVE_MILLIS = 20_000;
/** An error in a status is for people. */
const MAX_ERROR = 4000;

/** This connection cannot have its shard. */
class Refused extends Error {}

/** The shard of one connection. When its connection ends, `signal` is aborted: return from the method soon. */
export class Shard {
  constructor(message, signal) {
    this.shardId = message.shardId;
    this.application = message.application;
    this.streamName = message.streamName;
    this.lane = message.lane;
    this.fence = BigInt(message.fence ?? 0);
    this.signal = signal;
  }

  get key() {
    return JSON.stringify([this.application, this.streamName, this.shardId, this.lane]);
  }
}

/** Listens and serves until leave(). `factory` makes the Processor of a Shard. */
export class Host {
  #factory;
  #identity;
  #server;
  #connections = new Set();
  /** The connection that has a shard, by the shard's key. */
  #owners = new Map();

  constructor(address, factory, { name = null, version = null } = {}) {
    // Set if the daemon has started this program.
    this.address = process.env.SHARDLINE_LISTEN || address;
    this.#factory = factory;
    this.#identity = { name, version };
  }

  /** Begins to listen. Rejects if the address cannot be used. */
  async start() {
    // Half-open, because a handler may still work when the daemon has closed its direction.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (socket) => this.#serve(socket));
    const target = parse(this.address);
    try {
      await listen(this.#server, target);
    } catch (e) {
      if (e.code !== 'EADDRINUSE' || !target.path || !(await isStale(target.path))) {
        throw e;
      }
      unlinkSync(target.path);
      await listen(this.#server, target);
    }
    // For example, too many open files: the connection stays in the backlog.
    this.#server.on('error', (e) => console.error(`cannot accept a connection: ${e.message}`));
  }

  /** Leaves in order: the daemon hands the shards over, then the connections end. Resolves when they have. */
  async leave(millis = LEAVE_MILLIS) {
    this.#server.close();
    for (const connection of this.#connections) {
      if (!connection.shard) {
        connection.close();
      }
    }
    await this.#awaitEnds(millis);
    this.#connections.forEach((connection) => connection.close());
    await this.#awaitEnds(HANDOVER_MILLIS);
  }

  async #awaitEnds(millis) {
    await within(millis, Promise.all([...this.#connections].map((connection) => connection.ended)));
  }

  #serve(socket) {
    const connection = new Connection(socket);
    this.#connections.add(connection);
    connection.ended = this.#converse(connection)
      .catch((e) => {
        if (!(e instanceof StreamClosed)) {
          // Not a message of this protocol: closing the connection tells the daemon.
          console.error(e);
        }
      })
      .finally(() => {
        connection.finish();
        this.#connections.delete(connection);
        if (connection.shard && this.#owners.get(connection.shard.key) === connection) {
          this.#owners.delete(connection.shard.key);
        }
      });
  }

  async #converse(connection) {
    const checkpointer = new Checkpointer(connection);
    let message = await connection.read();
    if (message.action !== 'initialize') {
      throw new UnknownAction(`the first message is not initialize: ${message.action}`);
    }
    const shard = new Shard(message, connection.signal);
    let processor;
    try {
      await this.#takeOver(connection, shard);
      processor = await this.#factory(shard);
      await dispatch(processor, checkpointer, message);
    } catch (e) {
      connection.write({ action: 'status', responseFor: 'initialize', error: describe(e) });
      return;
    }
    connection.write({ action: 'status', responseFor: 'initialize', ...this.#identity });
    for (;;) {
      message = await connection.read();
      const status = { action: 'status', responseFor: message.action };
      try {
        await dispatch(processor, checkpointer, message);
      } catch (e) {
        if (e instanceof UnknownAction) {
          throw e;
        }
        status.error = describe(e);
      }
      connection.write(status);
    }
  }

  /** Makes it the only connection that serves the shard; waits until the previous handler has ended. */
  async #takeOver(connection, shard) {
    const deadline = Date.now() + HANDOVER_MILLIS;
    for (let owner; (owner = this.#owners.get(shard.key)); ) {
      if (owner.shard.fence > shard.fence) {
        throw new Refused(`a connection with fence ${owner.shard.fence} serves ${shard.shardId}`);
      }
      owner.close();
      if (!(await within(deadline - Date.now(), owner.ended))) {
        throw new Refused(`the previous handler of ${shard.shardId} has not ended`);
      }
    }
    connection.shard = shard;
    this.#owners.set(shard.key, connection);
  }
}

/** One connection. It is read at all times, so that its end is noticed while a method runs. */
class Connection {
  shard = null;
  #socket;
  #begun = [];
  #lines = [];
  #closed = new AbortController();
  #wake = () => {};

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('end', () => this.#end());
    socket.on('close', () => this.#end());
    socket.on('error', () => this.#end());
  }

  get signal() {
    return this.#closed.signal;
  }

  /** Ends the connection; the handler ends on its own. */
  close() {
    this.#socket.destroy();
  }

  /** Closes it when everything is written. */
  finish() {
    this.#socket.destroySoon();
  }

  async read() {
    while (this.#lines.length === 0) {
      if (this.signal.aborted) {
        throw new StreamClosed();
      }
      await new Promise((resolve) => (this.#wake = resolve));
    }
    return JSON.parse(this.#lines.shift());
  }

  write(message) {
    this.#socket.write(JSON.stringify(message) + '\n');
  }

  #receive(chunk) {
    let start = 0;
    for (let end; (end = chunk.indexOf('\n', start)) >= 0; start = end + 1) {
      this.#lines.push(Buffer.concat([...this.#begun, chunk.subarray(start, end)]).toString('utf8'));
      this.#begun = [];
    }
    this.#begun.push(chunk.subarray(start));
    this.#wake();
  }

  #end() {
    this.#closed.abort();
    this.#wake();
  }
}

function describe(e) {
  if (!(e instanceof Refused || e instanceof StreamClosed)) {
    console.error(e);
  }
  return `${e?.name ?? 'Error'}: ${e?.message ?? e}`.slice(0, MAX_ERROR);
}

/** Resolves to whether the promise is done within this time. */
async function within(millis, promise) {
  const timer = new AbortController();
  const late = sleep(Math.max(0, millis), false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    timer.abort();
  }
}

function parse(address) {
  if (address.startsWith('unix:')) {
    return { path: address.slice('unix:'.length) };
  }
  const [, host, port] = address.match(/^(?:(.*):)?(\d+)$/) ?? [];
  if (!port) {
    throw new Error(`not an address: ${address}`);
  }
  return { host: host ? host.replace(/^\[|\]$/g, '') : '127.0.0.1', port: Number(port) };
}

function listen(server, target) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(target, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Whether the file is the socket of a program that no longer listens. */
function isStale(path) {
  if (!statSync(path).isSocket()) {
    return false;
  }
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.on('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.on('error', (e) => resolve(e.code === 'ECONNREFUSED'));
  });
}

/** Serves until TERM or Ctrl-C, then leaves in order. */
export async function serve(address, factory, identity) {
  const host = new Host(address, factory, identity);
  await host.start();
  console.error(`listening at ${host.address}`);
  await new Promise((resolve) => {
    // A second signal ends the process immediately.
    const asked = () => {
      process.off('SIGINT', asked);
      process.off('SIGTERM', asked);
      resolve();
    };
    process.on('SIGINT', asked);
    process.on('SIGTERM', asked);
  });
  await host.leave();
}
