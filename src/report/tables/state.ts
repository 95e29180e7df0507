import { permissionScopes } from '../../domain/api-key.ts';
import type { Balance, OpenOrder, WithdrawalAddress } from '../../domain/trading.ts';
import type { AccountReport, Report, Seen, Subject } from '../model.ts';
import { amount, count } from '../words.ts';
import { defineTable } from './table.ts';

interface StateLine {
  readonly account: string;
  readonly what: string;
  readonly before: string;
  readonly beforeAt: string;
  readonly after: string;
  readonly afterAt: string;
  readonly restsOn: string;
}

/** One line for each thing that an incident changes, as first found and as last read. */
export const state = defineTable<StateLine>({
  id: 'state',
  title: 'State before and after',
  about: 'Each account as it was first found, before the response changed anything, and as it was last read.',
  columns: [
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    ['what', 'What', 'text', 'What was read', ({ what }) => what],
    ['before', 'As first found', 'text', 'As first found', ({ before }) => before],
    [
      'before_utc',
      'Read (UTC, host)',
      'time',
      'When that was read, by the host’s clock',
      ({ beforeAt }) => beforeAt,
    ],
    ['after', 'As last read', 'text', 'As last read', ({ after }) => after],
    [
      'after_utc',
      'Read (UTC, host)',
      'time',
      'When that was read, by the host’s clock',
      ({ afterAt }) => afterAt,
    ],
    ['exhibits', 'Exhibits', 'ids', 'The readings', ({ restsOn }) => restsOn],
  ],
  rows: ({ accounts, subjects }) =>
    accounts.flatMap((account) =>
      linesOf(
        account,
        subjects.find((subject) => subject.account.id === account.account),
      ),
    ),
  none: ({ accounts }: Report) =>
    accounts.length === 0 ? 'Not read: no account came into the case.' : 'None: nothing was read twice.',
});

const linesOf = (account: AccountReport, subject: Subject | undefined): readonly StateLine[] => [
  ...(subject ? [keyLine(account.account, subject)] : []),
  lineOf(account.account, 'Open orders', account.openOrders, ordersInWords),
  lineOf(account.account, 'Balances', account.balances, balancesInWords),
  lineOf(account.account, 'Withdrawal addresses', account.whitelist.now, addressesInWords),
];

function lineOf<Row>(
  account: string,
  what: string,
  { first, later }: Seen<Row>,
  inWords: (rows: readonly Row[]) => string,
): StateLine {
  const say = (look: Seen<Row>['first']): string =>
    look.known ? inWords(look.value.rows) : `unknown: ${look.why}`;
  return {
    account,
    what,
    before: say(first),
    beforeAt: first.known ? first.value.at : '',
    after: say(later),
    afterAt: later.known ? later.value.at : '',
    restsOn: [first, later].flatMap((look) => (look.known ? [look.value.exhibit] : [])).join(' '),
  };
}

/** The leaked key before; after, whether it is proven dead. */
function keyLine(account: string, { before, deathProof, exposure }: Subject): StateLine {
  const granted = before.known
    ? permissionScopes.filter((scope) => before.value.scopes[scope] === 'granted')
    : [];
  const death = deathProof.known
    ? `${deathProof.value.verdict.replace('-', ' ')}: ${deathProof.value.why}`
    : `unknown: ${deathProof.why}`;
  return {
    account,
    what: 'Leaked key',
    before: before.known
      ? `could ${granted.join(', ') || 'do nothing that the venue named'}`
      : `unknown: ${before.why}`,
    beforeAt: '',
    after: death,
    afterAt: exposure.to.known ? exposure.to.value : '',
    restsOn: '',
  };
}

const mostNamed = 12;

const named = (texts: readonly string[]): string =>
  texts.length <= mostNamed
    ? texts.join('; ')
    : `${texts.slice(0, mostNamed).join('; ')}; and ${texts.length - mostNamed} more`;

function ordersInWords(rows: readonly OpenOrder[]): string {
  if (rows.length === 0) return 'none';
  const symbols = [...new Set(rows.map(({ symbol }) => symbol))];
  return `${count(rows.length, 'order')}: ${named(symbols)}`;
}

const balancesInWords = (rows: readonly Balance[]): string =>
  rows.length === 0
    ? 'none listed'
    : named(
        rows.map(({ asset, free, locked, wallet }) =>
          /^0?\.?0*$/.test(locked)
            ? `${amount(free)} ${asset} (${wallet})`
            : `${amount(free)} ${asset} and ${amount(locked)} locked (${wallet})`,
        ),
      );

const addressesInWords = (rows: readonly WithdrawalAddress[]): string =>
  rows.length === 0
    ? 'none'
    : `${count(rows.length, 'address', 'addresses')}: ${named(rows.map(({ asset, network }) => `${asset} ${network}`))}`;
