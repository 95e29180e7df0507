/** What no document settled. Shown wherever OKX's abilities are shown. */
export const notVerified: readonly string[] = [
  'Which of 50119 and 50111 a deleted key answers, from which moment on, and that OKX looks at the key before it looks at address, signature, passphrase and time. Both count as dead.',
  'What a key of another OKX answers here: keys of my.okx.com (EEA) and app.okx.com (US, Australia) work on other hosts, as the venues myokx and okxus of ccxt.',
  'Whether www.okx.com goes on serving the API: the reference of 2026 names openapi.okx.com, ccxt asks www.okx.com.',
  'Whether ending a key also ends its WebSocket sessions, which are counted as one use at their login.',
  'Which permission cancelling a withdrawal wants, and which one managing the keys of sub-accounts does beside the address binding.',
  'How `after` and `before` of deposits, withdrawals and funding bills are meant: the text and the example of the reference contradict each other. firebreak sends `after` as the text has it, and ends with a failure when rows come that are newer.',
  'Whether every list comes newest first; pages follow the lowest id, and end with an empty page.',
  'How long deposits and withdrawals are kept, and how long stopped algo orders are counted as of the last three months.',
  'The former type "iceberg" of algo orders beside "smart_iceberg": both are asked for, and a venue that no longer knows the former has none of it.',
  'Trades and orders that a bot makes are kept with the bot and are not among trades and orders: look at the bot’s page.',
  'Stopped bots, spread orders, RFQs, copy trading, fixed and structured earn, loans and assets that cannot be traded are not read: look at the pages.',
  'Trades of contracts and options name no value in the quote coin: firebreak leaves it empty rather than guess the size of the contract.',
  'What stands in the trading account’s bill of a transfer with a sub-account: transfers are read from the funding account and from the list of sub-account transfers.',
  'Which special characters a passphrase of a sub-account’s key may have.',
  'Whether freezing the account stops withdrawals that are already requested.',
  'Addresses and menus of the pages that are used by hand.',
];
