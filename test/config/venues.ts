import type { VenueFacts } from '../../src/config/config.ts';

export const venues: readonly VenueFacts[] = [
  { id: 'binance', credentialParts: ['apiKey', 'secret'] },
  { id: 'okx', credentialParts: ['apiKey', 'secret', 'password'] },
];
