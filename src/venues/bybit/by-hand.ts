import type { ByHand } from '../contract.ts';
import { docs, pagesUnseen } from './sources.ts';

const pages = {
  keys: 'https://www.bybit.com/app/user/api-management',
  security: 'https://www.bybit.com/app/user/security',
  addresses: 'https://www.bybit.com/user/assets/money-address',
  activity: 'https://www.bybit.com/app/user/account-activities',
} as const;

const signIn =
  'Type the address by hand or open your bookmark; a link in a mail or chat may lead elsewhere. Sign in as the account that owns the key: for one of a sub-account, as the main account, and switch to the sub-account.';

const findIt =
  'You see a list of keys, each with its name, its permissions, its addresses and when it ends. Compare the beginning and the end of the key with the one shown here: names can be alike.';

/** For a key without any of the wallet's permissions, which cannot end itself. */
export const revokeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    findIt,
    'Press Delete at that key only, and confirm with your second factor. It disappears from the list.',
    'Look at the other keys: one that nobody in the team knows was made by someone else. No API lists keys of the main account, so this look is the only one. Note it, delete it too, and tell firebreak.',
    'Switch to each sub-account and look there as well.',
    'Come back and confirm. firebreak then asks Bybit with the old key until it answers 10003, and until it is sure.',
  ],
  why: 'a key ends itself only when it has one of the permissions Account Transfer, Subaccount Transfer or Withdrawal; a key that only reads or trades is deleted here',
  source: pagesUnseen,
};

/** For a key without any of the wallet's permissions, or when Bybit answers 141020. */
export const downgradeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    findIt,
    'Press Edit at that key. Choose Read-Only. Leave its addresses as they are: a key without addresses works from everywhere.',
    'Save, and confirm with your second factor. The list now says Read-Only at that key, and the same addresses as before.',
    'Come back: firebreak reads the key’s permissions with the key itself.',
  ],
  why: 'a key changes itself only when it has one of the permissions Account Transfer, Subaccount Transfer or Withdrawal',
  source: pagesUnseen,
};

export const createKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    'Create New Key → System-generated API Keys → API Transaction. Name it system-env-venue-account, for instance tradebot1-prod-bybit-main.',
    'Choose "Only IPs with permissions granted are allowed", and enter the egress address of the host that will use the key. Without addresses the key works from everywhere, and ends after 90 days.',
    'Tick only what the task needs: for a bot that trades Read-Write with the orders of its own market. Leave Assets (Account Transfer, Subaccount Transfer, Withdrawal), P2P, Bybit Pay and fiat conversion off.',
    'Confirm with your second factor. The secret is shown this one time: put it straight into the secret manager, not into a file, chat or screenshot.',
    'The list now shows the key, its permissions and its addresses. Come back: firebreak reads them with the new key.',
  ],
  why: 'no endpoint makes a key of the main account',
  source: pagesUnseen,
};

export const editWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    'Before anything else look at the switches under Account & Security → Withdrawals: Withdrawal Address Whitelist, Withdraw via Address Book Only, New Address Withdrawal Lock. The API shows none of them. Switch all three on.',
    'In the address book remove every address that firebreak lists as new or unknown. Compare the whole address and the memo or tag, not only its first characters; a universal address stands for every coin of its chain.',
    'Look under internal transfers too: UIDs, mail addresses and telephone numbers of other customers of Bybit.',
    'Each change asks for your second factor. Afterwards the list holds none but your own. Removing an address does not stop a withdrawal that is already under way: cancel that first.',
    'Come back: firebreak reads the list again and compares.',
  ],
  why: 'the API lists addresses; it cannot add, remove or verify one, or read or turn the switches',
  source: pagesUnseen,
};

export const listWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    signIn,
    'You see the address book: a line for each address, with its coin, chain, memo or tag, name, and whether it is verified. Look under internal transfers too: UIDs, mail addresses and telephone numbers of other customers of Bybit.',
    'Is every line yours? Compare the whole address and the memo or tag, not only its first characters; a universal address stands for every coin of its chain.',
    'Note, or photograph, every one that is not, before you change anything.',
    'Look at the switches under Account & Security → Withdrawals: Withdrawal Address Whitelist, Withdraw via Address Book Only, New Address Withdrawal Lock. No key sees them.',
  ],
  why: 'only a key with the permission Withdrawal lists them',
  source: pagesUnseen,
};

export const freezeAccount: ByHand = {
  by: 'hand',
  page: pages.activity,
  instructions: [
    'This is the last resort: use it when someone else can sign in to the account, or money leaves and the key cannot be ended.',
    'Account & Security → Account Activities → Disable Account. You see what is going to be blocked: read it, then confirm with your second factor.',
    'The page says that the account is disabled, and signs you out. Every bot stops.',
    'Whether withdrawals that are already requested are stopped is not documented: cancel them before, and look again afterwards.',
    'Only Bybit’s support opens the account again, after checking who you are; that takes hours or days. Write down when you wrote and what they answered.',
  ],
  why: 'no endpoint disables an account; sub-accounts can be frozen by API',
  source: pagesUnseen,
};

export const endSessions: ByHand = {
  by: 'hand',
  page: pages.activity,
  instructions: [
    'Save or photograph the list of sign-ins before you change anything: no API tells them. Each line shows time, device, place and address; a place that you have never been to is a finding.',
    'Under Account & Security → Trusted Devices remove every device but the one in front of you. The list then holds this one only.',
    'Change the password. Two things follow: withdrawals are blocked for a day, and keys without addresses end after seven days.',
    `Renew the second factor on the page ${pages.security}, and look at the anti-phishing code: one that you did not choose was set by someone else.`,
    'Look at the applications of third parties that are connected to the account, and end those that nobody knows.',
  ],
  why: 'no endpoint lists or ends sessions; there is no log of sign-ins in the API either',
  source: { ...docs('user/create-subuid-apikey, on changed passwords; the page itself'), verified: false },
};
