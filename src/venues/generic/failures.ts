import type { Source } from '../../domain/source.ts';
import type { DeathProofRules, FailureTable, Refusal } from '../contract.ts';
import { notWritten } from '../declare.ts';

const exceptionMap = notWritten('the exception map of ccxt 4.5.84, exact matches');

/**
 * None of the venue's codes is known from its documents. What ccxt takes for a refused key may as well be
 * a wrong address or a missing right: one code of ours for all of them.
 */
export function failuresOf(authCodes: readonly string[]): FailureTable {
  const refused = { code: 'KEY_IP_OR_SCOPE', source: exceptionMap } as const;
  return Object.fromEntries(['http:401', ...authCodes].map((code) => [code, refused]));
}

export function deathProofOf(authCodes: readonly string[], mayProbe: boolean): DeathProofRules {
  return {
    probe: 'introspectKey',
    deadCodes: [],
    deadWithControl: ['http:401', ...authCodes],
    existsCodes: [],
    addressCodes: [],
    endedByVenueCodes: [],
    // A wrong address or clock may be told with the same code: only another key shows that it is neither.
    control: 'key',
    // Without a probe, asking often only takes time.
    probes: mayProbe ? { wanted: 3, atMost: 6, gapMs: 30_000 } : { wanted: 2, atMost: 2, gapMs: 30_000 },
    source: exceptionMap satisfies Source,
  };
}

type Fields = Readonly<Record<string, unknown>>;

const codeNames = [
  'code',
  'retCode',
  'ret_code',
  'err-code',
  'err_code',
  'error_code',
  'errorCode',
  'label',
  'name',
  'reason',
] as const;
const wordNames = [
  'msg',
  'message',
  'retMsg',
  'ret_msg',
  'err-msg',
  'err_msg',
  'error_message',
  'reason',
  'error',
];
const successCodes = /^(0+|ok|success|succeed|20000?|200000)$/i;
const refusedStates = /^(err|error|errors|fail|failed|failure|ng)$/i;

/**
 * Reads a refusal out of the shapes that are common among venues. A code alone is one only where the
 * reply brings nothing else: success has another code at every venue.
 */
export function readRefusal(body: unknown): Refusal | undefined {
  if (Array.isArray(body)) return refusalInList(body);
  if (!isFields(body)) return undefined;
  const inner = isFields(body['error']) ? body['error'] : undefined;
  const code = codeIn(body) ?? (inner === undefined ? undefined : codeIn(inner));
  const words = wordsIn(inner ?? body) ?? wordsIn(body);
  const isSaid = isDenied(body) || inner !== undefined || hasErrorText(body['error']) || hasErrors(body);
  const isWell = code !== undefined && (successCodes.test(code) || successCodes.test(words ?? ''));
  const isBare = code !== undefined && !isWell && !bringsAnything(body);
  if (!isSaid && !isBare) return undefined;
  return { code: code ?? words?.slice(0, 80) ?? 'refused', detail: words ?? '' };
}

/** `["error",10100,"apikey: invalid"]` */
function refusalInList(body: readonly unknown[]): Refusal | undefined {
  if (body[0] !== 'error') return undefined;
  return { code: String(body[1]), detail: typeof body[2] === 'string' ? body[2] : '' };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Its own word for success, negative. */
function isDenied(body: Fields): boolean {
  const { success, status, result } = body;
  if (success === false || success === 0 || success === '0' || success === 'false') return true;
  return [status, result].some((state) => typeof state === 'string' && refusedStates.test(state));
}

const hasErrorText = (error: unknown): boolean => typeof error === 'string' && error !== '';

const hasErrors = ({ error, errors }: Fields): boolean =>
  [error, errors].some((list) => Array.isArray(list) && list.length > 0);

function codeIn(fields: Fields): string | undefined {
  for (const name of codeNames) {
    const value = fields[name];
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
  }
  return undefined;
}

function wordsIn(fields: Fields): string | undefined {
  for (const name of [...wordNames, 'errors']) {
    const value = fields[name];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string' && first !== '') return first;
  }
  return undefined;
}

/** Whether anything in it could be what was asked for. */
const bringsAnything = (body: Fields): boolean =>
  Object.entries(body).some(
    ([name, value]) => typeof value === 'object' && value !== null && !/err|warn/i.test(name),
  );
