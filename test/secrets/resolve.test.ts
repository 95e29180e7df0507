import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { resolveCredential, resolveSecret, type SecretSources } from '../../src/secrets/index.ts';

const noFile = (): Promise<string> => Promise.reject(new Error('no file is read here'));
const withEnv = (
  env: Record<string, string | undefined>,
  more: Partial<SecretSources> = {},
): SecretSources => ({
  env,
  readFile: noFile,
  ...more,
});
const generatedKey = randomBytes(32).toString('hex');

async function refusalOf(reference: string, sources: SecretSources): Promise<BadInput> {
  try {
    await resolveSecret(reference, sources);
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('resolveSecret', () => {
  it('takes env: from the environment that it is given, and prints only where it came from', async () => {
    const secret = await resolveSecret('env:BOT_SECRET', withEnv({ BOT_SECRET: generatedKey }));
    expect(secret.reveal()).toBe(generatedKey);
    expect(`${String(secret)} ${JSON.stringify({ secret })} ${inspect(secret)}`).not.toContain(generatedKey);
  });

  it('names the variable that was probably meant', async () => {
    const refusal = await refusalOf('env:BOT_SECERT', withEnv({ BOT_SECRET: generatedKey, PATH: '/bin' }));
    expect(refusal.message).toBe('the environment variable BOT_SECERT is not set');
    expect(refusal.hint).toBe('did you mean env:BOT_SECRET?');
  });

  it('does not take what every object inherits for a variable', async () => {
    const refusal = await refusalOf('env:constructor', withEnv({}));
    expect(refusal.message).toContain('is not set');
  });

  it('asks a person for prompt:, by its label', async () => {
    const asked: string[] = [];
    const prompt = (label: string): Promise<string> => {
      asked.push(label);
      return Promise.resolve(generatedKey);
    };
    const secret = await resolveSecret('prompt:secret of tradebot-1', withEnv({}, { prompt }));
    expect(secret.reveal()).toBe(generatedKey);
    expect(asked).toEqual(['secret of tradebot-1']);
  });

  it('does not wait for an answer where nobody can be asked', async () => {
    const refusal = await refusalOf('prompt:', withEnv({}));
    expect(refusal.message).toContain('no terminal');
  });

  it('drops white space at the ends and tells of it', async () => {
    const notes: string[] = [];
    const secret = await resolveSecret(
      'env:K',
      withEnv({ K: `  ${generatedKey}\n` }, { note: (text) => notes.push(text) }),
    );
    expect(secret.reveal()).toBe(generatedKey);
    expect(notes).toEqual(['white space at the ends of the secret from env:K was dropped']);
  });

  it.each(['keyring:firebreak/bot', 'op://ir/bybit/key', 'bw:bybit', 'pass:ir/bybit', 'vault:kv/ir#key'])(
    'knows %s, says that it is not read yet, and what does the same today',
    async (reference) => {
      const refusal = await refusalOf(reference, withEnv({}));
      expect(refusal.message).toContain('not read yet; what works: env:NAME, file:PATH, prompt:LABEL');
      expect(refusal.hint).toMatch(/^export NAME="\$\(.+\)", then env:NAME$/);
    },
  );

  it.each([
    ['evn:BOT_SECRET', 'did you mean "env:"?'],
    ['fiel:/run/key', 'did you mean "file:"?'],
    ['ENV:BOT_SECRET', 'did you mean "env:"?'],
    ['vualt:kv/ir#key', 'did you mean "vault:"?'],
    ['https://vault.example/key', 'what works: env:NAME, file:PATH, prompt:LABEL'],
  ])('offers the nearest scheme for %s', async (reference, hint) => {
    expect((await refusalOf(reference, withEnv({}))).hint).toBe(hint);
  });
});

const copyErrors: readonly (readonly [string, (key: string) => string])[] = [
  ['a space', (key) => `${key.slice(0, 9)} ${key.slice(9)}`],
  ['a line break', (key) => `${key.slice(0, 9)}\n${key.slice(9)}`],
  ['an invisible character', (key) => `${key.slice(0, 9)}\u200b${key.slice(9)}`],
  ['a character that no key has', (key) => `${key.slice(0, 9)}ä${key.slice(9)}`],
  ['it stands in quotes', (key) => `"${key}"`],
  ['it is the shortened form', (key) => `${key.slice(0, 4)}****${key.slice(-4)}`],
  ['it is the shortened form', (key) => `${key.slice(0, 4)}…${key.slice(-4)}`],
  ['it is a placeholder', (key) => `<${key}>`],
  ['it is a whole JSON document', (key) => `{"secret":"${key}"}`],
  ['the PEM block is not whole', (key) => `-----BEGIN PRIVATE KEY-----\n${key}`],
  ['a PEM block of another kind', (key) => `-----BEGIN CERTIFICATE-----\n${key}\n-----END CERTIFICATE-----`],
  ['is empty', () => ' \n '],
];

describe('copy errors', () => {
  it.each(copyErrors)('refuses before anything is sent: %s', async (why, spoil) => {
    const refusal = await refusalOf('env:K', withEnv({ K: spoil(generatedKey) }));
    expect(refusal.message).toContain(why);
  });

  it('says at which character, counted as a person counts', async () => {
    const refusal = await refusalOf('env:K', withEnv({ K: 'abcdefgh ijkl' }));
    expect(refusal.message).toBe('copy error in the secret from env:K: a space at character 9');
  });

  it('never shows any of the value, in whatever way it is spoiled and the error is printed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...copyErrors), async ([, spoil]) => {
        const key = randomBytes(32).toString('base64url');
        const refusal = await refusalOf('env:K', withEnv({ K: spoil(key) }));
        const printed = inspect(refusal, { depth: null, showHidden: true });
        for (let from = 0; from + 8 <= key.length; from++)
          expect(printed).not.toContain(key.slice(from, from + 8));
      }),
    );
  });

  it('does not repeat a secret that was written where its reference belongs', async () => {
    for (const written of [
      generatedKey,
      `env:${generatedKey}`,
      `${generatedKey.slice(0, 6)}:${generatedKey}`,
    ]) {
      const refusal = await refusalOf(written, withEnv({}));
      expect(inspect(refusal, { depth: null })).not.toContain(generatedKey.slice(0, 6));
    }
  });

  it('takes a private key that OpenSSL wrote, with its line breaks', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const secret = await resolveSecret('env:K', withEnv({ K: pem }));
    expect(secret.reveal()).toBe(pem.trim());
  });

  it('reads "\\n" in a private key as line breaks, as environment files write them', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'sec1', format: 'pem' }).toString().trim();
    const secret = await resolveSecret('env:K', withEnv({ K: pem.replaceAll('\n', '\\n') }));
    expect(secret.reveal()).toBe(pem);
  });
});

