import type { ByHand } from '../contract.ts';
import { apiPage, pagesUnseen } from './sources.ts';

const pages = {
  keys: 'https://www.gate.com/myaccount/profile/api-key/manage',
  security: 'https://www.gate.com/myaccount/security',
  addresses: 'https://www.gate.com/myaccount/withdraw_address',
  withdrawals: 'https://www.gate.com/myaccount/funds/history/withdraw',
} as const;

const signIn =
  'Type the address by hand or open your bookmark; a link in a mail or chat may lead elsewhere. Sign in as the account that owns the key: for one of a sub-account, as the main account, and open the keys of the sub-account.';

const findIt =
  'You see a list of keys, each with its name, its permissions, its addresses and when it was last used. Compare the beginning and the end of the key with the one shown here: names can be alike.';

/** No endpoint touches a key of the main account. */
export const revokeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    findIt,
    'Press Delete at that key only, and confirm with your second factor. It disappears from the list.',
    'Look at the other keys, at those of every sub-account, and at the older kind (APIv2): one that nobody in the team knows was made by someone else. Note it, delete it too, and tell firebreak.',
    'A change takes up to five minutes to take effect: until then the key may still work. Do not delete it a second time.',
    'Come back and confirm. firebreak then asks Gate with the old key until it answers INVALID_KEY, and until it is sure.',
  ],
  why: 'no endpoint ends a key of the main account; keys of sub-accounts are ended by API, with a key of the main account',
  source: apiPage('Generate API key'),
};

export const downgradeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    findIt,
    'Press Edit at that key. Set every permission to Read Only. Leave its addresses as they are: a key without addresses works from everywhere.',
    'Save, and confirm with your second factor. The list now says Read Only at each permission, and the same addresses as before.',
    'A change takes up to five minutes to take effect. Come back then: firebreak reads the key’s permissions with the key itself.',
  ],
  why: 'no endpoint changes a key of the main account; keys of sub-accounts are changed by API, with a key of the main account',
  source: apiPage('Generate API key'),
};

export const createKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    'Create API Key → APIv4. Name it system-env-venue-account, for instance tradebot1-prod-gate-main. An account has at most twenty keys: delete the old one first if there is no room.',
    'Enter the egress address of the host that will use the key. Addresses are IPv4, at most twenty, no ranges. Without them the key works from everywhere, and is said to end after 90 days.',
    'Tick only what the task needs: for a bot that trades Read and Write at its own market, Read Only at Account, so that firebreak can read the key. Leave Wallet at Read Only and Withdraw off.',
    'Confirm with your second factor. The secret is shown this one time: put it straight into the secret manager, not into a file, chat or screenshot.',
    'The list now shows the key, its permissions and its addresses. Come back: firebreak reads them with the new key.',
  ],
  why: 'no endpoint makes a key of the main account',
  source: apiPage('Generate API key'),
};

export const editWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    'Look first whether the whitelist is switched on: no key sees the switch. Switch it on, with its delay for new addresses.',
    'Remove every address that firebreak lists as new or unknown. Compare the whole address and the memo or tag, not only its first characters.',
    'Look at transfers to other customers of Gate as well: a UID needs no address, and none of this list holds it up.',
    'Each change asks for your second factor. Afterwards the list holds none but your own. Removing an address does not stop a withdrawal that is already under way: cancel that first.',
    'Come back: firebreak reads the list again and compares.',
  ],
  why: 'the API lists saved addresses; it cannot add or remove one, or read or turn the switches',
  source: pagesUnseen,
};

export const cancelWithdrawal: ByHand = {
  by: 'hand',
  page: pages.withdrawals,
  instructions: [
    signIn,
    'You see the withdrawals, the newest first, each with its state. For one to another customer of Gate look under transfers by UID.',
    'Press Cancel at the one that firebreak names, and confirm. Its state says cancelled; one that is already on its way has no such button.',
    'Where it cannot be cancelled, write to Gate’s support at once, with the number of the withdrawal and the address or UID that it goes to.',
    'Come back: firebreak reads the withdrawals again.',
  ],
  why: 'only a key with the permission to withdraw cancels one, and none cancels a transfer to another customer',
  source: pagesUnseen,
};

export const freezeAccount: ByHand = {
  by: 'hand',
  page: pages.security,
  instructions: [
    'This is the last resort: use it when someone else can sign in to the account, or money leaves and the key cannot be ended.',
    'Look for Freeze Account (also called Disable Account) on the page of the security settings. You see what is going to be blocked: read it, then confirm with your second factor.',
    'The page says that the account is frozen, and signs you out. Every bot stops.',
    'Whether withdrawals that are already requested are stopped is not documented: cancel them before, and look again afterwards.',
    'Only Gate’s support opens the account again, after checking who you are. Write down when you wrote and what they answered.',
  ],
  why: 'no endpoint freezes an account; sub-accounts can be locked by API',
  source: pagesUnseen,
};

export const endSessions: ByHand = {
  by: 'hand',
  page: pages.security,
  instructions: [
    'Save or photograph the list of sign-ins and devices before you change anything: no API tells them. A place or device that you do not know is a finding.',
    'Remove every device but the one in front of you. The list then holds this one only.',
    'Change the password and the fund password. Read what the page says follows from it: withdrawals are usually held up for a time.',
    'Renew the second factor, and look at the anti-phishing code: one that you did not choose was set by someone else.',
    'Look at the applications of third parties that are connected to the account, and end those that nobody knows.',
  ],
  why: 'no endpoint lists or ends sessions; there is no log of sign-ins in the API either',
  source: pagesUnseen,
};
