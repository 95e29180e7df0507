import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyOf } from '../../../src/simulators/coinbase/derive-key.ts';
import { isSigned, readToken } from '../../../src/simulators/coinbase/token.ts';

// The venue prints no token with its key, so the signatures known from outside are those of the RFCs.
const ec = {
  from: 'RFC 7515, appendix A.3',
  alg: 'ES256',
  text: 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  signature: 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  key: jwk({
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  }),
};

const ed = {
  from: 'RFC 8037, appendix A.4',
  alg: 'EdDSA',
  text: 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc',
  signature: 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  // As the venue writes such a key: base64 of the seed and the public key (appendix A.1).
  key: publicKeyOf(
    Buffer.concat(
      ['nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'].map(
        (part) => Buffer.from(part, 'base64url'),
      ),
    ).toString('base64'),
  ),
};

function jwk(key: Readonly<Record<string, string>>): KeyObject {
  return createPublicKey({ key, format: 'jwk' });
}

describe('signatures that are known from outside', () => {
  const tokenOf = ({ alg, text, signature }: typeof ec) => ({
    header: { alg },
    claims: {},
    signedText: text,
    signature: Buffer.from(signature, 'base64url'),
  });

  it.each([ec, ed])('are good: $from', (vector) => {
    expect(isSigned(tokenOf(vector), vector.key)).toBe(true);
  });

  it.each([ec, ed])(
    'are not, with one letter of the text changed or under another algorithm: $from',
    (vector) => {
      const token = tokenOf(vector);
      expect(isSigned({ ...token, signedText: token.signedText.replace(/.$/, 'A') }, vector.key)).toBe(false);
      expect(isSigned({ ...token, header: { alg: 'none' } }, vector.key)).toBe(false);
      expect(isSigned({ ...token, signature: token.signature.subarray(1) }, vector.key)).toBe(false);
      expect(isSigned(token, vector === ec ? ed.key : ec.key)).toBe(false);
    },
  );
});

describe('what is read as a token', () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [header, claims, signature] = [part({ alg: 'ES256' }), part({ iss: 'cdp' }), part('x')];

  it('has three parts, of which two are objects', () => {
    expect(readToken(`Bearer ${header}.${claims}.${signature}`)).toMatchObject({
      header: { alg: 'ES256' },
      claims: { iss: 'cdp' },
      signedText: `${header}.${claims}`,
    });
  });

  it.each([
    '',
    'Bearer ',
    `Basic ${header}.${claims}.${signature}`,
    `bearer ${header}.${claims}.${signature}`,
    `Bearer ${header}.${claims}`,
    `Bearer ${header}.${claims}.${signature}.${signature}`,
    `Bearer ${header}.${claims}.`,
    `Bearer ${part([])}.${claims}.${signature}`,
    `Bearer ${header}.${part(null)}.${signature}`,
    `Bearer ${header}.${Buffer.from('{').toString('base64url')}.${signature}`,
    `Bearer ${header}=.${claims}.${signature}`,
  ])('%s is none', (authorization) => {
    expect(readToken(authorization)).toBeUndefined();
  });
});
