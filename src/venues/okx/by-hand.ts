import type { ByHand } from '../contract.ts';
import { docs, pagesUnseen } from './sources.ts';

const pages = {
  keys: 'https://www.okx.com/account/my-api',
  security: 'https://www.okx.com/account/security',
  addresses: 'https://www.okx.com/balance/withdrawal-address',
} as const;

const signIn =
  'Type the address by hand or open your bookmark; a link in a mail or chat may lead elsewhere. Sign in as the main account, also for a key of a sub-account. An account of the EEA signs in at my.okx.com, one of the US or Australia at app.okx.com.';

const findIt =
  'You see a list of keys, each with its name, its permissions and its addresses; a sub-account’s keys stand with that sub-account. Compare the beginning and the end of the key with the one shown here: names can be alike.';

export const revokeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    findIt,
    'Press Delete at that key only, and confirm with your second factor. It disappears from the list.',
    'Look at the other keys: one that nobody in the team knows was made by someone else. No API lists keys of the main account, so this look is the only one. Note it, delete it too, and tell firebreak.',
    'Open each sub-account and look at its keys as well.',
    'Come back and confirm. firebreak then asks OKX with the old key until it answers that there is no such key, and until it is sure.',
  ],
  why: 'no endpoint ends a key of the main account, and no key can end itself; a main account’s key that is bound to addresses ends keys of sub-accounts',
  source: pagesUnseen,
};

export const downgradeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    findIt,
    'Press Edit at that key. Leave Read ticked, and untick Trade and Withdraw. Leave its addresses as they are: a key without addresses works from everywhere.',
    'Save, and confirm with your second factor. The list now says Read at that key, and the same addresses as before.',
    'Come back: firebreak reads the key’s permissions with the key itself.',
  ],
  why: 'no key can change itself, and no endpoint changes a key of the main account',
  source: pagesUnseen,
};

export const createKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    'Create API key. Name it system-env-venue-account, for instance tradebot1-prod-okx-main. Choose a real key, not one of demo trading.',
    'Let the secret manager make up the passphrase, a new one: OKX keeps only a hash of it, and without it the key is of no use.',
    'Enter the egress address of the host that will use the key. Without addresses the key works from everywhere, and ends after 14 days without use.',
    'Tick only what the task needs: Read, and Trade for a bot that trades. Trade also moves funds between accounts and changes settings. Leave Withdraw off.',
    'Confirm with your second factor. The secret is shown this one time: put it, with the passphrase, straight into the secret manager, not into a file, chat or screenshot.',
    'The list now shows the key, its permissions and its addresses. Come back: firebreak reads them with the new key.',
  ],
  why: 'no endpoint makes a key of the main account',
  source: pagesUnseen,
};

export const listWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    signIn,
    'You see the address book: a line for each address, with its coin, network, memo or tag and name. Those marked as verified, or as free of verification, are the ones that a key can withdraw to.',
    'Is every line yours? Compare the whole address and the memo or tag, not only its first characters. Look under internal transfers too: mail addresses, telephone numbers and UIDs of other customers of OKX.',
    'Note, or photograph, every one that is not, before you change anything.',
    'Look at the switches for withdrawals as well: whitelist only, and the wait before a new address can be used. No key sees them.',
    'firebreak compares the addresses that withdrawals really went to: those it can read.',
  ],
  why: 'no endpoint lists saved addresses; a withdrawal by API goes to addresses that were saved on this page only, so it is the list that bounds the loss',
  source: pagesUnseen,
};

export const editWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    signIn,
    'Remove every address that you noted as unknown. Compare the whole address and the memo or tag.',
    'Take the mark "verified" or "no verification needed" from every address that no key has to withdraw to.',
    'Switch on what holds withdrawals up: whitelist only, and the wait before a new address can be used.',
    'Each change asks for your second factor, and OKX blocks withdrawals for a day after some of them. Afterwards the list holds none but your own. Removing an address does not stop a withdrawal that is already under way: cancel that first.',
  ],
  why: 'no endpoint adds, removes or lists an address, or reads or turns the switches',
  source: pagesUnseen,
};

export const freezeAccount: ByHand = {
  by: 'hand',
  page: pages.security,
  instructions: [
    'This is the last resort: use it when someone else can sign in to the account, or money leaves and the key cannot be ended.',
    'Profile → Security → Account management → Freeze account. You see what is going to be blocked: read it, then confirm with your second factor.',
    'The page says that the account is frozen, and signs you out. Every bot stops.',
    'Whether withdrawals that are already requested are stopped is not documented: cancel them before, and look again afterwards.',
    'OKX opens the account again only after checking who you are; that takes hours or days. Write down when you wrote and what they answered.',
  ],
  why: 'no endpoint freezes an account; sub-accounts can be kept from transferring out by API',
  source: pagesUnseen,
};

export const endSessions: ByHand = {
  by: 'hand',
  page: pages.security,
  instructions: [
    'Save or photograph the list of devices and sign-ins before you change anything: no API tells them. Each line shows time, device, place and address; a place that you have never been to is a finding.',
    'Under Device management remove every device but the one in front of you. The list then holds this one only.',
    'Note the recent use of keys without addresses, which this page shows as well.',
    'Change the password and renew the second factor: withdrawals are then blocked for 24 hours. Look at the anti-phishing code: one that you did not choose was set by someone else.',
    'Look at the applications of third parties that are connected to the account, and end those that nobody knows.',
  ],
  why: 'no endpoint lists or ends sessions; there is no log of sign-ins in the API either',
  source: {
    ...docs('overview, "security of the APIKey", and error-code 58219; the page itself'),
    verified: false,
  },
};
