/**
 * The types of `asset/transfer` (binance-connector-js, wallet asset-api), each with the names of what
 * must be sent with it.
 */
export const transferTypes: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    MAIN_UMFUTURE: [],
    MAIN_CMFUTURE: [],
    MAIN_MARGIN: [],
    UMFUTURE_MAIN: [],
    UMFUTURE_MARGIN: [],
    CMFUTURE_MAIN: [],
    CMFUTURE_MARGIN: [],
    MARGIN_MAIN: [],
    MARGIN_UMFUTURE: [],
    MARGIN_CMFUTURE: [],
    ISOLATEDMARGIN_MARGIN: ['fromSymbol'],
    MARGIN_ISOLATEDMARGIN: ['toSymbol'],
    ISOLATEDMARGIN_ISOLATEDMARGIN: ['fromSymbol', 'toSymbol'],
    MAIN_FUNDING: [],
    FUNDING_MAIN: [],
    FUNDING_UMFUTURE: [],
    UMFUTURE_FUNDING: [],
    MARGIN_FUNDING: [],
    FUNDING_MARGIN: [],
    FUNDING_CMFUTURE: [],
    CMFUTURE_FUNDING: [],
    MAIN_OPTION: [],
    OPTION_MAIN: [],
    UMFUTURE_OPTION: [],
    OPTION_UMFUTURE: [],
    MARGIN_OPTION: [],
    OPTION_MARGIN: [],
    FUNDING_OPTION: [],
    OPTION_FUNDING: [],
    MAIN_PORTFOLIO_MARGIN: [],
    PORTFOLIO_MARGIN_MAIN: [],
  }),
);
