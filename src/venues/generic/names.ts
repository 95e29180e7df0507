/** Ids that ccxt gave up for others. A configuration that says the old one means the new one. */
export const renamed: Readonly<Record<string, string>> = {
  huobi: 'htx',
  huobipro: 'htx',
  gateio: 'gate',
  huobijp: 'bittrade',
  coinbaseadvanced: 'coinbase',
  coinbasepro: 'coinbaseexchange',
  gdax: 'coinbaseexchange',
  okex: 'okx',
  okex5: 'okx',
  bitpandapro: 'onetrading',
  bitfinex2: 'bitfinex',
  hitbtc3: 'hitbtc',
  bitcoincom: 'fmfwio',
  cryptofacilities: 'krakenfutures',
};

/** Venues that closed and left ccxt: what happened, and what can still be done. */
export const closed: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  bitmex: {
    why: 'BitMEX closed on 2026-09-23 and left ccxt with it: there is no API to ask',
    hint: 'a key of it opens nothing any more; keep what your own systems recorded, and write to its support for the rest',
  },
  bitmart: {
    why: 'BitMart ended trading on 2026-08-26 and left ccxt: firebreak cannot reach it',
    hint: 'withdrawals are said to work until 2027-01-31: type bitmart.com yourself, sign in, delete every API key, check the withdrawal addresses, withdraw',
  },
};
