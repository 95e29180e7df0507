import type { Balance } from '../../domain/trading.ts';
import type { ReadPages } from '../contract.ts';
import {
  orNoAccount,
  readAtOnce,
  readList,
  readSection,
  type SectionReader,
  type Sections,
} from './lists.ts';
import { bySettle } from './settles.ts';
import * as rows from './wallet-rows.ts';

const ofContracts =
  (endpoint: string) =>
  (settle: string, section: string): SectionReader<Balance> =>
  (session) =>
    orNoAccount(
      readAtOnce(session, {
        endpoint,
        params: { settle },
        doing: `listing balances in ${section}`,
        rows: rows.contractBalance(section),
      }),
    );

const lending: SectionReader<Balance> = (session, request) =>
  readList(session, request, {
    endpoint: 'privateEarnGetUniLends',
    params: {},
    doing: 'listing what is lent out',
    rows: rows.lent,
    by: 'page',
    limit: 100,
  });

/** "finance" holds what is lent as well, which is told by coin: then it is left out, not counted twice. */
const others: SectionReader<Balance> = async (session) => {
  const page = await readAtOnce(session, {
    endpoint: 'privateWalletGetTotalBalance',
    params: { currency: 'USDT' },
    doing: 'listing what lies in other wallets, as an estimate',
    rows: rows.estimates,
  });
  if (!page.rows.some(({ wallet }) => wallet === rows.finance)) return page;
  const lent = await lending(session, {});
  if (lent.rows.length === 0) return { ...page, before: [lent.exchange] };
  return {
    ...page,
    rows: page.rows.filter(({ wallet }) => wallet !== rows.finance),
    before: [lent.exchange],
  };
};

const sections: Sections<Balance> = {
  spot: (session) =>
    readAtOnce(session, {
      endpoint: 'privateSpotGetAccounts',
      params: {},
      doing: 'listing balances of the spot account',
      rows: rows.spotBalances,
    }),
  margin: (session) =>
    readAtOnce(session, {
      endpoint: 'privateMarginGetAccounts',
      params: {},
      doing: 'listing balances of the margin accounts',
      rows: rows.marginBalances,
    }),
  ...bySettle('futures', ofContracts('privateFuturesGetSettleAccounts')),
  ...bySettle('delivery', ofContracts('privateDeliveryGetSettleAccounts')),
  options: (session) =>
    orNoAccount(
      readAtOnce(session, {
        endpoint: 'privateOptionsGetAccounts',
        params: {},
        doing: 'listing the balance of the options account',
        rows: rows.contractBalance('options'),
      }),
    ),
  // In the order of their weight: a key without the permission for one ends the reading there.
  others,
  lending,
  unified: (session) =>
    orNoAccount(
      readAtOnce(session, {
        endpoint: 'privateUnifiedGetAccounts',
        params: {},
        doing: 'listing balances of the unified account',
        rows: rows.unifiedBalances,
      }),
    ),
};

export const balances: ReadPages<Balance> = {
  paging: { style: 'single' },
  sections: Object.keys(sections),
  wayIn: (section) => (section === 'lending' ? { paging: { style: 'cursor', pageSize: 100 } } : {}),
  page: (session, request) => readSection(sections, session, request),
  idOf: (balance) => `${balance.wallet}/${balance.asset}`,
};
