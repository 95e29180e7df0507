import { generateKeyPairSync, verify, createPublicKey, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { coinbase } from '../../src/venues/coinbase/index.ts';
import { keyFlaw } from '../../src/venues/coinbase/key-form.ts';
import { coinbaseVectors } from '../vectors/coinbase.ts';
import { probeKey } from '../../src/venues/probe.ts';
import { machineClock, steppedClock } from './clocks.ts';
import { at, byApi, capabilities, credentialOf, json, replying } from './coinbase-support.ts';
import { html, sessionTo, startScriptedVenue } from './scripted-venue.ts';

const parts = coinbaseVectors.signatures.map((vector) => vector.parts);
const pem = parts[0]?.['secret'] ?? '';
const ed25519 = parts.at(-1)?.['secret'] ?? '';

const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

/** The public half of either kind of secret. */
function publicOf(secret: string) {
  if (secret.startsWith('-----BEGIN')) return createPublicKey(secret);
  const seed = Buffer.from(secret, 'base64').subarray(0, 32);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

function isSignedBy(secret: string, jwt: string): boolean {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  const bytes = Buffer.from(signature, 'base64url');
  return secret.startsWith('-----BEGIN')
    ? verify('sha256', signed, { key: publicOf(secret), dsaEncoding: 'ieee-p1363' }, bytes)
    : verify(null, signed, publicOf(secret), bytes);
}

const bearer = (headers: Readonly<Record<string, string | string[] | undefined>>): string =>
  String(headers['authorization']).replace(/^Bearer /, '');

describe.each(coinbaseVectors.signatures)('signs as documented: $from', (vector) => {
  const { parts: own, request, call, atMs } = vector;
  const secret = own['secret'] ?? '';

  it(`${request.method} ${request.path}`, async () => {
    const venue = await startScriptedVenue(() => json({}));
    const clock = steppedClock(new Date(atMs).toISOString());
    const credential = credentialOf(own);
    const { session } = await sessionTo(venue.port, { venue: coinbase, credential, clock });
    await session.call(call.endpoint, call.params, 'signing');
    await venue.close();
    const [seen] = venue.seen;
    expect(seen).toMatchObject({
      method: request.method,
      path: request.path,
      rawQuery: request.query ?? '',
      body: request.body ?? '',
    });
    const jwt = bearer(seen?.headers ?? {});
    expect(isSignedBy(secret, jwt)).toBe(true);
    const [header = '', claims = ''] = jwt.split('.');
    const kid = own['apiKey'];
    expect(read(header)).toMatchObject({
      alg: secret.startsWith('-----BEGIN') ? 'ES256' : 'EdDSA',
      typ: 'JWT',
      kid,
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const uri = `${request.method} api.coinbase.com${request.path}`;
    const { uri: one, uris: many, ...said } = read(claims) as Record<string, unknown>;
    expect(one ?? many).toEqual(secret.startsWith('-----BEGIN') ? uri : [uri]);
    expect(said).toMatchObject({ sub: kid, nbf: atMs / 1000, exp: atMs / 1000 + 120 });
  });

  it('as the vector itself is signed', () => {
    expect(isSignedBy(secret, bearer(request.headers))).toBe(true);
  });
});

describe('a key that Coinbase cannot have given out', () => {
  const made = (secret: string) => keyFlaw({ apiKey: 'organizations/o/apiKeys/k', secret });
  const ofCurve = (namedCurve: string) =>
    generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'pem', type: 'sec1' }).toString();
  const ed = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const rewrapped = createPrivateKey(pem).export({ format: 'pem', type: 'pkcs8' }).toString();
  const halves = Buffer.from(ed25519, 'base64');

  it.each([
    ['of the vectors, ECDSA', pem],
    ['of the vectors, Ed25519', ed25519],
    ['with a seed alone', halves.subarray(0, 32).toString('base64')],
  ])('is not one %s', (_name, secret) => {
    expect(made(secret)).toBeUndefined();
  });

  it.each([
    ['a legacy secret', 'abcdefghijklmnopqrstuvwxyz012345', /legacy/],
    ['nothing', '', /neither/],
    ['a UUID', '00000000-0000-4000-8000-0000000000a1', /neither/],
    ['another curve', ofCurve('secp256k1'), /of a kind that Coinbase does not use/],
    ['Ed25519 as PEM', ed, /88 characters/],
    ['PKCS #8', rewrapped, /another wrapping/],
    ['half a PEM block', pem.slice(0, 80), /no private key/],
    ['PEM with one letter gone', pem.replace('MHc', 'MH'), /no private key/],
    [
      'two halves that do not match',
      Buffer.concat([halves.subarray(0, 32), Buffer.alloc(32)]).toString('base64'),
      /two halves/,
    ],
    ['Ed25519 without its padding', ed25519.replace(/=+$/, ''), /neither/],
    ['48 bytes', Buffer.alloc(48).toString('base64'), /neither/],
  ])('%s', (_name, secret, says) => {
    const flaw = made(secret) ?? '';
    expect(flaw).toMatch(says);
    if (secret.length > 16) expect(flaw).not.toContain(secret.slice(4, 16));
  });
});

it('a key whose parts changed places', () => {
  expect(keyFlaw({ apiKey: pem, secret: ed25519 })).toContain('the name of the key belongs there');
});

describe('what a probe shows', () => {
  const noScope = { error: 'PERMISSION_DENIED', error_details: 'Missing required scopes', message: 'no' };
  it.each<[string, number, unknown, string]>([
    ['the bare 401 that a dead key gets', 401, 'Unauthorized', 'dead-code'],
    ['a permission that is missing', 403, noScope, 'refused-but-exists'],
    ['a firewall', 403, html, 'inconclusive'],
    ['a limit', 429, 'Unauthorized', 'inconclusive'],
    ['a broken server', 500, 'Unauthorized', 'inconclusive'],
    ['a reply of no known form', 200, '{}', 'inconclusive'],
  ])('%s', async (_name, status, body, says) => {
    const { session } = await replying(body, status);
    const probe = await probeKey({ session, role: 'negative', clock: machineClock, egress: () => '' });
    expect(probe.says).toBe(says);
  });
});

describe('the key report', () => {
  const introspect = byApi(capabilities.introspectKey);
  const told = {
    can_view: true,
    can_trade: true,
    can_transfer: false,
    can_receive: false,
    portfolio_uuid: '27f87ea6-0000-4000-8000-000000000001',
    portfolio_type: 'DEFAULT',
  };
  const reportOf = async (body: object) => introspect((await replying(body)).session);

  it('says what the key may, flag by flag, and what nobody tells', async () => {
    const report = await reportOf(told);
    expect(report.scopes).toEqual({
      read: 'granted',
      'spot-trade': 'granted',
      futures: 'granted',
      options: 'unknown',
      margin: 'unknown',
      transfer: 'denied',
      withdraw: 'denied',
      'manage-keys': 'denied',
      'manage-addresses': 'denied',
    });
    expect(report.ipRestricted).toBe('unknown');
    for (const fact of [report.ipAllowlist, report.label, report.createdAt, report.lastUsedAt]) {
      expect(fact).toMatchObject({ known: false, why: expect.stringContaining('portal.cdp.coinbase.com') });
    }
    expect(report.notes?.join(' ')).toContain(told.portfolio_uuid);
    expect(report.notes?.join(' ')).toContain('one portfolio');
  });

  it('one flag lets money out: by a send, and to another portfolio', async () => {
    const { scopes, bundled } = await reportOf({ ...told, can_trade: false, can_transfer: true });
    expect(scopes).toMatchObject({
      'spot-trade': 'denied',
      options: 'denied',
      transfer: 'granted',
      withdraw: 'granted',
    });
    expect(bundled).toContainEqual(['transfer', 'withdraw']);
  });

  it('reads no flag that is missing as "denied"', async () => {
    const { can_transfer: _left, ...rest } = told;
    await expect(reportOf(rest)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('is one request, which reads', async () => {
    const { venue, session } = await replying(told);
    await introspect(session);
    expect(venue.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v3/brokerage/key_permissions',
    ]);
  });
});

describe('the venue’s clock', () => {
  const readClock = byApi(capabilities.readClock);
  const offsetFrom = async (body: (ms: number) => object) => {
    const clock = steppedClock();
    const venue = await startScriptedVenue(() => json(body(clock.now().toMillis())));
    const { session } = await sessionTo(venue.port, { venue: coinbase, clock, keyless: true });
    const { offsetMs } = await readClock(session);
    await venue.close();
    expect(venue.seen[0]?.path).toBe('/api/v3/brokerage/time');
    expect(venue.seen[0]?.headers.authorization).toBeUndefined();
    return offsetMs;
  };

  it('is told in milliseconds, as text', async () => {
    expect(await offsetFrom((ms) => ({ iso: 'x', epochSeconds: '1', epochMillis: String(ms + 1500) }))).toBe(
      1500,
    );
  });

  it('is the middle of its second where that is all that is told', async () => {
    expect(await offsetFrom((ms) => ({ epochSeconds: Math.floor(ms / 1000) + 2 }))).toBe(2500);
  });

  it.each(['{}', '[]', '{"epochMillis":"soon"}', '{"epochMillis":12}'])(
    'is not read from %s',
    async (body) => {
      const { session } = await at(() => json(body));
      await expect(readClock(session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    },
  );
});

describe('what the operator is told', () => {
  it('who does what: by API only what reads, and what cancels orders', () => {
    const by = Object.fromEntries(Object.entries(capabilities).map(([name, { by: how }]) => [name, how]));
    const named = (how: string) => Object.keys(by).filter((name) => by[name] === how);
    expect(named('nobody')).toEqual(['stopSubAccountTransfers']);
    expect(named('hand').toSorted()).toEqual([
      'cancelWithdrawal',
      'createKey',
      'createSubAccountKey',
      'downgradeKey',
      'editWithdrawalAddresses',
      'endSessions',
      'freezeAccount',
      'listSubAccountKeys',
      'listWithdrawalAddresses',
      'restrictSubAccountKey',
      'revokeKey',
      'revokeSubAccountKey',
    ]);
  });

  it('that the key reaches one portfolio, wherever that matters', () => {
    for (const name of [
      'listOpenOrders',
      'listBalances',
      'listTrades',
      'listOrders',
      'listWithdrawals',
      'listDeposits',
      'listTransfers',
      'listLedger',
      'cancelAllOrders',
    ] as const) {
      const capability = capabilities[name];
      if (capability.by !== 'api') throw new Error('not by API');
      expect(capability.note, name).toContain('own portfolio only');
    }
  });

  it('that an open allowlist lets a send go anywhere, where the key is ended', () => {
    const { revokeKey } = capabilities;
    if (revokeKey.by !== 'hand') throw new Error('by hand here');
    expect(revokeKey.instructions[0]).toContain('Hurry');
    expect(revokeKey.instructions.join(' ')).toContain('three times');
  });
});
