import type { CaptureRules } from '../../domain/http-exchange.ts';

/** What our calls send and get that holds no secret. The JWT in `authorization` lives two minutes: redacted. */
export const capture: CaptureRules = {
  openRequestHeaders: [
    'accept',
    'accept-encoding',
    'cb-version',
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
  ],
  openResponseHeaders: [
    'cf-cache-status',
    'cf-ray',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'date',
    'retry-after',
    'server',
    'transfer-encoding',
    'via',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
  ],
  openParameters: [
    'cursor',
    'end_date',
    'end_sequence_timestamp',
    'limit',
    'order_ids',
    'order_placement_source',
    'order_status',
    'product_type',
    'start_date',
    'start_sequence_timestamp',
    'starting_after',
  ],
};
