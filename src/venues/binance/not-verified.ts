/** What no document settled. Shown wherever Binance's abilities are shown. */
export const notVerified: readonly string[] = [
  'Whether a deleted key answers -2008 or -2015, how fast a deletion spreads, and whether Binance looks at the key before it looks at address and signature.',
  'Whether a key that only reads may read futures and options: a key that was made before they were opened may not, and Binance says -2015 for it.',
  'What a key of a sub-account, or of an account without sub-accounts, is answered that asks for the list of sub-accounts: a refusal is taken for "none of its own", and the histories of a sub-account are asked instead.',
  'Whether a wide window of asset/transfer is told whole: windows of 30 days are asked.',
  'The longest page of the sub-account histories: pages are turned until one is empty; a sub-account’s own history is asked for a hundred rows at a time.',
  'Whether universal and spot histories between sub-accounts tell the same transfer twice: both are read, and one with the same number counts once.',
  'Whether the amounts of the margin ledger carry a sign.',
  'Whether the list of small amounts that were exchanged holds the last hundred of all, or of the window asked for.',
  'Which end of a window that is too full is cut off: no order is trusted, windows are halved until they are not full.',
  'Whether conditional COIN-M orders have moved to dapi/v1/openAlgoOrders everywhere (announced for 2026-06-30); their history has no endpoint that is documented. Where that path is not there, that they are none is not said: it is a hole.',
  'What stands in the time of a sub-account’s key: when it was made, or when it was last changed.',
  'What scope managing a sub-account’s keys wants beyond a master account’s key: the connector says USER_DATA, older pages TRADE, and the address must pass a "KYC IP restriction check".',
  'Whether an account that is disabled keeps a withdrawal that is already requested from leaving.',
  'Addresses and menus of the pages that are used by hand.',
];
