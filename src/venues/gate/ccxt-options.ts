const root = 'https://api.gateio.ws/api/v4';

/** Constructor options that close ccxt's hazards here; why, at each. */
export const ccxtOptions = {
  options: {
    // Unified methods would ask with the key what the account is before they do anything (hazards 3.2).
    unifiedAccount: false,
    // Timestamps follow our clock and the offset that the caller measured, nothing learnt on the way.
    adjustForTimeDifference: false,
    sandboxMode: false,
    // Nothing of ours loads markets; should ccxt ever, one public call must do.
    fetchMarkets: { types: ['spot'] },
  },
  // ccxt has no method for the trading bots: the same signature over paths of /bot (BotApi).
  urls: { api: { private: { bot: root } } },
  api: { private: { bot: { get: { 'portfolio/running': 1 }, post: { 'portfolio/stop': 1 } } } },
} as const;
