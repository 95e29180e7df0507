/**
 * Every label that the venue documents for what a client of the endpoints here may meet, with its
 * meaning as its words: APIv4 page, "label list" (read 2026-11-29). Left out: collateral loans, earn.
 */
type Refusals = Readonly<Record<string, string>>;

/** "Request parameter or format related". */
const request: Refusals = {
  INVALID_PARAM_VALUE: 'Invalid parameter value',
  INVALID_PROTOCOL: 'Invalid parameter value',
  INVALID_ARGUMENT: 'Invalid argument',
  INVALID_REQUEST_BODY: 'Invalid request body',
  MISSING_REQUIRED_PARAM: 'Missing required parameter',
  BAD_REQUEST: 'Invalid request',
  INVALID_CONTENT_TYPE: 'Invalid `Content-Type` header',
  NOT_ACCEPTABLE: 'Invalid `Accept-` Header',
  METHOD_NOT_ALLOWED: 'Request method is not allowed',
  NOT_FOUND: 'Request URL not exists',
};

/** "Authentication related". */
const authentication: Refusals = {
  INVALID_CREDENTIALS: 'Invalid credentials provided',
  INVALID_KEY: 'Invalid API Key',
  IP_FORBIDDEN: 'Request IP not in whitelist',
  READ_ONLY: 'API key is read-only',
  INVALID_SIGNATURE: 'Invalid signature',
  MISSING_REQUIRED_HEADER: 'Missing required authentication header',
  REQUEST_EXPIRED: 'Request `Timestamp` is far from the server time',
  ACCOUNT_LOCKED: 'Account is locked',
  FORBIDDEN: 'Account has no permission to request operation',
};

/** "Wallet related". */
const wallet: Refusals = {
  SUB_ACCOUNT_NOT_FOUND: 'Sub account not found',
  SUB_ACCOUNT_LOCKED: 'Sub account is locked',
  MARGIN_BALANCE_EXCEPTION: 'Abnormal margin account',
  MARGIN_TRANSFER_FAILED: 'Failed to transfer with margin account',
  TOO_MUCH_FUTURES_AVAILABLE: 'Futures balance exceeds max allowed',
  FUTURES_BALANCE_NOT_ENOUGH: 'Futures balance not enough',
  ACCOUNT_EXCEPTION: 'Abnormal account',
  SUB_ACCOUNT_TRANSFER_FAILED: 'Failed to transfer with sub account',
  ADDRESS_NOT_USED: 'Address never being used in web console',
  TOO_FAST: 'Withdrawing request exceeds frequency limit',
  WITHDRAWAL_OVER_LIMIT: 'Withdrawal limit exceeded',
  API_WITHDRAW_DISABLED: 'API withdrawal operation is disabled temporarily',
  INVALID_WITHDRAW_ID: 'Invalid withdraw ID',
  INVALID_WITHDRAW_CANCEL_STATUS: 'Cancelling withdrawal not allowed with current status',
  DUPLICATE_REQUEST: 'Duplicate request',
  ORDER_EXISTS: 'Order already exists, do not resubmit',
  INVALID_CLIENT_ORDER_ID: 'The client_order_id is invalid',
};

/** "Spot and margin trading related". */
const spot: Refusals = {
  INVALID_PRECISION: 'Invalid precision',
  INVALID_CURRENCY: 'Invalid currency',
  INVALID_CURRENCY_PAIR: 'Invalid currency pair',
  POC_FILL_IMMEDIATELY: "Order would match and take immediately so it's cancelled",
  ORDER_NOT_FOUND: 'Order not found',
  ORDER_CLOSED: 'Order already closed',
  ORDER_CANCELLED: 'Order already cancelled',
  QUANTITY_NOT_ENOUGH: 'Amount is not enough',
  BALANCE_NOT_ENOUGH: 'Balance is not enough',
  MARGIN_NOT_SUPPORTED: "Request currency pair doesn't provide margin trading",
  MARGIN_BALANCE_NOT_ENOUGH: 'Margin balance is not enough',
  AMOUNT_TOO_LITTLE: 'Amount does not reach minimum required',
  AMOUNT_TOO_MUCH: 'Amount exceeds maximum allowed',
  REPEATED_CREATION: 'Repeated creation',
  LOAN_NOT_FOUND: 'Margin loan is not found',
  LOAN_RECORD_NOT_FOUND: 'Margin loan record is not found',
  NO_MATCHED_LOAN: 'No loan can match request borrow requirement',
  NOT_MERGEABLE: 'Request loans cannot be merged',
  NO_CHANGE: 'No change is made',
  REPAY_TOO_MUCH: 'Repay more than required',
  TOO_MANY_CURRENCY_PAIRS: 'Too many currency pairs in batch orders creation',
  TOO_MANY_ORDERS: 'Too many orders in one currency pair in batch orders creation',
  MIXED_ACCOUNT_TYPE: 'More than one account type is used in batch orders creation',
  AUTO_BORROW_TOO_MUCH: 'Auto borrow exceeds maximum allowed',
  TRADE_RESTRICTED: 'Trading is restricted due to high debt ratio',
  FOK_NOT_FILL: 'FOK order cannot be filled completely',
  INITIAL_MARGIN_TOO_LOW: "User's total initial margin rate is too low",
  NO_MERGEABLE_ORDERS: 'Orders can be merged not found',
  ORDER_BOOK_NOT_FOUND: 'Insufficient liquidity',
  FAILED_RETRIEVE_ASSETS: 'Failed to retrieve account assets',
  CANCEL_FAIL: 'Order cancel failed',
};

