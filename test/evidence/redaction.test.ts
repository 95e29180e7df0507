import { createHmac } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createRedactor } from '../../src/evidence/index.ts';
import { apiKey, apiSecret, exchange, rules, salt, withRequest, withResponse } from './exchanges.ts';

const redactor = createRedactor({
  salt,
  secrets: [new Secret(apiSecret, 'env:BINANCE_SECRET')],
  keyIds: [new Secret(apiKey, 'env:BINANCE_KEY')],
});
const redact = (one: HttpExchange) => redactor.redactExchange(one, rules).exchange;
const bodyOf = (one: HttpExchange) => Buffer.from(one.response?.body ?? []).toString('utf8');
const fingerprint = (value: string) => createHmac('sha256', salt).update(value).digest('hex').slice(0, 16);

describe('evidence/redaction by allow-list', () => {
  it('closes every header that the venue did not open, and keeps repeats and order', () => {
    const { request, response } = redact(exchange());
    expect(request.headers[0]).toEqual(['Host', 'api.binance.com']);
    expect(request.headers[2]).toEqual(['Accept', 'application/json']);
    expect(response?.headers.map(([name]) => name)).toEqual(
      exchange().response?.headers.map(([name]) => name),
    );
    expect(response?.headers[1]?.[1]).toBe(`[REDACTED:header:len=16:fp=${fingerprint('session=8f2ba60c')}]`);
    expect(response?.headers.slice(3)).toEqual([
      ['Vary', 'Accept-Encoding'],
      ['Vary', 'Origin'],
    ]);
  });

  it('shows of a key id its ends and its length', () => {
    const marker = `[REDACTED:key-id:vmPU...Eh8A:len=64:fp=${fingerprint(apiKey)}]`;
    expect(redact(exchange()).request.headers[1]).toEqual(['X-MBX-APIKEY', marker]);
  });

  it('shows nothing of a key id so short that its ends would be most of it', () => {
    const small = createRedactor({ salt, keyIds: [new Secret('shortkey1234', 'env:K')] });
    expect(small.redactText('key shortkey1234 refused')).toMatch(
      /^key \[REDACTED:key-id:\.\.\.:len=12:fp=\w{16}\] refused$/,
    );
  });

  it('closes every query parameter that the venue did not open, in a URL that stays valid', () => {
    const { url } = redact(exchange()).request;
    expect(url).toMatch(
      /^https:\/\/api\.binance\.com\/api\/v3\/myTrades\?symbol=LTCBTC&limit=1000&timestamp=1499827319559&signature=%5BREDACTED:parameter:len=64:fp=[0-9a-f]{16}%5D$/,
    );
    expect(new URL(url).searchParams.get('signature')).toMatch(/^\[REDACTED:parameter:len=64/);
  });

  it.each([
    ['a bare word', '?eyJhbGciOiJIUzI1NiJ9', /\?%5BREDACTED:parameter:len=20:fp=\w+%5D$/],
    [
      'a name spelled with %XX',
      '?%73ymbol=BTC&%74oken=abc',
      /\?%73ymbol=BTC&%74oken=%5BREDACTED:parameter:len=3/,
    ],
    ['a name in other capitals', '?Symbol=BTC', /\?Symbol=%5BREDACTED/],
    ['an empty value', '?signature=&symbol=A', /\?signature=&symbol=A$/],
    ['a broken %-escape', '?signature=%zz%', /\?signature=%5BREDACTED:parameter:len=4/],
  ])('handles %s in the query', (_what, query, expected) => {
    expect(redact(withRequest({ url: `https://api.binance.com/x${query}` })).request.url).toMatch(expected);
  });

  it('closes user info in a URL, and a URL that is none', () => {
    const { url } = redact(withRequest({ url: 'https://bot:pa55word-x@api.binance.com/x' })).request;
    expect(url).toMatch(/^https:\/\/%5BREDACTED:user-info:len=14:fp=\w+%5D@api\.binance\.com\/x$/);
    expect(redact(withRequest({ url: 'pa55word-x' })).request.url).toMatch(/^%5BREDACTED:url:len=10/);
  });

  it('closes form parameters of a body as it does in the query', () => {
    const body = Buffer.from('symbol=LTCBTC&side=BUY&quantity=1&signature=0123456789abcdef');
    const headers = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
    const { request } = redact(withRequest({ method: 'POST', headers, body }));
    const text = Buffer.from(request.body).toString('utf8');
    expect(text).toMatch(
      /^symbol=LTCBTC&side=BUY&quantity=%5BREDACTED:parameter:len=1:.*&signature=%5BREDACTED/,
    );
  });

  it('closes scalars of a JSON body by the key nearest above them, and keeps every other byte', () => {
    const text =
      '{ "symbol":"BTC",\n"limit": 1.50,"deep":{"pin":[1234,{"side":"a\\u0062"}],"ok":null},"symbol":"B" }';
    const { request } = redact(
      withRequest({ headers: [['content-type', 'application/json']], body: Buffer.from(text) }),
    );
    const clean = Buffer.from(request.body).toString('utf8');
    const marker = (value: string) => `"[REDACTED:parameter:len=${value.length}:fp=${fingerprint(value)}]"`;
    expect(clean).toBe(
      `{ "symbol":"BTC",\n"limit": 1.50,"deep":{"pin":[${marker('1234')},{"side":"a\\u0062"}],"ok":${marker('null')}},"symbol":"B" }`,
    );
  });

  it('closes a body that is neither form nor JSON whole, and says that its length changed', () => {
    const headers = [
      ['Content-Type', 'multipart/form-data; boundary=x'],
      ['Content-Length', '9'],
    ] as const;
    const { request } = redact(withRequest({ headers, body: Buffer.from('--x secret') }));
    expect(Buffer.from(request.body).toString()).toMatch(/^\[REDACTED:body:len=10:fp=\w{16}\]$/);
    expect(request.headers[1]).toEqual(['x-orig-content-length', '9']);
  });

  it('leaves bytes alone in which there is nothing to hide', () => {
    const before = withResponse(Buffer.from([0xff, 0xfe, 0, 1, 0x5c, 0x25, 0x34]));
    expect(redact(before).response?.body).toBe(before.response?.body);
  });

  it('looks in the reply for what it closed in the request', () => {
    const origin = '1658384314791-signature-c8db56825ae71d6d79447849e617115f4a920fa2';
    const one = exchange({
      request: { ...exchange().request, headers: [['X-SIGN', origin]] },
      response: {
        status: 200,
        statusText: 'OK',
        headers: [],
        body: Buffer.from(`{"msg":"error sign! origin_string[${origin}]"}`),
      },
    });
    expect(bodyOf(redact(one))).toMatch(
      /^\{"msg":"error sign! origin_string\[\[REDACTED:header:len=64:fp=\w+\]\]"\}$/,
    );
    // It was that exchange's own value: the next one is not searched for it.
    expect(bodyOf(redact(withResponse(origin)))).toBe(origin);
  });

  it('never changes what came in', () => {
    const before = exchange();
    const copy = everythingIn(before);
    redact(before);
    expect(everythingIn(before)).toBe(copy);
  });
});

describe('evidence/redaction of known secrets', () => {
  const tricky = 'p@ss/w0rd+"quoted"\\ü=&%';
  const known = createRedactor({
    salt,
    secrets: [new Secret(tricky, 'prompt:'), new Secret(apiSecret, 'env:S')],
  });
  const clean = (body: string) => bodyOf(known.redactExchange(withResponse(body), rules).exchange);
  const bytes = Buffer.from(tricky, 'utf8');

  it.each([
    ['raw', tricky],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['upper-case hex', bytes.toString('hex').toUpperCase()],
    ['URL-encoded', encodeURIComponent(tricky)],
    ['URL-encoded in lower case', encodeURIComponent(tricky).toLowerCase()],
    ['as a form writes it', new URLSearchParams({ a: tricky }).toString().slice(2)],
    ['every byte URL-encoded', [...bytes].map((byte) => `%${byte.toString(16)}`).join('')],
    ['JSON-escaped', JSON.stringify(tricky)],
    ['JSON-escaped with slashes', JSON.stringify(tricky).replaceAll('/', '\\/')],
    [
      'as \\u escapes',
      [...tricky].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    ],
  ])('finds the secret %s', (_form, text) => {
    const after = clean(`{"before":"${text}","after":1}`);
    expect(after).toMatch(/^\{"before":.*\[REDACTED:secret:len=23:fp=[0-9a-f]{16}\].*"after":1\}$/s);
    expect(after).not.toContain(text.replaceAll('"', '').slice(2, -2));
  });

  it.each([0, 1, 2, 3, 4])('finds the secret inside base64 of a longer text, %i characters in', (shift) => {
    const longer = Buffer.from(`${'u'.repeat(shift)}${apiSecret}:tail`).toString('base64');
    const after = clean(`Basic ${longer}`);
    expect(after).toContain(`[REDACTED:secret:len=64:fp=${fingerprint(apiSecret)}]`);
    const left = after.replace(/\[REDACTED[^\]]*\]/, '').slice('Basic '.length);
    expect(left.length).toBeLessThan(20);
  });

  it('finds a line of a PEM key, whose line ends a venue may change', () => {
    const pem = `-----BEGIN EC PRIVATE KEY-----\n${'MHcCAQEEIJ'.repeat(5)}\n${'aB3dEfGh12'.repeat(5)}\n-----END EC PRIVATE KEY-----\n`;
    const withPem = createRedactor({ salt, secrets: [new Secret(pem, 'file:key.pem')] });
    const after = withPem.redactText(`got ${pem.replaceAll('\n', '\r\n')}`);
    expect(after).not.toContain('MHcCAQEEIJ');
    expect(after).not.toContain('aB3dEfGh12');
  });

  it('replaces a secret of four characters only where it stands alone', () => {
    const short = createRedactor({ salt, secrets: [new Secret('4711', 'prompt:')] });
    expect(short.redactText('pin 4711, price 0.0047110')).toMatch(
      /^pin \[REDACTED:secret:len=4:fp=\w+\], price 0.0047110$/,
    );
  });

  it('takes the longer of two secrets whole when one contains the other', () => {
    const both = createRedactor({
      salt,
      secrets: [new Secret('abcdefgh', 'a'), new Secret('abcdefgh-ijklmnop', 'b')],
    });
    expect(both.redactText('<abcdefgh-ijklmnop>')).toBe(
      `<[REDACTED:secret:len=17:fp=${fingerprint('abcdefgh-ijklmnop')}]>`,
    );
  });

  it('finds secrets in the URL path, open parameters, headers, error and purpose', () => {
    const one = exchange({
      purpose: `reading with ${apiSecret}`,
      error: `connect failed: https://x/?k=${apiSecret}`,
      request: {
        method: 'GET',
        url: `https://api.binance.com/u/${apiSecret}/x?symbol=${apiSecret}#${apiSecret}`,
        headers: [['User-Agent', `bot ${apiSecret}`]],
        body: Buffer.from(`{"${apiSecret}":{"symbol":"${apiSecret}"}}`),
      },
      response: {
        status: 401,
        statusText: apiSecret,
        headers: [['Date', apiSecret]],
        body: Buffer.from(apiSecret),
      },
    });
    expect(everythingIn(known.redactExchange(one, rules).exchange)).not.toContain(apiSecret);
  });

  it('learns a credential: the key id under its ends, the other parts under their own names', () => {
    const taught = createRedactor({ salt });
    taught.learnCredential({
      holder: 'replacement',
      label: 'bot-2',
      parts: {
        apiKey: new Secret('new-key-id-0123456789', 'prompt:'),
        password: new Secret('passphrase-9', 'prompt:'),
      },
    });
    expect(taught.redactText('new-key-id-0123456789 passphrase-9')).toMatch(
      /^\[REDACTED:key-id:new_\.\.\.6789:len=21:fp=\w+\] \[REDACTED:password:len=12:fp=\w+\]$/,
    );
  });

  it('redacts every string of a JSON value, keys too, and copies it', () => {
    const value = { note: `pasted ${apiSecret} here`, [apiSecret]: [1, null, { deep: apiSecret }] };
    const after = known.redactJson(value);
    expect(JSON.stringify(after)).not.toContain(apiSecret);
    expect(value.note).toContain(apiSecret);
  });

  it('logs each redaction with its place, rule, length and fingerprint, and counts repeats', () => {
    const { redactions } = redactor.redactExchange(withResponse(`${apiSecret} ${apiSecret}`), rules);
    expect(redactions).toContainEqual({
      where: 'response body',
      rule: 'secret',
      length: 64,
      fp: fingerprint(apiSecret),
      times: 2,
    });
    expect(redactions).toContainEqual(
      expect.objectContaining({ where: 'request url parameter signature', rule: 'parameter', length: 64 }),
    );
  });

  it('gives another fingerprint under another salt, and refuses a salt that could be guessed', () => {
    const other = createRedactor({ salt: Buffer.alloc(16, 7), secrets: [new Secret(apiSecret, 'env:S')] });
    expect(other.redactText(apiSecret)).not.toBe(known.redactText(apiSecret));
    expect(() => createRedactor({ salt: Buffer.alloc(15) })).toThrow(
      expect.objectContaining({ code: 'SALT_TOO_SHORT' }) as Error,
    );
  });

  it('leaves no trace of a secret, whatever it is made of and wherever it stands', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const secretText = fc.string({
      minLength: 8,
      maxLength: 80,
      unit: fc.constantFrom(...'aZ09+/=-_.~"\\%&? :ü\u{1f511}'),
    });
    fc.assert(
      fc.property(secretText, text, text, (secret, before, after) => {
        const one = createRedactor({ salt, secrets: [new Secret(secret, 'x')] });
        const body = JSON.stringify({
          a: `${before}${secret}${after}`,
          b: Buffer.from(`${before}${secret}`).toString('base64'),
        });
        const url = `https://api.binance.com/p/${encodeURIComponent(secret)}?symbol=${encodeURIComponent(secret)}`;
        const changed = one.redactExchange(
          { ...withResponse(body), request: { ...exchange().request, url } },
          rules,
        );
        const { response, request } = changed.exchange;
        const read = JSON.parse(Buffer.from(response?.body ?? []).toString('utf8')) as {
          a: string;
          b: string;
        };
        expect(read.a).not.toContain(secret);
        expect(decodeURIComponent(request.url)).not.toContain(secret);
        expect(Buffer.from(read.b, 'base64').toString('utf8')).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it('takes a body made to be slow in a time that grows with its length only', () => {
    const slow = ['\\"', '"', '%', '%4', '{"a":', '\\u00'].map(
      (piece) => clean(piece.repeat(200_000)).length,
    );
    expect(slow).toEqual([400_000, 200_000, 200_000, 400_000, 1_000_000, 800_000]);
  });
});

describe('evidence/redaction of compressed replies', () => {
  const body = Buffer.from(
    JSON.stringify({ secret: apiSecret, rows: Array.from({ length: 200 }, (_, id) => ({ id })) }),
  );
  const reply = (coding: string, bytes: Uint8Array) =>
    withResponse(bytes, [
      ['Content-Encoding', coding],
      ['Content-Length', String(bytes.length)],
    ]);

  it.each([
    ['gzip', gzipSync(body)],
    ['x-gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['br', brotliCompressSync(body)],
    ['zstd', zstdCompressSync(body)],
    ['gzip, br', brotliCompressSync(gzipSync(body))],
  ])('stores a reply in %s decoded and redacted, its old headers under x-orig-', (coding, bytes) => {
    const { response } = redact(reply(coding, bytes));
    const expected = body
      .toString()
      .replace(apiSecret, `[REDACTED:secret:len=64:fp=${fingerprint(apiSecret)}]`);
    expect(Buffer.from(response?.body ?? []).toString()).toBe(expected);
    expect(response?.headers).toEqual([
      ['x-orig-content-encoding', coding],
      ['x-orig-content-length', String(bytes.length)],
    ]);
  });

  it.each([
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['br', brotliCompressSync(body)],
  ])('keeps what arrived of a reply in %s that was cut off, and says so', (coding, bytes) => {
    const { response } = redact(reply(coding, bytes.subarray(0, bytes.length - 40)));
    const text = Buffer.from(response?.body ?? []).toString();
    expect(text.startsWith('{"secret":"[REDACTED:secret')).toBe(true);
    expect(response?.headers.at(-1)).toEqual(['x-firebreak-body', 'cut off']);
  });

  it.each([
    ['a coding nobody knows', 'secret-zip', Buffer.from(apiSecret)],
    ['a name that every object has', 'constructor', Buffer.from(apiSecret)],
    ['bytes that are not gzip', 'gzip', Buffer.from(`not gzip ${apiSecret}`)],
    ['a bomb', 'gzip', gzipSync(Buffer.alloc(65 * 1024 * 1024))],
  ])('writes nothing of a body with %s', (_what, coding, bytes) => {
    const { response } = redact(reply(coding, bytes));
    expect(Buffer.from(response?.body ?? []).toString()).toMatch(
      /^\[REDACTED:(undecodable-body|secret):len=\d+:fp=\w+\]$/,
    );
  });
});

const everythingIn = (one: HttpExchange): string =>
  JSON.stringify(one, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );

describe('evidence/redaction of what a reply tells for the first time', () => {
  const withNewKey = () =>
    withResponse(
      '{"apiKey":"NEWKEYnewkeyNEWKEYnewkey","secretKey":"NEWSECRETnewsecretNEWSECRET","canTrade":true}',
      [['Content-Type', 'application/json']],
    );
  const closing = { ...rules, secretFields: ['secretKey'], keyIdFields: ['apiKey'] };

  it('closes a new key’s secret by the name of its field, and shows of a key id its ends', () => {
    const { exchange: clean, redactions } = redactor.redactExchange(withNewKey(), closing);
    const text = Buffer.from(clean.response?.body ?? []).toString('utf8');
    expect(text).not.toContain('NEWSECRET');
    expect(JSON.parse(text)).toMatchObject({
      apiKey: expect.stringMatching(/^\[REDACTED:key-id:NEWK\.\.\.wkey:len=24/),
      secretKey: expect.stringMatching(/^\[REDACTED:secret-field:len=27/),
      canTrade: true,
    });
    expect(redactions.map(({ where }) => where)).toContain('response body field secretKey');
  });

  it('leaves the reply as it was where the venue declares no such field', () => {
    const before = withNewKey();
    const unlearned = createRedactor({ salt });
    expect(bodyOf(unlearned.redactExchange(before, rules).exchange)).toBe(bodyOf(before));
  });

  it('knows the id of another key again where a later request names it, in its path too', () => {
    const listing = createRedactor({ salt });
    listing.redactExchange(withNewKey(), closing);
    const ending = withRequest({
      url: 'https://api.example.com/sub_accounts/7/keys/NEWKEYnewkeyNEWKEYnewkey',
    });
    const { url } = listing.redactExchange(ending, closing).exchange.request;
    expect(url).toMatch(/\/keys\/%5BREDACTED:key-id:NEWK\.\.\.wkey:len=24:fp=\w{16}%5D$/);
    expect(listing.redactText('key NEWKEYnewkeyNEWKEYnewkey ended')).not.toContain('NEWKEYnewkey');
  });

  it('remembers nothing under that name but what has the form of an id: a venue cannot blot out words', () => {
    const listing = createRedactor({ salt });
    const words = 'sent to an address that is not ours';
    listing.redactExchange(withResponse(JSON.stringify({ apiKey: words })), closing);
    expect(listing.redactText(words)).toBe(words);
  });
});
