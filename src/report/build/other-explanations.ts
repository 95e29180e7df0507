/** What else would leave the same rows, by rule: a reader who was not there must be able to ask. */
export const otherwiseOf = (rule: string): readonly string[] => explanations[rule] ?? [];

const byHand = 'A person of the owner traded by hand, or with another program.';
const configured = 'What firebreak.yaml said was usual was out of date.';

const explanations: Readonly<Record<string, readonly string[]>> = {
  'unrecognised-fills': [byHand, 'The venue did not keep the client order id.'],
  'off-market-fills': [
    'The market moved: one price stood for the whole time.',
    'An order of the owner took a thin book.',
  ],
  'unusual-rate': ['One order was filled in many parts.', 'The owner’s system met a busy market.'],
  'unknown-symbol': [configured, byHand],
  'own-orders-cancelled-by-someone': [
    'The owner’s own system cancelled them.',
    'The venue cancelled them: expiry, self-trade prevention or an outage.',
  ],
  'new-withdrawal-address': ['The owner added the address and the known-good state was older.'],
  'foreign-withdrawal-address': ['A person of the owner added the address and did not say so.'],
  'whitelist-changed': ['The owner changed the list after the known-good state was recorded.'],
  'withdrawal-not-ours': ['A person of the owner withdrew to an address that the record did not know.'],
  'pending-withdrawal': ['The owner asked for it and the venue had not sent it yet.'],
  'ip-allowlist-missing-or-different': [configured, 'The venue told a key less than its own page shows.'],
  'scope-wider-than-expected': [configured, 'The venue gives some scopes together only.'],
  'key-newer-than-expected': ['The owner rotated the key and did not note it.'],
  'attested-scope': ['The person misread the venue’s page.'],
  'foreign-key': ['A person of the owner made the key and did not say so.'],
  'foreign-sub-account-key': ['A person of the owner made the key and did not say so.'],
  'rows-that-stayed': ['The venue moved the row to another list, or keeps it for a shorter time.'],
  'trades-against-ledger': ['The venue wrote the two lists at different moments.'],
  'balances-and-flows': ['A flow that no list tells: interest, a fee, a conversion, a reward.'],
  'balances-and-lists': ['The two readings were made at different moments.'],
  'order-fills': ['The order’s fills lay outside the time or the markets that were read.'],
};