describe('resolveCredential', () => {
  const key = { label: 'tradebot-1', parts: { apiKey: 'env:BOT_KEY', secret: 'env:BOT_SECRET' } };

  it('resolves every part by the venue’s name for it', async () => {
    const credential = await resolveCredential(
      'suspect',
      key,
      withEnv({ BOT_KEY: 'id1', BOT_SECRET: generatedKey }),
    );
    expect(credential.holder).toBe('suspect');
    expect(credential.parts['secret']?.reveal()).toBe(generatedKey);
  });

  it('names all the parts that are missing, not only the first', async () => {
    const refused = resolveCredential('suspect', key, withEnv({}));
    await expect(refused).rejects.toThrow(/apiKey: .*BOT_KEY is not set\n.*secret: .*BOT_SECRET is not set/);
  });

  it('asks for two prompted parts one after the other', async () => {
    let open = 0;
    const prompt = async (): Promise<string> => {
      open += 1;
      expect(open).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return 'value';
    };
    const parts = { apiKey: 'prompt:key', secret: 'prompt:secret' };
    await resolveCredential('responder', { label: 'r', parts }, withEnv({}, { prompt }));
  });

  it('passes on an error that is nobody’s bad input', async () => {
    const broken = { ...withEnv({}), readFile: () => Promise.reject(new TypeError('a defect')) };
    const parts = { secret: 'file:/run/secret' };
    await expect(resolveCredential('suspect', { label: 's', parts }, broken)).rejects.toThrow(TypeError);
  });
});
