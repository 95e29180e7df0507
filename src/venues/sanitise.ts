/** Hides what must not be read in a text. */
export type Redact = (text: string) => string;

const hidden = '[redacted]';

/**
 * Returns a function that hides the given secrets — as they are, percent-encoded and in base64 — the
 * query of every URL (signatures and timestamps stand there) and every `signature=…`.
 */
export function redactorOf(secrets: readonly string[]): Redact {
  const spellings = [...new Set(secrets.flatMap(spellingsOf))]
    // Longest first: a part must not be hidden before the whole that contains it.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text.replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s?#]*)[?#]\S*/gi, `$1?${hidden}`);
    clean = clean.replace(/\b(signature|sign)=[^&\s]+/gi, `$1=${hidden}`);
    for (const spelling of spellings) clean = clean.replaceAll(spelling, hidden);
    return clean;
  };
}

function spellingsOf(secret: string): string[] {
  // A PEM key can surface one line at a time.
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= 16);
  return [secret, secret.trim(), ...lines]
    .filter((value) => value.length >= 4)
    .flatMap((value) => [value, encodeURIComponent(value), Buffer.from(value, 'utf8').toString('base64')]);
}

/**
 * Returns a copy of an error that is fit to be a cause: name, message, code and causes, redacted.
 * Anything else that a library hung on it (options, requests, responses) is left behind.
 */
export function sanitisedError(error: unknown, redact: Redact, depth = 4): Error {
  const known: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const { name, message, code, cause, stack } = known;
  const clean = new Error(redact(message));
  clean.name = redact(name);
  if (typeof code === 'string') Object.assign(clean, { code });
  if (cause !== undefined && depth > 0) clean.cause = sanitisedError(cause, redact, depth - 1);
  const frames = (stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  clean.stack = redact([`${clean.name}: ${clean.message}`, ...frames].join('\n'));
  return clean;
}
