import type { ByHand } from '../contract.ts';
import { help, pagesUnseen, reported } from './sources.ts';

export const pages = {
  // Linked from the documents; www.kraken.com/u/security/api is the same list in the older site.
  keys: 'https://pro.kraken.com/app/settings/api',
  security: 'https://www.kraken.com/u/security',
  addresses: 'https://www.kraken.com/u/funding/withdraw',
  lock: 'https://support.kraken.com/hc/en-us/articles/4413167516692',
} as const;

const signIn =
  'Type the address by hand or open your bookmark; a link in a mail or chat may lead elsewhere. Sign in; a device that Kraken does not know must be confirmed by mail first.';

export const findIt =
  'You see the keys, each with its name, its permissions and when it was last used. Names can be alike: compare the beginning and the end of the key with the one shown here.';

const globalLock =
  'Is the Global Settings Lock (GSL) on? Then keys cannot be made or changed until it is lifted, which takes the days that were chosen. Write to support at once, from the account, and say that a key has leaked.';

export const noEndpoint =
  'no endpoint of the spot API deletes or changes a key; those for partners do not reach it';

export const revokeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    `Settings → API, on kraken.com by your name (www.kraken.com/u/security/api) or on Kraken Pro. ${findIt}`,
    'Do not switch the Global Settings Lock on before this: it keeps keys from being changed.',
    'Delete this key and no other, and confirm with your second factor. It is gone from the list.',
    globalLock,
    'Look at the other keys: one that nobody in the team knows was made by someone else, and no API lists keys. Note its permissions and when it was last used, delete it too, and tell firebreak.',
    'Look at Kraken Futures as well (futures.kraken.com → Settings → API Keys): its keys are others, in a list of their own.',
    'Come back and confirm. firebreak asks Kraken with the old key at most three times, a minute apart, until it answers "EAPI:Invalid key". Do not try the key yourself meanwhile, and stop the bots that use it: refused calls lock this address out for every key.',
  ],
  why: noEndpoint,
  source: pagesUnseen,
};

export const downgradeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    `Settings → API. ${findIt}`,
    'Edit this key. Leave the query permissions; take away Deposit, Withdraw, Earn, Create & modify orders, Cancel & close orders, Add and Update withdrawal addresses, and the WebSocket interface. Leave its addresses as they are.',
    'Save, and confirm with your second factor. The list shows the query permissions only.',
    'A key that queries funds may still move them to the futures wallet, and a WebSocket session that is open may go on. Deleting the key is better.',
    'Come back: firebreak reads the key’s permissions, and when it was modified, with the key itself.',
  ],
  why: noEndpoint,
  source: pagesUnseen,
};

export const createKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    'Settings → API → Create API key. Name it system-env-venue-account, for instance tradebot1-prod-kraken-main.',
    'Tick only what the task needs: for a bot that trades Query funds, Query open and closed orders & trades, Create & modify orders, Cancel & close orders. Leave Withdraw, Deposit, Earn, and Add and Update withdrawal addresses off.',
    'Switch the IP restriction on and enter the egress address of the host that will use the key. Leave query start and end empty: they hide history without a word. Set an expiry where you rotate keys anyway.',
    'Leave the nonce window at 0 unless several processes share the key; give each process a key of its own instead.',
    'Confirm with your second factor. The private key is shown this one time: put it straight into the secret manager, not into a file, chat, screenshot or its QR code.',
    'The list now shows the key. Come back: firebreak reads its permissions, its addresses and when it was made with the new key.',
  ],
  why: 'no endpoint of the spot API makes a key',
  source: help('"How to create an API key" (360000919966) and "… on Kraken Pro"'),
};

export const editWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    signIn,
    'A key with "Add withdrawal addresses" or "Update withdrawal addresses" can put new ones in: end such keys first.',
    'Open Withdraw, choose an asset and look at its saved addresses; go through every asset that the account holds. You see a description, the address and its tag or memo.',
    'Remove every one that firebreak lists as new or unknown. Compare the whole address and the tag or memo, not only its beginning.',
    'Removing one does not stop a withdrawal that is under way: cancel that first.',
    'Now switch the Global Settings Lock on (Settings → Security), when all keys are in order: for the days that you choose nobody adds an address, a key or a new password.',
    'Come back: firebreak reads the list again, where a key with Query funds and Withdraw is at hand, and compares.',
  ],
  why: 'the API lists addresses; the endpoints that change them are a beta that firebreak cannot sign for',
  source: reported('docs.kraken.com/exchange/guides/rest/funding (beta); the page itself is unseen'),
};

export const listWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    signIn,
    'Open Withdraw and choose an asset; go through every asset that the account holds. You see its saved addresses, each with its description and its tag or memo.',
    'Photograph each list, with the clock of this machine in the picture, and add the pictures to the case.',
    'Is every line yours? Compare the whole address, not only its beginning. Tell firebreak which ones nobody knows.',
  ],
  why: 'only a key with both Query funds and Withdraw lists them',
  source: pagesUnseen,
};

export const freezeAccount: ByHand = {
  by: 'hand',
  page: pages.lock,
  instructions: [
    'Use this when someone else can sign in to the account, or money leaves and the key cannot be ended at once.',
    'Follow the page to have the account locked, and open the chat of support.kraken.com at the same time: say which account, that it is taken over, and ask to hold withdrawals. You see a conversation with a number: write the number down.',
    'Nobody signs in, trades or withdraws any more once it is locked; bots stop. Whether withdrawals that are already requested are stopped is not written: cancel them before, and name them to support.',
    'Only support opens it again, after checking who you are. Write down when you wrote and what they answered.',
    'The Global Settings Lock is no such lock: it stops neither trading nor withdrawals to addresses that are saved.',
    'It is done when signing in tells you that the account is locked.',
  ],
  why: 'no endpoint locks an account or its withdrawals',
  source: reported(
    'support.kraken.com (4413167516692) and "Global Settings Lock"; the pages themselves are unseen',
  ),
};

export const endSessions: ByHand = {
  by: 'hand',
  page: pages.security,
  instructions: [
    'First the mailbox that Kraken writes to: change its password, look for unknown devices and forwarding rules. Whoever reads it confirms devices here.',
    signIn,
    'Settings → Security → devices and sessions, and the log of activity. Photograph both before you change anything: no API tells them. A place or device that you do not know is a finding.',
    'End every session and remove every device but the one in front of you. The list then holds this one only.',
    'Change the password; renew the second factor for signing in, for funding and for trading; look at the master key and at connected applications. Remove what nobody knows.',
    'Look at the log of activity again: after your own sign-in nothing may follow from an address that is not yours.',
  ],
  why: 'no endpoint lists or ends sessions, and there is no log of sign-ins in the API',
  source: pagesUnseen,
};
