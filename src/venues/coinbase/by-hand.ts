import type { ByHand, ByNobody } from '../contract.ts';
import { nobody } from '../declare.ts';
import { app, docs, help, pagesUnseen, sdk } from './sources.ts';

const pages = {
  keys: 'https://portal.cdp.coinbase.com/access/api',
  appKeys: 'https://www.coinbase.com/settings/api',
  security: 'https://www.coinbase.com/settings/security_settings',
  activity: 'https://www.coinbase.com/settings/account-activity',
  portfolios: 'https://www.coinbase.com/advanced-trade',
  lock: 'https://help.coinbase.com/en/coinbase/privacy-and-security/account-compromised/my-account-was-compromised',
  allowlist: 'https://help.coinbase.com/en/coinbase/managing-my-account/other/address-book-allowlist',
} as const;

const signIn =
  'Type the address by hand or open your bookmark; a link in a mail or chat may lead elsewhere. Sign in as the owner of the account.';

const findIt =
  'Choose the project at the top, then API Keys → Secret API Keys. You see the keys with their nicknames; a key’s page shows its id, the last part of organizations/…/apiKeys/…. Compare that with the id shown here: nicknames can be alike.';

const portalDocs = {
  ...app('authentication-authorization/api-key-authentication; the page itself'),
  verified: false,
};

export const revokeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    'Hurry, if the key may transfer: with the allowlist of addresses off, a send goes to whatever address it names. Where you cannot reach this page at once, lock the account first (freeze the account).',
    signIn,
    findIt,
    'Before you delete it, photograph its page: permissions, portfolio and IP allowlist. No API tells the addresses or the name, and after this nobody can look them up.',
    'Open Configure at that key and delete it; confirm with your second factor. It disappears from the list.',
    `Look at the other keys, in every project and at ${pages.appKeys}: one that nobody in the team knows was made by someone else. Photograph it, delete it too, and tell firebreak. No API lists keys, so this look is the only one.`,
    'Where the account trades international derivatives: look at their positions and transfers now, and again in an hour. Whoever had the key could exchange it for a token of that gateway (drb.coinbase.com), and no document says that the token ends with the key.',
    'Come back and confirm. firebreak then asks Coinbase with the old key until it is refused three times over a minute, while another key of the account is let in from the same address.',
  ],
  why: 'no endpoint deletes or changes a key',
  source: portalDocs,
};

export const downgradeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    findIt,
    'Open Configure, then Edit at the API restrictions. You see the ticks View, Trade, Transfer and Receive: leave View alone ticked. Leave the IP allowlist as it is.',
    'Save and confirm with your second factor. The key’s page now says View only. Where the page offers no change, delete the key and make another.',
    'Come back: firebreak reads the key’s permissions with the key itself; it is done when trading and transfer are denied.',
  ],
  why: 'no endpoint changes the permissions of a key',
  source: portalDocs,
};

export const createKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    'API Keys → Secret API Keys → Create API key. Nickname: system-env-venue-portfolio, for instance tradebot1-prod-coinbase-default.',
    'Open API restrictions: enter the egress address of the host that will use the key in the IP allowlist. Left empty, the key works from everywhere.',
    'Choose the portfolio. The key sees that one and no other: for the same rows as before it must be the portfolio of the old key, which firebreak shows.',
    'Tick View, and for a trading bot Trade. Leave Transfer and Receive off: with Transfer a leaked key sends money away.',
    'Open Advanced Settings and choose the signature algorithm that the bot knows: ECDSA works everywhere, Ed25519 in newer clients; firebreak takes both. Create, and confirm with your second factor.',
    'You see the key’s name and its secret this one time: put both straight into the secret manager, the PEM block with its line breaks, not into a file, chat or screenshot. Come back: firebreak reads the new key’s permissions and its portfolio; the allowlist you must attest.',
  ],
  why: 'no endpoint makes a key',
  source: app('authentication-authorization/api-key-authentication'),
};

const whereAllowlistIs =
  'Open the Allowlist settings (Settings → Security, or the address book in Send). You see a switch Allowlisting, and an address and a nickname a line. Photograph all of it.';

export const listWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.allowlist,
  instructions: [
    signIn,
    whereAllowlistIs,
    'Tell firebreak whether the switch is on. Off means that a send may go to any address.',
    'Tell firebreak which addresses nobody knows. Grey ones were added in the last 48 hours and wait: note when they were added.',
  ],
  why: 'no endpoint lists the address book; those under an account are addresses to receive at',
  source: help('Address book allowlist'),
};

