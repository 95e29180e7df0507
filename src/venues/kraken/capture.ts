import type { CaptureRules } from '../../domain/http-exchange.ts';

/** What our calls send and get that holds no secret. The rest is redacted: the key's id and the signature. */
export const capture: CaptureRules = {
  openRequestHeaders: [
    'accept',
    'accept-encoding',
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
  ],
  openResponseHeaders: [
    'cf-ray',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'date',
    'retry-after',
    'server',
    'transfer-encoding',
    'vary',
    'via',
  ],
  // The nonce is open: it shows in which unit we count, and that none was used twice.
  openParameters: [
    'asset',
    'closetime',
    'cursor',
    'docalcs',
    'end',
    'hide_zero_allocations',
    'limit',
    'nonce',
    'ofs',
    'refid',
    'start',
    'trades',
    'txid',
    'type',
  ],
  // GetApiKeyInfo repeats the id of the key that asks, in the one spelling or the other.
  keyIdFields: ['apiKey', 'api_key'],
};
