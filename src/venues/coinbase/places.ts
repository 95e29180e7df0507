import { isZero } from '../../domain/money.ts';
import type { Page, PageRequest, Session } from '../contract.ts';
import { allAccounts } from './accounts.ts';
import { allAppAccounts, readWithheld, type AppAccount } from './app-accounts.ts';

/** An account whose transactions can be asked for. */
interface Place {
  readonly id: string;
  readonly currency: string;
  readonly isFiat: boolean;
}

interface Places {
  readonly places: readonly Place[];
  /** Their names; one more where there are accounts that the key is not told of, or none at all. */
  readonly sections: readonly string[];
}

/** The section of what cannot be asked for: the list of accounts itself, which shows why. */
const others = 'other accounts';

/**
 * Every account that the key sees in either list, one without a balance too: what was in it may have been
 * sent away.
 */
export async function allPlaces(session: Session): Promise<Places> {
  const { accounts } = await allAccounts(session);
  const found = new Map<string, Place>(
    accounts.map(({ uuid, currency, type }) => [uuid, { id: uuid, currency, isFiat: type.endsWith('FIAT') }]),
  );
  const ofApp = await allAppAccounts(session);
  for (const each of ofApp.accounts) {
    if (found.has(each.id) || wasNeverMade(each)) continue;
    found.set(each.id, { id: each.id, currency: each.balance.currency, isFiat: isFiat(each) });
  }
  const places = [...found.values()];
  const hasOthers = ofApp.isTorn || places.length === 0;
  return { places, sections: [...places.map(nameOfPlace), ...(hasOthers ? [others] : [])] };
}

const isFiat = ({ type, currency }: AppAccount): boolean =>
  type === 'fiat' || (typeof currency === 'object' && currency?.type === 'fiat');

/** A wallet that was never used has the code of its asset in place of an id, and no transactions. */
const wasNeverMade = ({ id, balance }: AppAccount): boolean =>
  id === balance.currency && isZero(balance.amount);

/** Named by asset and id, as people and as paths want it. */
export const nameOfPlace = ({ currency, id }: Place): string => `${currency} ${id}`;

/** The account's id out of the name of its section. */
export function accountOf({ section }: PageRequest): string {
  const id = section?.split(' ').at(-1);
  if (id === undefined) throw new RangeError('Coinbase lists this by account only');
  return id;
}

/** Reads one account's page, or says why there is none to be read. */
export const inPlace = <Row>(
  session: Session,
  request: PageRequest,
  read: (session: Session, request: PageRequest) => Promise<Page<Row>>,
): Promise<Page<Row>> =>
  request.section === others ? readWithheld(session, request) : read(session, request);
