import type { Balance, Position } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readAccounts } from './accounts.ts';
import { readOtherAccounts } from './app-accounts.ts';
import { oneOfApp, onePrivate } from './limits.ts';
import * as intx from './perpetuals.ts';
import * as cfm from './us-futures.ts';

type Read<Row> = (session: Session, request: PageRequest) => Promise<Page<Row>>;

/**
 * One list a section. The derivatives come last: whoever has none may be refused there, and what was read
 * before it stands.
 */
const inSections = <Row>(
  pageSize: number,
  sections: ReadonlyMap<string, Read<Row>>,
): Pick<ReadPages<Row>, 'paging' | 'sections' | 'page'> => ({
  paging: { style: 'cursor', pageSize },
  sections: [...sections.keys()],
  page: (session, request) => {
    const read = sections.get(request.section ?? '');
    if (read === undefined)
      throw new RangeError(`Coinbase has no section ${request.section ?? 'without a name'}`);
    return read(session, request);
  },
});

/** v2, which another counter counts. */
const ofApp = 'Coinbase App';

export const balances: ReadPages<Balance> = {
  ...inSections(
    250,
    new Map<string, Read<Balance>>([
      ['Advanced Trade', readAccounts],
      [ofApp, readOtherAccounts],
      [cfm.usFutures, cfm.readBalances],
      [intx.perpetuals, (session, request) => intx.eachPortfolio(session, request, intx.readBalances)],
    ]),
  ),
  wayIn: (section) => ({ cost: section === ofApp ? oneOfApp : onePrivate }),
  idOf: ({ wallet, asset }) => `${wallet}/${asset}`,
};

export const positions: ReadPages<Position> = {
  ...inSections(
    100,
    new Map<string, Read<Position>>([
      [cfm.usFutures, cfm.readPositions],
      [intx.perpetuals, (session, request) => intx.eachPortfolio(session, request, intx.readPositions)],
    ]),
  ),
  idOf: ({ section, id }) => `${section}/${id}`,
};
