import type { ByHand, ByNobody } from '../contract.ts';
import { connector, pagesUnseen } from './sources.ts';

const pages = {
  keys: 'https://www.binance.com/en/my/settings/api-management',
  addresses: 'https://www.binance.com/en/my/security/address-management',
  activity: 'https://www.binance.com/en/my/security/account-activity',
  security: 'https://www.binance.com/en/my/security',
  subAccounts: 'https://www.binance.com/en/my/sub-account/account-management',
} as const;

export const revokeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    'Type the address by hand or open your bookmark; a link in a mail or chat may lead elsewhere. Sign in as the account that owns the key: a key of a sub-account is listed when you sign in to the main account and open Sub-Accounts.',
    'You see a list of keys, each with its name, the API key text and its permissions. Compare the first and last four characters with the key shown here: names can be alike.',
    'Press Delete at that key only. "Delete all" would also end every other bot and your responder key.',
    'Confirm with your second factor. The key disappears from the list at once.',
    'Look at the other keys: one that nobody in the team knows was made by someone else. Note it, delete it too, and tell firebreak.',
    'Come back and confirm. firebreak then asks Binance with the old key until it is sure.',
  ],
  why: 'no endpoint deletes a key of the main account. One of a sub-account is deleted by API with a key of the main account, where firebreak was given one',
  source: {
    where: `${pages.keys}; binance-connector-js, sub-account ApiManagementApi`,
    checked: '2026-11-21',
    verified: false,
  },
};

/** Whole keys only: what a key of the main account may do has no endpoint. */
export const downgradeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    'Deleting the key is better, and no slower. Do this only where the key must go on reading: for what it alone can still tell.',
    'Sign in as the account that owns the key; one of a sub-account is edited from the main account, under Sub-Accounts → API Management.',
    'Press Edit restrictions at that key. Compare its first and last four characters with the key shown here.',
    'Take every tick away but Enable Reading: spot and margin trading, margin loans, futures, options, universal transfer, internal transfer, withdrawals, FIX trading, portfolio margin. Leave the trusted addresses as they are.',
    'Save, and confirm with your second factor. The list now shows Enable Reading alone at that key.',
    'Come back: firebreak reads the key’s permissions with the key itself.',
  ],
  why: 'no endpoint changes a key of the main account. One of a sub-account is changed by API with a key of the main account, where firebreak was given one',
  source: pagesUnseen,
};

export const stopSubAccountTransfers: ByHand = {
  by: 'hand',
  page: pages.subAccounts,
  instructions: [
    'Sign in as the main account. Sub-Accounts → Account Management: you see a line for each sub-account, with its mail address.',
    'Compare the whole address with the one shown here, then press Freeze at that line and confirm with your second factor. The line now says Frozen.',
    'Everything in the sub-account stops with it: bots, open orders may stay. A frozen sub-account cannot be signed in to.',
    'Open API Management of the same sub-account: its keys should be gone or without permissions. Delete those that are left, as firebreak could not tell whether a frozen account’s keys still work.',
    'Come back: firebreak lists the sub-accounts again, and the one you froze says so.',
  ],
  why: 'no endpoint freezes a sub-account or stops its transfers: keys of it can be ended or made read-only one by one, by API',
  source: pagesUnseen,
};

export const createKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    'Create API → System generated. Name it system-env-venue-account, for instance tradebot1-prod-binance-main: never "API key 1".',
    'Confirm with your second factor. The secret is shown this one time: put it straight into the secret manager, not into a file, chat or screenshot.',
    'Edit restrictions → Restrict access to trusted IPs only → enter the egress address of the host that will use the key, and nothing else. Save.',
    'Tick only what the task needs: Enable Reading, and for a trading bot Enable Spot & Margin Trading. Leave Enable Withdrawals, Permits Universal Transfer, Enable Internal Transfer, Enable Margin, Futures and Options off.',
    'Save and confirm again. An allowlist needs up to a minute to spread: a refused first call is repeated after that.',
    'Come back: firebreak reads the new key’s real permissions.',
  ],
  why: 'no endpoint creates a key of the main account',
  source: pagesUnseen,
};

export const editWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    'Look at the switch Withdrawal Whitelist at the top. Off means that withdrawals may go to any address: the API does not show this switch. Switch it on.',
    'Remove every address that firebreak lists as new or unknown. Compare the whole address and the memo or tag, not only its first characters.',
    'Each removal asks for your second factor. Removing an address does not stop a withdrawal that is already under way.',
    'If the page offers a waiting time for new addresses, set it to the longest.',
    'Come back: firebreak reads the list again and compares.',
  ],
  why: 'the API lists addresses; it cannot add, remove or switch the whitelist',
  source: pagesUnseen,
};

export const freezeAccount: ByHand = {
  by: 'hand',
  page: pages.security,
  instructions: [
    'This is the last resort: use it when someone else can sign in to the account, or money leaves and the key cannot be deleted.',
    'Security → Manage account → Disable account. The same link stands at the foot of every security mail of Binance: use the page, not the mail.',
    'You see what is going to be blocked: trading, withdrawals, API keys. Read it, then confirm with your second factor.',
    'Every bot stops, and stop orders that a bot places by itself are not placed any more. Whether a withdrawal that is already requested is stopped is not documented: look at it afterwards.',
    'Only Binance’s support opens the account again, after checking who you are; that takes hours or days.',
  ],
  why: 'no endpoint disables an account',
  source: { where: 'Binance support FAQ 115003800652', checked: '2026-11-21', verified: false },
};

export const endSessions: ByHand = {
  by: 'hand',
  page: pages.activity,
  instructions: [
    'Security → Devices: remove every device but the one in front of you. Each row shows device, place and address; a place that you have never been to is a finding, note it first.',
    'Account activity → Sign-in history: save or photograph the list before you leave the page. The API has no sign-in log.',
    'Change the password, then look at the device list again: it should hold this one only. Expect withdrawals to be blocked for a day.',
    'Renew the second factor, and look at the anti-phishing code: one that you did not choose was set by someone else.',
  ],
  why: 'no endpoint lists or ends sessions',
  source: pagesUnseen,
};

export const cancelWithdrawal: ByNobody = {
  by: 'nobody',
  why: 'Binance has no endpoint that cancels a withdrawal. While it awaits the mail confirmation it can be left unconfirmed, and support may stop it: write to the chat at once',
  source: connector('wallet CapitalApi'),
};