/** "Futures related" and "Portfolio related". */
const contracts: Refusals = {
  USER_NOT_FOUND: 'User has no futures account',
  CONTRACT_NO_COUNTER: 'No counter order found',
  CONTRACT_NOT_FOUND: 'Contract not found',
  RISK_LIMIT_EXCEEDED: 'Risk limit exceeded',
  INSUFFICIENT_AVAILABLE: 'Balance is not enough',
  LIQUIDATE_IMMEDIATELY: 'Operation may cause liquidation',
  LEVERAGE_TOO_HIGH: 'leverage too high',
  LEVERAGE_TOO_LOW: 'leverage too low',
  ORDER_NOT_OWNED: 'Order not owned',
  ORDER_FINISHED: 'Order already finished',
  POSITION_CROSS_MARGIN: 'margin updating is not allowed in cross margin',
  POSITION_IN_LIQUIDATION: 'Position is being liquidated',
  POSITION_IN_CLOSE: 'Position is closing',
  POSITION_EMPTY: 'Position is empty',
  REMOVE_TOO_MUCH: 'Changed margin exceeds allowed',
  RISK_LIMIT_NOT_MULTIPLE: 'Risk limit is not a multiple of step',
  RISK_LIMIT_TOO_HIGH: 'Risk limit too high',
  RISK_LIMIT_TOO_lOW: 'Risk limit too low',
  PRICE_TOO_DEVIATED: 'Order price deviates too much from mark price',
  SIZE_TOO_LARGE: 'Order size exceeds maximum',
  SIZE_TOO_SMALL: 'Order size does not reach minimum',
  PRICE_OVER_LIQUIDATION: 'Price to increase position can not exceeds liquidation price',
  PRICE_OVER_BANKRUPT: 'Price to decrease position cannot exceeds bankrupting price',
  ORDER_POC_IMMEDIATE: 'POC order will be finished immediately',
  INCREASE_POSITION: 'POC order will increase position',
  CONTRACT_IN_DELISTING: 'Contract is delisting, only reduce-only order or close order is allowed',
  POSITION_NOT_FOUND: 'Position not found',
  POSITION_DUAL_MODE: 'Operation forbidden in dual-mode',
  ORDER_PENDING: 'Operation forbidden with pending orders',
  POSITION_HOLDING: 'Operation forbidden with holding position',
  REDUCE_EXCEEDED: 'Reduce order would exceed position in dual-mode',
  AMEND_WITH_STOP: 'Amend forbidden with stop order',
  ORDER_FOK: 'Killed for FOK',
  USER_LIAB: 'User has liab',
  USER_PENDING_ORDERS: 'User has pending orders',
  MODE_SET: 'already set portfolio_margin mode',
};

/** "Server errors"; the label of 429 is from clients (ccxt), the page has the status only. */
const server: Refusals = {
  INTERNAL: 'Internal server error',
  SERVER_ERROR: 'Internal server error',
  TOO_BUSY: 'Server is too busy at the moment',
  TOO_MANY_REQUESTS: 'Request Rate limit Exceeded',
};

export const labels: Refusals = {
  ...request,
  ...authentication,
  ...wallet,
  ...spot,
  ...contracts,
  ...server,
};

/** "Return Status": a status whose body is no label. What a gateway before the venue says (assumed). */
export const bareStatuses: Refusals = {
  'http:401': '',
  'http:403': '<html><head><title>403 Forbidden</title></head></html>',
  'http:404': '404 page not found',
  'http:429': 'Too Many Requests',
  'http:502': '<html><head><title>502 Bad Gateway</title></head></html>',
};

/** "401 is returned on authentication failure. Other 4xx codes mean the request is malformed." */
export const authenticationFailures: readonly string[] = [
  'INVALID_CREDENTIALS',
  'INVALID_KEY',
  'IP_FORBIDDEN',
  'INVALID_SIGNATURE',
  'MISSING_REQUIRED_HEADER',
  'REQUEST_EXPIRED',
];

export const documentedCodes: readonly string[] = [...Object.keys(labels), ...Object.keys(bareStatuses)];
