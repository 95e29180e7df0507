import { BadInput } from '../../domain/failure.ts';
import type { LedgerBooks, LedgerKey, LedgerSubAccount } from '../ledger-books.ts';
import { liveKeys } from '../ledger-books.ts';
import type { OpeningBooks } from '../opening-books.ts';
import { refuseAccount } from './account-codes.ts';
import { mandatory } from './parameters.ts';
import type { Call } from './route.ts';

/** Virtual addresses end in a host of the venue's own; this one can belong to nobody. */
const virtualHost = 'noemail.example';

/** What the venue names a sub-account by. Made up from its label where the books have none. */
export const emailOf = (account: {
  readonly id: string;
  readonly label: string;
  readonly email?: string | undefined;
}): string => account.email ?? virtualEmail(account.label === '' ? account.id : account.label);

export const virtualEmail = (text: string): string =>
  `${text.toLowerCase().replace(/[^a-z0-9]/g, '')}_virtual@${virtualHost}`;

/** The owner's own address, which the books do not have. */
export const masterEmail = (books: Pick<LedgerBooks, 'uid'>): string => `master-${books.uid}@owner.example`;

export function findByEmail(books: LedgerBooks, email: string): LedgerSubAccount | undefined {
  const wanted = email.toLowerCase();
  return books.subAccounts.find((each) => emailOf(each).toLowerCase() === wanted);
}

/** The sub-account that `email` names. Throws the venue's refusal when there is none. */
export function subAccountAsked({ books, parameters }: Call): LedgerSubAccount {
  const found = findByEmail(books, mandatory(parameters, 'email'));
  if (found === undefined) throw refuseAccount.unknownSubAccount();
  return found;
}

/** The venue's number of the account: digits of its id in the books. */
export const userIdOf = ({ id }: LedgerSubAccount): number => Number(id.replace(/\D/g, '').slice(-15) || '0');

export const keysOf = (books: LedgerBooks, account: LedgerSubAccount): readonly LedgerKey[] =>
  liveKeys(books).filter((key) => key.subAccount === account.id);

/** Throws BadInput when two sub-accounts would share a mail address: nothing could tell them apart. */
export function refuseSharedAddresses({ subAccounts = [] }: OpeningBooks): void {
  const emails = subAccounts.map((each) => emailOf(each).toLowerCase());
  const twice = emails.find((email, index) => emails.indexOf(email) < index);
  if (twice !== undefined) throw new BadInput(`two sub-accounts have the address ${twice} at this venue`);
}
