import { unknown } from '../../src/domain/known.ts';
import type { Report } from '../../src/report/model.ts';
import { at, sha256, thinPairReport } from './sample-report.ts';

const why = 'the venue did not answer';
const notRead = { first: unknown(why), later: unknown(why) };

/** A real case in which nothing could be learned: one account, everything unknown, every list empty. */
export const unknownReport: Report = {
  format: 'firebreak-report/1',
  identification: {
    ...thinPairReport.identification,
    caseId: 'FB-20261121-0511',
    title: 'Suspected leak of key screener-3',
    mode: 'real',
    status: 'draft',
  },
  verdict: {
    is: 'open',
    because: 'No answer of the venue was read: nothing is known of the key, the orders or the money.',
    numbers: {
      timeToKeyDead: unknown('no key is proven dead'),
      moneyLost: unknown('no fills were read'),
      evidenceComplete: { present: 0, required: 15 },
      unknowns: 0,
      harm: [],
    },
    metrics: [],
  },
  summary: [],
  subjects: thinPairReport.subjects.map(({ account }) => ({
    account: {
      ...account,
      hasResponderKey: false,
      expectedScopes: [],
      expectedIpAllowlist: [],
      clientOrderIdPrefixes: [],
      usualSymbols: [],
      dependents: [],
    },
    exposure: { from: unknown(why), to: unknown(why) },
    before: unknown(why),
    deathProof: unknown('no probe was made'),
    replacement: unknown('no new key was made'),
    scopeCheck: [],
  })),
  clocks: [],
  timeline: [],
  actions: [],
  steps: [],
  accounts: [
    {
      account: 'main',
      openOrders: notRead,
      balances: notRead,
      trades: notRead,
      withdrawals: notRead,
      deposits: notRead,
      whitelist: {
        now: notRead,
        added: unknown('there is no baseline'),
        removed: unknown('there is no baseline'),
      },
      unrecognised: unknown('no fills were read'),
    },
  ],
  findings: [],
  gaps: [],
  decisions: [],
  notes: [],
  custody: [],
  exhibits: [],
  integrity: {
    journalRecords: 3,
    journalHead: sha256('three records'),
    exchanges: 0,
    redactions: 0,
    signatureKey: unknown('no signing key is set up'),
    trustedTime: unknown('no timestamp authority is configured'),
    attestation: 'SELF-ATTESTED',
  },
  limitations: [],
};

/** The same without even an account. */
export const emptyReport: Report = { ...unknownReport, subjects: [], accounts: [] };

/** What a venue, or whoever owns its database, could put into any text of ours. */
export const hostileStrings: readonly string[] = [
  '\u001b[2J\u001b[31mall clear\u001b[0m',
  'invoice\u202efdp.exe\u202c \u2066hidden\u2069',
  'zero\u200bwidth\ufeff soft\u00adhyphen nbsp\u00a0end',
  '🚨🏴‍☠️ 已提现 e\u0301\u0323\u0324',
  '=HYPERLINK("https://example.invalid/","pay")',
  '<x:xmpmeta xmlns:x="adobe:ns:meta/">&amp;]]></x:xmpmeta>',
  '(unbalanced \\( ) Tj ET Q \\u{202e}',
  `${'A'.repeat(399)}Z`,
  'line one\nline two\r\n\ttabbed\u0000nul\u2028separator',
  '\ud800lone surrogate\udc00',
];

const freeText = new Set([
  'title',
  'because',
  'text',
  'what',
  'why',
  'detail',
  'target',
  'undo',
  'verification',
  'label',
  'keyLabel',
  'keyId',
  'venueName',
  'clientOrderId',
  'symbol',
  'asset',
  'feeAsset',
  'network',
  'address',
  'tag',
  'venueStatus',
  'summary',
  'method',
  'reason',
  'item',
  'by',
  'operator',
  'account',
  'wallet',
  'orderId',
  'url',
  'expected',
  'found',
  'venueCode',
  'egress',
  'exchange',
  'usualSymbols',
  'dependents',
  'harm',
  'limitations',
  'name',
  'attestation',
  'caseId',
  'tool',
  'host',
  'user',
  'rule',
  'step',
  'lane',
  'acquiredWith',
  'capability',
  'ipAllowlist',
  'price',
  'particulars',
  'completeness',
  'endpoint',
  'parameters',
  'answers',
  'readWith',
  'owner',
  'due',
  'otherwise',
  'confidenceBecause',
]);
// Words of ours that the renderer switches over; a hostile one cannot get past the report's schema.
const closed = new Set(['by', 'lane', 'summary', 'account']);

/** The thin pair with every free text in turn replaced by a hostile one. */
export const hostileReport: Report = poison(thinPairReport, '') as Report;

function poison(value: unknown, key: string, turn = { next: 0 }): unknown {
  if (typeof value === 'string') {
    if (
      !freeText.has(key) ||
      (closed.has(key) && /^(api|hand|attacker|responder|venue|firebreak)$/.test(value))
    )
      return value;
    return hostileStrings[turn.next++ % hostileStrings.length];
  }
  if (Array.isArray(value)) return value.map((one) => poison(one, key, turn));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, poison(inner, name === 'value' ? key : name, turn)]),
  );
}

/** Many rows: what a market maker's account has after a busy night. */
export function longReport(fills: number): Report {
  const [account] = thinPairReport.accounts;
  if (!account?.trades.first.known) throw new Error('the sample has no fills');
  const { rows } = account.trades.first.value;
  const many = Array.from({ length: fills }, (_, i) => ({
    ...(rows[i % rows.length] ?? rows[0]),
    id: String(10_000_000 + i),
    at: at(i * 137),
  })) as typeof rows;
  const first = { ...account.trades.first, value: { ...account.trades.first.value, rows: many } };
  return { ...thinPairReport, accounts: [{ ...account, trades: { ...account.trades, first } }] };
}
