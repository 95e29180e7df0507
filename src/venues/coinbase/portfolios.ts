import { z } from 'zod';
import type { SubAccount } from '../../domain/account.ts';
import { unknown } from '../../domain/known.ts';
import type { Page, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { maybeText } from '../rows.ts';
import { accountId } from './accounts.ts';

// GET /api/v3/brokerage/portfolios: every portfolio of the owner that the key may name. What lies in them
// wants a key of each.

const portfolio = z.object({
  uuid: accountId,
  name: maybeText,
  type: maybeText,
  deleted: z.boolean().nullish(),
});

type Portfolio = z.output<typeof portfolio>;

const list = z.object({ portfolios: z.array(portfolio) });

/** All of them, in one reply. */
export const readPortfolios = (session: Session): Promise<Page<Portfolio>> =>
  readPage(session, {
    endpoint: 'v3PrivateGetBrokeragePortfolios',
    params: {},
    doing: 'listing portfolios',
    rows: list.transform((read) => read.portfolios),
  });

/** Portfolios beside the default one, which is the account itself. */
export const subAccounts: ReadPages<SubAccount> = {
  paging: { style: 'single' },
  page: async (session) => {
    const page = await readPortfolios(session);
    return { ...page, rows: page.rows.filter(({ type }) => type !== 'DEFAULT').map(asSubAccount) };
  },
  idOf: (account) => account.id,
};

const asSubAccount = ({ uuid, name, type, deleted }: Portfolio): SubAccount => ({
  id: uuid,
  label: [name, type].filter((word) => word !== '').join(', '),
  createdAt: unknown('Coinbase does not tell when a portfolio was made'),
  // A deleted one can only be looked at.
  frozen: deleted ?? 'unknown',
  mayTransferOut: deleted === true ? false : 'unknown',
});
