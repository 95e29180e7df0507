import { permissionScopes } from '../../domain/api-key.ts';
import { phases } from '../../domain/phase.ts';

// What of a record may stand in a copy for others. Everything that is not named here is replaced: a key that a
// venue invents tomorrow is closed today.

/** Short words of firebreak and of the market: which step, which venue, which asset, how it ended. */
export const wordKeys: ReadonlySet<string> = new Set(
  `type lane step kind phase choice is severity venue venueName asset feeAsset symbol symbols network side status
  method verdict basis mode moment format mediaType capability holder role when stop section wallet operatorKind task
  version rule attested ipRestricted canWithdraw canActOnMoney question options expectedScopes with clock tlp node os
  recognised tool severity httpStatus venueCode venueStatus isMaker act timer exchange exchanges exhibit exhibits restsOn
  path id caseId takenBack playbook account from to by acquiredBy usualSymbols list cancelledBy`.split(/\s+/),
);

/** Of these only what has the form of an id of our own, or the name "firebreak", may stand. */
export const idKeys: ReadonlySet<string> = new Set(
  'id exchange exchanges exhibit exhibits restsOn caseId takenBack act from to by acquiredBy account with tool os'.split(
    ' ',
  ),
);

/** Counts and times. Amounts of money are never among them. */
export const numberKeys: ReadonlySet<string> = new Set(
  `seq attempt attempts code venueCode status httpStatus durationMs offset length bytes redactions rows minutes offsetMs roundTripMs
  speed clockOffsetMs warcOffset page size limit current times required present unknowns format ms probed journalRecords
  timeToKeyDead`.split(/\s+/),
);

/** Sentences that firebreak makes by its rules: they stay, without the values in them. */
export const sentenceKeys: ReadonlySet<string> = new Set(
  `title summary prompt purpose why how what undo detail says cause item action result verification harm limitations
  endedBy beyondReach notChecked blindSpots found expected recommended`.split(/\s+/),
);

/** Names of accounts, people and machines: replaced wherever they stand, in ids and sentences too. */
export const nameKeys: ReadonlySet<string> = new Set(
  `label keyLabel keyId host user dependents operator by approvedBy acquiredBy acquiredWith account to from
  clientOrderIdPrefixes expectedIpAllowlist egress email who`.split(/\s+/),
);

/** A moment in words or as a count of seconds or milliseconds. */
export const isTimeKey = (key: string): boolean =>
  /(?:^at$|At$|^(?:start|end|update|create|server)?Time$|^timestamp$|^asOf$)/.test(key);

/** What people wrote or called things, in a word or more: gone from sentences also when it is a word of the language. */
export const spokenKeys: ReadonlySet<string> = new Set(
  'tag memo note remark nickname username recipient fileName cameFrom'.split(' '),
);

/** Where codes of assets stand. */
export const assetKeys: ReadonlySet<string> = new Set(['asset', 'feeAsset']);

/** Closed lists of firebreak's own, which say the same of everybody: they may stand wherever they are found. */
export const vocabulary: ReadonlySet<string> = new Set([
  ...permissionScopes,
  ...phases,
  ...`granted denied unknown restricted yes no all not-by-symbol works dead-code refused-but-exists inconclusive before
  negative live-control clock us venue not-known not-us suspect responder replacement manager main sub attacker
  firebreak verified unverified failed skipped waived not-reached done not-done SELF-ATTESTED key-report open-orders
  balances trades orders withdrawals deposits withdrawal-addresses market-prices positions transfers ledger sub-accounts
  sub-account-keys death-proof reading-plan scope-check baseline attachment`.split(/\s+/),
]);

/** Words that name no one, though they stand where names do. */
export const nobody: ReadonlySet<string> = new Set([
  'firebreak',
  'operator',
  'venue',
  'unknown',
  'case',
  'api',
  'hand',
  'none',
  'script',
  'model',
  'person',
  'this machine',
]);
