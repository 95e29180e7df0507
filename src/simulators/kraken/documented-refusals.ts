/**
 * What the venue refuses with, by its own words, which are its codes. `documents`: the guides
 * "Spot Error Messages" and "Error messages" (docs.kraken.com, 2026-05-27 and 2026-08) and "Spot REST
 * Rate Limits". `support`: the help centre's "API error messages". `reports`: of no document that was
 * found, met by clients (ccxt and others). Left out: staking, NFT, pay, OTC, custody, futures.
 */
const documents = [
  'EGeneral:Invalid arguments',
  'EGeneral:Invalid arguments:Index unavailable',
  'EGeneral:Temporary lockout',
  'EGeneral:Permission denied',
  'EGeneral:Internal error',
  'EService:Unavailable',
  'EService:Market in cancel_only mode',
  'EService:Market in post_only mode',
  'EService:Deadline elapsed',
  'EAPI:Invalid key',
  'EAPI:Invalid signature',
  'EAPI:Invalid nonce',
  'EAPI:Rate limit exceeded',
  'EOrder:Cannot open opposing position',
  'EOrder:Cannot open position',
  'EOrder:Margin allowance exceeded',
  'EOrder:Margin level too low',
  'EOrder:Margin position size exceeded',
  'EOrder:Insufficient margin',
  'EOrder:Insufficient funds',
  'EOrder:Order minimum not met',
  'EOrder:Cost minimum not met',
  'EOrder:Tick size check failed',
  'EOrder:Orders limit exceeded',
  'EOrder:Rate limit exceeded',
  'EOrder:Invalid price',
  'EOrder:Domain rate limit exceeded',
  'EOrder:Positions limit exceeded',
  'EOrder:Reduce only:Non-PC',
  'EOrder:Reduce only:No position exists',
  'EOrder:Reduce only:Position is closed',
  'EOrder:Scheduled orders limit exceeded',
  'EOrder:Unknown position',
  'EAccount:Invalid permissions',
  'EAuth:Account temporary disabled',
  'EAuth:Account unconfirmed',
  'EAuth:Rate limit exceeded',
  'EAuth:Too many requests',
  'ETrade:Invalid request',
  'EBM:limit exceeded:CAL',
  'EFunding:Max fee exceeded',
  'EFunding:No funding method',
  'EFunding:Too many addresses',
  // docs.kraken.com, "Allocate Earn Funds".
  'EEarnings:Busy',
  'EQuery:Unknown asset',
  'EQuery:Unknown asset pair',
] as const;

const support = [
  'EGeneral:Unknown method',
  'EGeneral:Too many requests',
  'EOrder:Unknown order',
  'EService:Busy',
  'EFunding:Unknown withdraw key',
  'EFunding:Unknown reference id',
  'EFunding:Invalid reference id',
  'EFunding:Unknown asset',
  'EFunding:Invalid amount',
  'EFunding:Insufficient funds',
  'EFunding:Too small',
  'EFunding:Limit exceeded',
] as const;

const reports = [
  'ESession:Invalid session',
  'ETrade:User Locked',
  'EDatabase:Internal error',
  'EQuery:Invalid asset pair',
  'EGeneral:Invalid arguments:price',
  'EGeneral:Invalid arguments:volume',
  'EGeneral:Invalid arguments:nonce',
  'EGeneral:Invalid arguments:asset',
  'EGeneral:Invalid arguments:cl_ord_id',
  'EOrder:Invalid order',
  'EOrder:Invalid price:Invalid price argument',
  'EFunding:Invalid withdrawal address',
  'EFunding:Cancel pending',
  'EOrder:Cancel pending',
  'ETrade:Locked',
  'EService:Timeout',
  'EAPI:Feature disabled',
  'EAPI:Bad request',
  'EGeneral:Unknown Method',
  'WDatabase:No change',
] as const;

/** Words that end in a moment: "Try again after [timestamp]", seconds since 1970. */
export const throttled = 'EService:Throttled';

/** What stands before the venue answers without its envelope ("Cloudflare (networking) errors"). */
export const bareStatuses: Readonly<Record<string, string>> = {
  'http:403': 'Forbidden',
  'http:429': 'Too Many Requests',
  'http:502': 'Bad Gateway',
  'http:503': 'Service Unavailable',
  'http:504': 'Gateway Timeout',
  'http:520': 'Web server is returning an unknown error',
  'http:521': 'Web server is down',
  'http:522': 'Connection timed out',
  'http:524': 'A timeout occurred',
};

export const errorStrings: readonly string[] = [...documents, ...support, ...reports, throttled];

export const documentedCodes: readonly string[] = [...errorStrings, ...Object.keys(bareStatuses)];
