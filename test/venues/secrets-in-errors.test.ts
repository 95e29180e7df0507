import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { redactorOf, sanitisedError } from '../../src/venues/sanitise.ts';
import { apiKey, apiSecret, sessionTo, startScriptedVenue, testCredential } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

/** Everything that anyone could print of an error. */
function everythingOf(error: unknown): string {
  const texts = [
    inspect(error, { depth: 30, showHidden: true, getters: true }),
    String(error),
    JSON.stringify(error),
  ];
  for (let each = error; each instanceof Error; each = each.cause) {
    texts.push(
      each.name,
      each.message,
      String(each.stack),
      JSON.stringify(Object.getOwnPropertyDescriptors(each)),
    );
  }
  return texts.join('\n');
}

/** A hostile or careless answer: whatever was sent comes back in it. */
const echo =
  (status: number, type: string) =>
  (request: SeenRequest): Scripted => ({
    status,
    headers: { 'Content-Type': type, Server: JSON.stringify(request.headers) },
    body: `you asked ${request.rawQuery} with ${JSON.stringify(request.headers)} and ${apiSecret}`,
  });

const echoAsRefusal = (request: SeenRequest): Scripted => ({
  status: 400,
  body: JSON.stringify({
    code: -9999,
    msg: `${request.rawQuery} ${String(request.headers['x-mbx-apikey'])}`,
  }),
});

describe('no error of a session shows a secret, a signature or a key id', () => {
  it.each<[string, (request: SeenRequest) => Scripted]>([
    ['an HTML page that echoes the request', echo(200, 'text/html')],
    ['a 401 that echoes it', echo(401, 'application/json')],
    ['a 403 that echoes it', echo(403, 'text/html')],
    ['a 404 that echoes it', echo(404, 'text/plain')],
    ['a 503 that echoes it', echo(503, 'text/html')],
    ['a refusal whose words echo it', echoAsRefusal],
    [
      'a redirect to a URL with it',
      ({ rawQuery }) => ({ status: 302, headers: { Location: `/?${rawQuery}` } }),
    ],
    ['a reset', () => ({ does: 'reset' })],
    ['a stall', () => ({ does: 'stall' })],
  ])('%s', async (_name, answer) => {
    const venue = await startScriptedVenue(answer);
    open.push(venue);
    const { session, captured } = await sessionTo(venue.port);
    for (const method of ['privateGetMyTrades', 'privateDeleteOrder', 'sapiPostAssetGetFundingAsset']) {
      const error: unknown = await session.call(method, { symbol: 'BTCUSDT' }, 'testing').then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(Error);
      const shown = everythingOf(error);
      const sent = venue.seen.at(-1);
      const signature = new URLSearchParams(`${sent?.rawQuery ?? ''}&${sent?.body ?? ''}`).get('signature');
      expect(signature).toMatch(/^[0-9a-f]{64}$/);
      for (const secret of [apiKey, apiSecret, signature, 'CANARY']) expect(shown).not.toContain(secret);
    }
    // The other way round: the canary does stand in what was captured, so it could have leaked.
    expect(inspect(captured, { depth: 10 })).toContain(apiKey);
  });

  it('nor does the session itself when it is printed', async () => {
    const { session } = await sessionTo(1);
    expect(inspect(session, { depth: 30, showHidden: true })).not.toContain('CANARY');
    expect(JSON.stringify(session)).not.toContain('CANARY');
  });

  it('nor an error about a private key that is broken', async () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${'CANARY'.repeat(10)}\n-----END PRIVATE KEY-----`;
    const credential = testCredential();
    const { session } = await sessionTo(1, {
      credential: { ...credential, parts: { ...credential.parts, secret: new Secret(pem, 'env:PEM') } },
    });
    const error: unknown = await session
      .call('privateGetAccount', {}, 'reading')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(everythingOf(error)).not.toContain('CANARY');
  });
});

describe('redaction', () => {
  const redact = redactorOf(['p@ss word', 'abc']);

  it.each([
    ['as it is', 'x p@ss word y'],
    ['percent-encoded', 'x p%40ss%20word y'],
    ['in base64', `x ${Buffer.from('p@ss word').toString('base64')} y`],
  ])('hides a secret %s', (_name, text) => {
    expect(redact(text)).toBe('x [redacted] y');
  });

  it('hides the query of any URL and any signature, known or not', () => {
    expect(redact('GET https://a.example/p?x=1&signature=00ff failed')).toBe(
      'GET https://a.example/p?[redacted] failed',
    );
    expect(redact('payload a=1&signature=00ff&b=2')).toBe('payload a=1&signature=[redacted]&b=2');
  });

  it('does not blank out a text for a secret of three letters', () => {
    expect(redact('abcabc')).toBe('abcabc');
  });

  it('keeps name, message and code along the causes, and drops what a library hung on them', () => {
    const inner = Object.assign(new Error('inner p@ss word'), {
      code: 'E1',
      options: { password: 'p@ss word' },
    });
    const outer = Object.assign(new Error('outer', { cause: inner }), {
      name: 'NetworkError',
      request: inner,
    });
    const clean = sanitisedError(outer, redact);
    expect(clean).toMatchObject({
      name: 'NetworkError',
      message: 'outer',
      cause: { message: 'inner [redacted]', code: 'E1' },
    });
    expect(inspect(clean, { depth: 20, showHidden: true })).not.toContain('p@ss');
  });

  it('ends on causes that run in a circle', () => {
    const circular = new Error('round');
    circular.cause = circular;
    expect(sanitisedError(circular, redact).message).toBe('round');
  });
});
