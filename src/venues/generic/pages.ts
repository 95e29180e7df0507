import type { Source } from '../../domain/source.ts';
import { notWritten } from '../declare.ts';
import type { SurveyedVenue } from './facts.ts';

/** Where a person ends a key, and what else is known of doing so there. */
export interface KeyPage {
  readonly keys: string;
  /** How to get there, where the address is only the venue's own site. */
  readonly way?: string;
  /** What a responder should know before deleting. */
  readonly notes?: readonly string[];
  readonly source: Source;
}

interface Written extends Omit<KeyPage, 'source'> {
  readonly where: string;
}

const thirdParties = 'an address in public code; not seen';

// From venues-more.md, gathered 2026-11-21. Nobody opened these pages: a browser may be sent elsewhere.
const written: Readonly<Record<string, Written>> = {
  kucoin: { keys: 'https://www.kucoin.com/account/api', where: thirdParties },
  gate: {
    keys: 'https://www.gate.com/myaccount/profile/api-key/manage',
    where: "Gate's own agent skills; not seen",
    notes: ['A key without an IP list ends by itself after 90 days.'],
  },
  bitget: {
    keys: 'https://www.bitget.com/account/newapi',
    where: thirdParties,
    notes: ['Clones of its pages are many: check that the address ends in bitget.com.'],
  },
  mexc: {
    keys: 'https://www.mexc.com/user/openapi',
    where: "MEXC's own API documents; not seen",
    notes: ['A key without an IP list ends by itself after 90 days; one with a list lives on.'],
  },
  htx: {
    keys: 'https://www.htx.com/apikey/',
    where: thirdParties,
    notes: ['A key without an IP list ends by itself after 90 days.'],
  },
  bitfinex: {
    keys: 'https://setting.bitfinex.com/api',
    where: thirdParties,
    notes: [
      'A key can mint bearer tokens, and whether they end with it is not documented: look at the account again after their longest life.',
    ],
  },
  bitstamp: {
    keys: 'https://www.bitstamp.net/settings/api/',
    where: thirdParties,
    notes: [
      'There is an endpoint, revoke_all_api_keys, that ends every key of the account at once. firebreak does not use it: which right it needs is not documented, and your bots and the responder key would end too.',
    ],
  },
  bingx: { keys: 'https://bingx.com/en/accounts/api', where: "a copy of BingX's documents; not seen" },
  cryptocom: {
    keys: 'https://crypto.com/exchange/user/settings/api-management',
    where: thirdParties,
    notes: [
      'Trading bots trade on without any key: look at Trading Bots too, and stop what nobody of you started.',
    ],
  },
  deribit: {
    keys: 'https://www.deribit.com/account/BTC/api',
    where: thirdParties,
    notes: ['Deribit is the one venue of these whose API removes a key; firebreak does not do it yet.'],
  },
  whitebit: {
    keys: 'https://whitebit.com/settings/api',
    where: "WhiteBIT's documents; not seen",
    notes: [
      'Switching the second factor off is said to disable every API key: an emergency brake, not a way to end one.',
    ],
  },
  gemini: {
    keys: 'https://exchange.gemini.com/settings/api',
    where: thirdParties,
    notes: [
      'ccxt takes keys of the form account-… only: with a master- key it refuses before anything is sent, which is no sign of death.',
    ],
  },
  onetrading: {
    keys: 'https://onetrading.com',
    way: 'Profile → Accounts → the account → API.',
    where: "One Trading's help; the page's own address is not known",
  },
  phemex: { keys: 'https://phemex.com/account/api-management', where: thirdParties },
  binanceus: { keys: 'https://www.binance.us/settings/api-management', where: thirdParties },
  upbit: { keys: 'https://upbit.com/mypage/open_api_management', where: "Upbit's documents; not seen" },
  bithumb: {
    keys: 'https://www.bithumb.com/react/api-support/management-api',
    where: "Bithumb's documents; not seen",
  },
  poloniex: { keys: 'https://poloniex.com/apiKeys', where: 'an address in old public code; not seen' },
  woo: {
    keys: 'https://woox.io',
    way: 'Account → API. Keys of a sub-account: woox.io/en/account/sub-account.',
    where: thirdParties,
  },
  hyperliquid: {
    keys: 'https://app.hyperliquid.xyz/API',
    where: 'from memory; not seen',
    notes: [
      'What you call the key is an agent wallet. Signed in with the master wallet, approve a new agent under the same name: the old one then ends. Never use an agent address twice.',
      'If the master wallet itself leaked there is nothing to revoke: move all funds to a new wallet at once.',
    ],
  },
};

/** Returns the best page that is known; else the venue's own site, which ccxt names. */
export function pageOf(id: string, { site }: Pick<SurveyedVenue, 'site'>): KeyPage {
  const known = Object.hasOwn(written, id) ? written[id] : undefined;
  if (known !== undefined) {
    const { where, ...page } = known;
    return { ...page, source: notWritten(where) };
  }
  return {
    keys: site,
    way: 'Account or profile → API, API keys or API management: where exactly is not known.',
    source: notWritten("the venue's own site as ccxt 4.5.84 names it; its page for keys is not known"),
  };
}
