import type { ListedFlows } from '../../domain/listed-flows.ts';
import { connector } from './sources.ts';

const here = 'MAIN';
/** "this account, SPOT": as a sub-account sees its own. */
const own = 'this account, ';

/**
 * Spot has no ledger: its trades, what came in and went out, and what was exchanged or given without an order
 * stand in lists of their own.
 */
export const listedFlows: ListedFlows = {
  wallet: 'spot',
  balancesIn: 'spot',
  concerns: (list, section) => {
    switch (list) {
      case 'trades':
        return section === 'spot';
      case 'transfers':
        return section.split('_').includes(here) || /^(between accounts|as sub-account)/.test(section);
      case 'ledger':
        return ['dust', 'convert', 'distributions'].includes(section);
      case 'deposits':
      case 'withdrawals':
        return true;
    }
  },
  ofFill: ({ section }) => (section === 'spot' ? 'moves' : 'not'),
  ofDeposit: ({ wallet }) => shareOf(wallet),
  ofWithdrawal: ({ wallet }) => shareOf(wallet),
  ofEntry: ({ wallet, kind }) => {
    if (wallet !== 'spot') return 'not';
    // What a convert was paid from (spot, funding or earn), and where a distribution went, no row says.
    return kind === 'dust' ? 'moves' : 'may';
  },
  sideOf: ({ from, to }) => {
    if (from === here || from === `${own}SPOT`) return 'from';
    if (to === here || to === `${own}SPOT`) return 'to';
    // Between accounts both ends bear an e-mail, and nothing says which one is this account's.
    return from.includes(', ') && !from.startsWith(own) && !to.startsWith(own) ? 'unknown' : 'neither';
  },
  // "LDBTC" stands for BTC that lies in flexible earn.
  isCoin: (asset) => !/^LD[A-Z0-9]{2,}$/.test(asset),
  untoldWith: [
    { wallet: 'earn, flexible', section: 'earn, flexible' },
    { wallet: 'earn, locked', section: 'earn, locked' },
  ],
  untold: [
    'referral rebates and kickbacks',
    'what was bought or sold for money on the card or bank pages',
    'crypto loans and their collateral',
    'interest and fees of margin that are taken in BNB',
    'gift cards, launches and staking on chain',
  ],
  source: { ...connector('wallet, spot, convert'), verified: false },
};

const shareOf = (wallet: string | undefined) =>
  wallet === undefined ? 'may' : wallet === 'spot' ? 'moves' : 'not';
