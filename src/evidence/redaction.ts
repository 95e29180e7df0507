import type { Credential } from '../domain/account.ts';
import type { CaptureRules, HttpExchange } from '../domain/http-exchange.ts';
import type { Secret } from '../domain/secret.ts';
import { lookAlikes } from './look-alikes.ts';
import { redactRequest, redactResponse } from './redact-message.ts';
import { startRedacting } from './redaction-log.ts';
import { createMarkers, keyIdEnds, type Redaction } from './redaction-marker.ts';
import { createScrubber } from './scrubber.ts';

declare const redacted: unique symbol;

/** An exchange that went through `redactExchange`: the only kind that may be written. */
export type RedactedExchange = HttpExchange & { readonly [redacted]: true };

/** Takes secrets out before the first byte reaches the disk. */
export interface Redactor {
  /** From now on this value is replaced wherever it stands; `rule` names it in the marker. */
  learn(secret: Secret, rule?: string): void;
  /** As `learn`, but the marker shows the ends: a key id is no secret, and a report must name keys. */
  learnKeyId(keyId: Secret): void;
  /** All parts of a key: `apiKey` as a key id, every other part as a secret under its own name. */
  learnCredential(credential: Credential): void;
  redactExchange(
    exchange: HttpExchange,
    rules: CaptureRules,
  ): { readonly exchange: RedactedExchange; readonly redactions: readonly Redaction[] };
  /** Known secrets only, in every form: for errors, notes and whatever else is about to be written. */
  redactText(text: string): string;
  /** A copy with `redactText` done to every string of a JSON value, keys too. */
  redactJson<T>(value: T): T;
}

/**
 * Two nets: what a venue's allow-list does not name is closed whatever it holds, and known secrets
 * are replaced anywhere else (raw, base64, base64url, hex, URL-encoded, JSON-escaped).
 *
 * @param salt 16 bytes or more; kept in the case folder's private file, never in the bag
 * @throws EvidenceError SALT_TOO_SHORT
 */
export function createRedactor(options: {
  readonly salt: Uint8Array;
  readonly secrets?: readonly Secret[];
  readonly keyIds?: readonly Secret[];
}): Redactor {
  const mark = createMarkers(options.salt);
  const known = createScrubber();

  const redactor: Redactor = {
    learn(secret, rule = 'secret') {
      const value = secret.reveal();
      if (value !== '') known.learn(value, mark(value, ruleName(rule)));
    },
    learnKeyId(keyId) {
      const value = keyId.reveal();
      if (value !== '') known.learn(value, mark(value, 'key-id', keyIdEnds(value)));
    },
    learnCredential({ parts }) {
      for (const [name, secret] of Object.entries(parts)) {
        if (name === 'apiKey') redactor.learnKeyId(secret);
        else redactor.learn(secret, name);
      }
    },
    redactExchange(exchange, rules) {
      const redacting = startRedacting(known, mark);
      // The request first: what is closed there is looked for in the rest.
      const request = redactRequest(exchange.request, rules, redacting);
      const response = exchange.response && redactResponse(exchange.response, rules, redacting);
      const { error } = exchange;
      const clean = {
        ...exchange,
        purpose: redacting.scrub(exchange.purpose, 'purpose'),
        request,
        ...(response && { response }),
        ...(error !== undefined && { error: redacting.scrub(error, 'error') }),
      };
      const listed = redacting.redactions();
      return {
        exchange: clean as RedactedExchange,
        redactions: [...listed, ...lookAlikes(exchange, clean, listed)],
      };
    },
    redactText: (text) => known.scrub(text).text,
    redactJson: <T>(value: T): T => redactStrings(value, redactor.redactText) as T,
  };

  for (const secret of options.secrets ?? []) redactor.learn(secret);
  for (const keyId of options.keyIds ?? []) redactor.learnKeyId(keyId);
  return redactor;
}

function redactStrings(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((member) => redactStrings(member, redact));
  if (typeof value !== 'object' || value === null) return value;
  // An instance (a Secret, say) has no place in a record: left as it is, for the writer to refuse.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [redact(key), redactStrings(member, redact)]),
  );
}

/** Part names come from a venue's declaration; a marker must stay parseable whatever they hold. */
const ruleName = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '_');
