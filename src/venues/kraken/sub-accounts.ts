import type { ByHand, ByNobody } from '../contract.ts';
import { nobody } from '../declare.ts';
import { findIt, noEndpoint, pages } from './by-hand.ts';
import { docs } from './sources.ts';

// The API makes sub-accounts and moves funds to them (CreateSubaccount, AccountTransfer); all else is done by hand.

const institutionsOnly =
  'Sub-accounts exist for institutions only. If Kraken never set them up for you, there is nothing to do here.';
const subAccounts = docs('subaccounts/create-subaccount and subaccounts/account-transfer');
const switchTo =
  'Sign in as the master account, and switch to the sub-account in the menu of accounts. Your account manager at Kraken can tell which there are.';

export const listSubAccounts: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    institutionsOnly,
    'Sign in as the master account and open the menu of accounts. You see every sub-account with its name.',
    'A key of the master account that withdraws can make sub-accounts: one that nobody in the team knows was made by someone else.',
    'Photograph the list, add it to the case, and tell firebreak which ones nobody knows.',
  ],
  why: 'the API makes sub-accounts and moves funds to them; no document shows an endpoint that lists them',
  source: { ...subAccounts, verified: false },
};

export const listSubAccountKeys: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    institutionsOnly,
    switchTo,
    'Settings → API. You see the keys of this sub-account, each with its name, its permissions and when it was last used. Photograph them; then the next sub-account.',
    'Tell firebreak of every key that nobody in the team made.',
  ],
  why: 'no endpoint lists keys, of the master account or of a sub-account',
  source: { ...subAccounts, verified: false },
};

export const revokeSubAccountKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    institutionsOnly,
    switchTo,
    `Settings → API. ${findIt}`,
    'Delete this key, and confirm with your second factor. It is gone from the list.',
    'Come back: with the key’s own credentials firebreak asks Kraken until it answers "EAPI:Invalid key".',
  ],
  why: noEndpoint,
  source: { ...subAccounts, verified: false },
};

export const restrictSubAccountKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    institutionsOnly,
    switchTo,
    `Settings → API. ${findIt}`,
    'Edit this key: leave the query permissions and its addresses, take away everything else. Save, and confirm with your second factor.',
    'The list shows the query permissions only. Come back: firebreak reads them with the key’s own credentials.',
  ],
  why: noEndpoint,
  source: { ...subAccounts, verified: false },
};

export const createSubAccountKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    institutionsOnly,
    switchTo,
    'Settings → API → Create API key, with the name, permissions and addresses shown here. Leave Withdraw off.',
    'The private key is shown this one time: put it straight into the secret manager.',
    'Come back: firebreak reads the permissions of the new key with the key itself.',
  ],
  why: 'no endpoint makes a key; the page does',
  source: { ...subAccounts, verified: false },
};

export const stopSubAccountTransfers: ByNobody = nobody(
  'no endpoint stops transfers of a sub-account. They are made with keys of the master account that withdraw: ending those keys stops them',
  docs('subaccounts/account-transfer'),
);
