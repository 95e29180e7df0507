import type { Capabilities } from '../contract.ts';
import { nobody, readByApi } from '../declare.ts';
import { handsAt, type Hands } from './by-hand.ts';
import { dryRun, type SurveyedVenue } from './facts.ts';
import { listsOf } from './lists.ts';
import { pageOf } from './pages.ts';
import { isReachable, isSurveyed, needsOf } from './reach.ts';
import { cancelOrders, introspectBy, readClock } from './reads.ts';

/** What can be done at a venue that only ccxt knows: reads as far as the dry run went, the rest by hand. */
export function capabilitiesOf(id: string, facts: SurveyedVenue): Capabilities {
  const hands = handsAt(facts, pageOf(id, facts));
  const { revokeKey, createKey, editWithdrawalAddresses, freezeAccount, endSessions, cancelWithdrawal } =
    hands;
  const lists = listsOf(facts, hands);
  const subAccounts = nobody('ccxt has no common way to sub-accounts: look at the page for keys', dryRun);
  return {
    readClock: isSurveyed(facts, 'fetchTime')
      ? readByApi({ needs: [], source: dryRun, run: readClock })
      : nobody('ccxt has no request here that tells the time of the venue', dryRun),
    introspectKey: introspectKeyOf(facts, hands),
    ...lists,
    listWithdrawalAddresses: hands.look('the withdrawal addresses', 'ccxt has no common way to this list'),
    listSubAccounts: subAccounts,
    listSubAccountKeys: subAccounts,
    cancelOrders:
      facts.cancels === undefined || !isReachable(facts)
        ? hands.cancelOrders
        : {
            by: 'api',
            needs: ['spot-trade'],
            // Not known of any venue here: an id might be given out anew.
            repeatable: false,
            note: 'ordinary spot orders, one request each; conditional ones may be refused',
            source: dryRun,
            run: cancelOrders,
          },
    cancelAllOrders: hands.cancelAllOrders,
    cancelWithdrawal,
    stopSubAccountTransfers: subAccounts,
    revokeKey,
    downgradeKey: nobody('ccxt has no common way to change a key', dryRun),
    revokeSubAccountKey: subAccounts,
    restrictSubAccountKey: subAccounts,
    createSubAccountKey: subAccounts,
    createKey,
    editWithdrawalAddresses,
    freezeAccount,
    endSessions,
  };
}

// Reads that ask for the account and nothing else first.
const probes = [
  'fetchBalance',
  'fetchOpenOrders',
  'fetchMyTrades',
  'fetchDeposits',
  'fetchWithdrawals',
] as const;

function introspectKeyOf(facts: SurveyedVenue, hands: Hands): Capabilities['introspectKey'] {
  const signed = probes.find(
    (read) => needsOf(facts, read) === 'nothing' && facts.open?.includes(read) !== true,
  );
  if (signed === undefined) {
    const why =
      facts.open === undefined
        ? 'the dry run of ccxt reached no read that the key alone signs'
        : 'what can be read here is public: an answer says nothing about the key';
    return hands.look('the key, its rights and its addresses', why);
  }
  return readByApi({
    needs: ['read'],
    note: `shows that the key can read (${signed}), and nothing else about it`,
    source: dryRun,
    run: introspectBy(signed),
  });
}
