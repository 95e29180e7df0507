import type { RunnableStep } from '../playbook/step-kind.ts';
import { openCase } from './open-case.ts';
import { factsRecorded } from './facts-recorded.ts';
import { measureClocks, confirmClocks } from './measure-clocks.ts';
import { introspectKeys } from './introspect-keys.ts';
import { exhibitsOnDisk } from './exhibits-on-disk.ts';
import { lookAtRecent } from './look-at-recent.ts';
import { decideOrder } from './decide-order.ts';
import { setScope } from './set-scope.ts';
import { waitForSnapshot } from './wait-for-snapshot.ts';
import { cancelPendingWithdrawals, confirmNoPendingWithdrawals } from './pending-withdrawals.ts';
import { revokeKey } from './revoke-key.ts';
import { confirmKeyDead } from './confirm-key-dead.ts';
import { cancelUnrecognisedOrders, confirmNoUnrecognisedOrders } from './cancel-orders.ts';
import { freezeAccount } from './freeze-account.ts';
import { operatorAttests } from './operator-attests.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { acquireHistories, continueHistories } from './acquire-histories.ts';
import { sweepMarkets, confirmMarketsSwept } from './sweep-markets.ts';
import { confirmCoverage } from './confirm-coverage.ts';
import { compareWithBaseline } from './compare-with-baseline.ts';
import { inspectActivity } from './inspect-activity.ts';
import { crossCheckEvidence } from './cross-check-evidence.ts';
import { lookForMore } from './look-for-more.ts';
import { recordRootCause } from './record-root-cause.ts';
import { closeDoors, confirmDoorsClosed } from './close-doors.ts';
import { removeAddresses, confirmWhitelist } from './remove-addresses.ts';
import { reissueKey } from './reissue-key.ts';
import { confirmKeyScope } from './confirm-key-scope.ts';
import { switchSystem, confirmNewKeyWorks } from './switch-system.ts';
import { reprobeKeys } from './reprobe-keys.ts';
import { readAgain, confirmNoNewLoss } from './read-again.ts';
import { recordActionItems } from './record-action-items.ts';
import { closeCase } from './close-case.ts';
import type { CaseWorld } from './world.ts';

/** Every step kind a playbook can name. Adding one is a file here and a line in this list. */
export const stepKinds: readonly RunnableStep<CaseWorld>[] = [
  openCase,
  factsRecorded,
  measureClocks,
  confirmClocks,
  introspectKeys,
  exhibitsOnDisk,
  lookAtRecent,
  decideOrder,
  setScope,
  waitForSnapshot,
  cancelPendingWithdrawals,
  confirmNoPendingWithdrawals,
  revokeKey,
  confirmKeyDead,
  cancelUnrecognisedOrders,
  confirmNoUnrecognisedOrders,
  freezeAccount,
  operatorAttests,
  takeSnapshot,
  acquireHistories,
  continueHistories,
  sweepMarkets,
  confirmMarketsSwept,
  confirmCoverage,
  compareWithBaseline,
  inspectActivity,
  crossCheckEvidence,
  lookForMore,
  recordRootCause,
  closeDoors,
  confirmDoorsClosed,
  removeAddresses,
  confirmWhitelist,
  reissueKey,
  confirmKeyScope,
  switchSystem,
  confirmNewKeyWorks,
  reprobeKeys,
  readAgain,
  confirmNoNewLoss,
  recordActionItems,
  closeCase,
];