export const editWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.allowlist,
  instructions: [
    signIn,
    whereAllowlistIs,
    'Switch allowlisting on. From then on sends go to addresses of the book only, and a new address waits 48 hours.',
    'Remove every address that nobody in the team knows, grey ones too. Compare the whole address and its memo, not only the beginning. Confirm with your second factor.',
    'Look at the list again: what you removed is gone, and the switch is on. Removing an address stops no send that is already under way. No document says that the allowlist holds up a send by API: delete the key all the same.',
  ],
  why: 'no endpoint reads or changes the address book or its switch',
  source: help('Address book allowlist'),
};

export const freezeAccount: ByHand = {
  by: 'hand',
  page: pages.lock,
  instructions: [
    'Sign in, and photograph what you still need: a locked account cannot be signed in to. Read with firebreak first what only this account’s keys can read; whether keys still answer afterwards is not documented.',
    `Settings → Security (${pages.security}), at the bottom "See something unusual?" → Lock your account. In the app: Profile & Settings → Security → Lock my account.`,
    'You see the question "Are you sure?". Read it and press "Yes, lock my account". You are signed out: that is the sign that it is done.',
    'If you cannot sign in, telephone: +1 888 908 7930 (US), +44 808 168 4635 (UK), +353 1 800 200 355 (Ireland), +49 800 0010726 (Germany); the article lists more. A machine locks the account. Write down when you called.',
    'Opening it again takes your second factor and a check of who you are, ten minutes to two days; sends may stay blocked for a while after it.',
    'Look at withdrawals again in ten minutes and tell firebreak what is new: a send that is already under way is not called back.',
  ],
  why: 'no endpoint locks the account',
  source: help('My account was compromised; Lock or unlock your account'),
};

export const cancelWithdrawal: ByHand = {
  by: 'hand',
  page: pages.lock,
  instructions: [
    'Lock the account at once (freeze the account): it keeps funds from leaving. What is on its chain already cannot be called back.',
    'Contact the support from the page of the article, topic "account compromised": asset, amount, address, time, id of the transaction, and that it is not yours. You see a case number: write it down.',
    'For a withdrawal to a bank telephone the bank as well, and ask for a recall.',
    'It is done when firebreak reads the transaction as "canceled" or "failed"; an answer of the support alone proves nothing.',
  ],
  why: 'no endpoint cancels a send or a withdrawal that was requested',
  source: { ...help('My account was compromised'), verified: false },
};

export const endSessions: ByHand = {
  by: 'hand',
  page: pages.activity,
  instructions: [
    'First the mailbox that Coinbase writes to: change its password, look for unknown devices and forwarding rules.',
    signIn,
    'You see web sessions, devices and confirmed sign-ins, each with place and address. Photograph the list before you change anything: no API tells it.',
    'Sign out every session but the one in front of you, and remove the devices. The list then holds this one only.',
    'Change the password and renew the second factor, best to a security key. Look at connected applications as well, and end those that nobody knows.',
  ],
  why: 'no endpoint lists or ends sessions',
  source: pagesUnseen,
};

const portfolioGuide = docs('coinbase-app/advanced-trade-apis/guides/portfolios');

export const listSubAccountKeys: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    'Choose each project at the top, then API Keys → Secret API Keys. You see keys of all portfolios in one list; a key’s page names its portfolio.',
    'Photograph each key’s page: nickname, id, portfolio, permissions, IP allowlist.',
    'Tell firebreak of every key that nobody in the team made.',
  ],
  why: 'no endpoint lists keys, of any portfolio',
  source: { ...portfolioGuide, verified: false },
};

export const revokeSubAccountKey: ByHand = {
  ...revokeKey,
  instructions: [
    signIn,
    findIt,
    'Compare the portfolio on the key’s page with the one shown here, and photograph the page.',
    'Open Configure at that key and delete it; confirm with your second factor. It disappears from the list.',
    'Come back: with the key’s own secret, where you have it, firebreak asks Coinbase until it is refused three times.',
  ],
};

export const restrictSubAccountKey: ByHand = {
  ...downgradeKey,
  why: 'no endpoint changes the permissions of a key, of any portfolio',
};

export const createSubAccountKey: ByHand = {
  ...createKey,
  why: 'no endpoint makes a key, for any portfolio; each portfolio wants one of its own',
  source: portfolioGuide,
};

export const stopSubAccountTransfers: ByNobody = nobody(
  'nothing keeps a portfolio from moving funds but the permissions of its keys: delete those that may transfer',
  sdk('rest/portfolios.py'),
);
