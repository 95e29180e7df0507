import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTimestampPost } from '../../../src/cli/post-timestamp.ts';
import { drillPolicy, openLocalAuthority } from '../../../src/drill/index.ts';
import {
  askAuthority,
  readRoots,
  type TimestampAuthority,
} from '../../../src/evidence/trusted-time/index.ts';
import { listenOnLoopback } from '../../support/loopback-server.ts';
import { has } from '../../support/pdf-tools.ts';
import { freshFolder } from '../folder.ts';
import { askOpenssl, digest, makeRoot, makeSigner, read } from './made-tokens.ts';

type Answer = (response: http.ServerResponse, body: Buffer) => void;

/** An authority that answers as the test says, and how often it was asked. */
async function answering(answer: Answer): Promise<{ readonly url: string; readonly asked: Buffer[] }> {
  const asked: Buffer[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(Buffer.concat(chunks));
      answer(response, Buffer.concat(chunks));
    });
  });
  const { port, close } = await listenOnLoopback(server);
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}/tsr`, asked };
}

const type = { 'Content-Type': 'application/timestamp-reply' };
const roots = () => readRoots(read('root.pem').toString());

const ask = (url: string, changes: Partial<TimestampAuthority> & { timeoutMs?: number } = {}) => {
  const { timeoutMs = 2000, ...more } = changes;
  return askAuthority({ name: 'one', url, roots: roots(), ...more }, digest, {
    post: createTimestampPost([url], { timeoutMs }),
    random: randomBytes(16),
    signal: new AbortController().signal,
  });
};

const refused = async (answer: Answer, code: string, timeoutMs?: number): Promise<void> => {
  const { url } = await answering(answer);
  await expect(ask(url, timeoutMs === undefined ? {} : { timeoutMs })).rejects.toMatchObject({ code });
};

describe.runIf(has('openssl'))('asking an authority', () => {
  beforeAll(() => {
    makeRoot('root');
    makeSigner('tsa');
  });

  it('sends a digest, a nonce that is another each time, and nothing else', async () => {
    const { url, asked } = await answering((response) => response.writeHead(503).end());
    for (let n = 0; n < 2; n++) await expect(ask(url)).rejects.toMatchObject({ code: 'HTTP_STATUS' });
    const [one = Buffer.alloc(0), two = Buffer.alloc(0)] = asked;
    expect(one.includes(digest)).toBe(true);
    expect(one.length).toBeLessThan(100);
    expect(one.equals(two)).toBe(false);
  });

  it('gets a token from the local authority, under the policy asked for', async () => {
    const folder = join(await freshFolder(), 'tsa');
    const local = await openLocalAuthority({ folder, name: 'one' });
    onTestFinished(() => local.close());
    const stamp = await ask(local.url, { roots: readRoots(local.ca), policy: drillPolicy });
    expect(stamp).toMatchObject({ policy: drillPolicy, accuracyMs: 1000 });
    expect(stamp.signer).toContain('DRILL');
    expect(stamp.root.subject).toContain('DRILL');
  });

  it('says what the authority says when it rejects', async () => {
    const folder = join(await freshFolder(), 'tsa');
    const local = await openLocalAuthority({ folder, name: 'one' });
    onTestFinished(() => local.close());
    await expect(ask(local.url, { roots: readRoots(local.ca), policy: '1.2.3' })).rejects.toMatchObject({
      code: 'REJECTED',
      message: expect.stringMatching(/status 2, rejection.*unacceptedPolicy/) as unknown,
    });
  });

  it('refuses a reply that was given to somebody before', async () => {
    const { reply } = askOpenssl('tsa');
    await refused((response) => response.writeHead(200, type).end(reply), 'WRONG_NONCE');
  });

  it('refuses a login page with status 200, under its own type and under the right one', async () => {
    const page = '<!doctype html><title>Sign in to the Wi-Fi</title>';
    await refused(
      (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(page),
      'WRONG_MEDIA_TYPE',
    );
    await refused((response) => response.writeHead(200, type).end(page), 'NOT_UNDERSTOOD');
  });

  it('refuses a reply that was cut off, whichever layer cut it', async () => {
    const { reply } = askOpenssl('tsa');
    await refused((response) => response.writeHead(200, type).end(reply.subarray(0, 900)), 'NOT_UNDERSTOOD');
    await refused((response) => {
      response.writeHead(200, { ...type, 'Content-Length': reply.length }).write(reply.subarray(0, 900));
      setTimeout(() => response.destroy(), 20);
    }, 'UNREACHABLE');
  });

  it('takes no more than 256 KiB', async () => {
    await refused(
      (response) => response.writeHead(200, type).end(Buffer.alloc(300 * 1024)),
      'REPLY_TOO_LARGE',
    );
  });

  it('refuses a grant without a token, and follows no redirect', async () => {
    await refused(
      (response) => response.writeHead(200, type).end(Buffer.from('30053003020100', 'hex')),
      'NO_TOKEN',
    );
    const { url, asked } = await answering((response) => response.writeHead(200, type).end());
    await refused((response) => response.writeHead(307, { Location: url }).end(), 'HTTP_STATUS');
    expect(asked).toEqual([]);
  });

  it('shows text of the authority with nothing in it that could act', async () => {
    // TimeStampResp { status 2, statusString "no\u001b[2J" }
    const text = Buffer.from('no\u001b[2J');
    const status = Buffer.concat([Buffer.from([2, 1, 2, 0x30, text.length + 2, 0x0c, text.length]), text]);
    const reply = Buffer.concat([Buffer.from([0x30, status.length + 2, 0x30, status.length]), status]);
    const { url } = await answering((response) => response.writeHead(200, type).end(reply));
    const said = await ask(url).catch((error: unknown) => error);
    expect(said).toMatchObject({
      code: 'REJECTED',
      message: expect.stringContaining('"no\\u001b[2J"') as unknown,
    });
  });

  it('gives up on one that is down, that is silent, and that sends a byte now and then', async () => {
    const gone = await listenOnLoopback(http.createServer());
    await gone.close();
    await expect(ask(`http://127.0.0.1:${gone.port}/`)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await refused(() => undefined, 'TIMED_OUT', 200);
    await refused(
      (response) => {
        response.writeHead(200, type);
        const dripping = setInterval(() => response.write('0'), 50);
        response.on('close', () => clearInterval(dripping));
      },
      'TIMED_OUT',
      300,
    );
  });

  it('reaches no address that was not configured', async () => {
    const { url, asked } = await answering((response) => response.writeHead(200, type).end());
    const post = createTimestampPost([url]);
    const signal = new AbortController().signal;
    const elsewhere = url.replace('/tsr', '/other');
    await expect(
      post({ url: elsewhere, contentType: 'x', body: Buffer.alloc(1), signal }),
    ).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(asked).toEqual([]);
  });
});
