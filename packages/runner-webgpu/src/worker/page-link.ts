import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { buffer, text } from 'node:stream/consumers';
import type { Reply, Request } from '@stackbench/model';
import type { Sink } from '../device/read.ts';
import { readPageModule, renderPage } from './page-files.ts';

/** The way from a worker to the page that does its work. */
export interface PageLink {
  /** Where the browser is to go. */
  url: string;
  ask: (request: Request, sink: Sink) => Promise<Reply>;
  /** Nothing will come from the page any more: answers the pending request, and all later ones. */
  fail(reason: string): void;
  close(): void;
}

interface Pending {
  request: Request;
  sink: Sink;
  resolve(reply: Reply): void;
}

/**
 * Serves the page on the loopback interface, below a secret path as other users can reach it too.
 * The page posts its reply and gets the next request in answer; bytes of outputs come in posts of
 * their own. A connection that stays open tells when the page dies.
 */
export async function openPageLink(config: unknown): Promise<PageLink> {
  let pending: Pending | null = null;
  let isSent = false;
  let poll: ServerResponse | null = null;
  let dead: string | null = null;

  const answer = (reply: Reply) => {
    const asked = pending;
    pending = null;
    isSent = false;
    asked?.resolve(reply);
  };
  const fail = (reason: string) => {
    dead ??= reason;
    answer(fatalReply(dead));
  };
  const send = () => {
    if (pending === null || poll === null || isSent) return;
    isSent = true;
    poll.end(JSON.stringify(pending.request));
    poll = null;
  };

  async function route(path: string, message: IncomingMessage, response: ServerResponse) {
    switch (path) {
      case '':
        return respond(response, 'text/html', renderPage(config));
      case 'next': {
        const reply = await text(message);
        if (reply !== '') answer(JSON.parse(reply) as Reply);
        poll = response;
        return send();
      }
      case 'piece':
        await pending?.sink(new Uint8Array(await buffer(message)));
        return response.end();
      case 'alive':
        response.on('close', () => fail('The page in the browser died.'));
        return response.writeHead(200).flushHeaders();
      case 'failed':
        return fail(`The page in the browser failed: ${await text(message)}`);
      default: {
        const module = await readPageModule(path);
        if (module !== null) return respond(response, 'text/javascript', module);
        return response.writeHead(404).end();
      }
    }
  }

  const root = `/${randomUUID()}/`;
  const server = createServer((message, response) => {
    const path = message.url ?? '';
    if (!path.startsWith(root)) {
      response.writeHead(404).end();
      return;
    }
    route(path.slice(root.length), message, response).catch((error: unknown) => {
      response.destroy();
      fail(`The link to the browser broke: ${String(error)}`);
    });
  });
  // A sample may take as long as the engine lets it.
  Object.assign(server, { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0, timeout: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}${root}`,
    fail,
    ask: (request, sink) => {
      if (dead !== null) return Promise.resolve(fatalReply(dead));
      const { promise, resolve } = Promise.withResolvers<Reply>();
      pending = { request, sink, resolve };
      send();
      return promise;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Isolated from other origins, a page has a clock of 5 µs instead of 100. */
function respond(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  response.end(body);
}

function fatalReply(message: string): Reply {
  return { ok: false, failure: { status: 'crash', message, fatal: true } };
}
