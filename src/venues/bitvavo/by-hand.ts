import type { ByHand, ByNobody } from '../contract.ts';
import { nobody, notWritten } from '../declare.ts';
import { docs, help, pagesUnseen } from './sources.ts';

const pages = {
  keys: 'https://account.bitvavo.com/user/api',
  account: 'https://account.bitvavo.com/',
  company: 'https://account.bitvavo.com/company/orders',
  withdrawalsLock: 'https://support.bitvavo.com/hc/en-us/articles/16580973773073',
  takenOver: 'https://support.bitvavo.com/hc/en-us/articles/48099102388881',
  addresses: 'https://support.bitvavo.com/hc/en-us/articles/4405245056529',
} as const;

const signIn =
  'Type the address by hand or open your bookmark; a link in a mail or chat may lead elsewhere. Sign in; a device or browser that Bitvavo does not know must be confirmed by mail first.';

export const revokeKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    'Hurry, if the key may withdraw: a withdrawal by API needs no second factor and no mail, and goes to whatever address it names. Where you cannot reach this page at once, press the crypto withdrawals lock first (freeze the account).',
    signIn,
    'Your name → Settings → API. You see the keys with their names, rights and addresses. Compare the beginning and the end of the key with the one shown here: names can be alike.',
    'Before you remove it, note its rights (View access, Trade digital assets, Withdraw digital assets, Internal transfer, Administrative, Include all subaccounts) and its IP whitelist: no API tells them, and after this nobody can look them up.',
    'Remove this key and no other, and confirm with your second factor. It is gone from the list.',
    'Look at the other keys: one that nobody in the team knows was made by someone else. Note it, remove it too, and tell firebreak. A key of a sub-account stands in the institutional dashboard.',
    'Come back and confirm. firebreak then asks Bitvavo with the old key until it answers 305, "not active", and until it is sure.',
  ],
  why: 'no endpoint deletes or changes a key',
  source: pagesUnseen,
};

export const createKey: ByHand = {
  by: 'hand',
  page: pages.keys,
  instructions: [
    signIn,
    'Settings → API → the button for a new key. Name it system-env-venue-account, for instance tradebot1-prod-bitvavo-main.',
    'IP whitelist: enter the egress address of the host that will use the key, several with commas between them. Left empty, the key works from everywhere.',
    'Choose View access, and for a trading bot Trade digital assets. Leave Withdraw digital assets off: with it a leaked key sends money to any address without a second factor or mail. Leave Internal transfer, Administrative and Include all subaccounts off unless the task is just that.',
    'Confirm with password and second factor. The secret is shown this one time: put it straight into the secret manager, not into a file, chat or screenshot.',
    'A mail arrives: confirm the key there. Until then it answers 306.',
    'Look at the list once more and write down what it shows of the new key’s rights and addresses: you are asked for it, because no API tells it. firebreak then reads the account with the new key.',
  ],
  why: 'no endpoint makes a key',
  source: help('"What are API keys and how do I create them?" (on9e1brlqq, 25630976124945)'),
};

export const freezeAccount: ByHand = {
  by: 'hand',
  page: pages.withdrawalsLock,
  instructions: [
    signIn,
    'Security → Crypto withdrawals lock → enable the lock. You see an explanation; read it, type the word that it asks for and enable.',
    'The page then says that the lock is on: from now on nobody starts a crypto withdrawal to an outside wallet. Trading, keys and euros are not stopped by it: remove the key all the same.',
    'No document names withdrawals by API, or those already requested: look at the withdrawals again in ten minutes and tell firebreak what is new.',
    'Opening it again takes a deposit of one euro from your own bank account, up to two working days and two hours more.',
    `If you cannot sign in, or more than a key is in foreign hands: follow ${pages.takenOver} and write to fraud@bitvavo.com with "Urgent" as the subject. They can block the whole account; only they open it again. Write down when you wrote and what they answered.`,
  ],
  why: 'no endpoint locks withdrawals or the account',
  source: help(
    '"Crypto withdrawals lock" (16580973773073), "What should I do if my account has been taken over?" (48099102388881), "Why did I receive an email about a failed login attempt?" (4405244958097)',
  ),
};

export const cancelWithdrawal: ByHand = {
  by: 'hand',
  page: pages.takenOver,
  instructions: [
    'Write to fraud@bitvavo.com, with "Urgent" as the subject: the account, the asset, the amount, the address, the time, and that the withdrawal is not yours. Ask them to stop it and to block further ones.',
    'Open the chat on the help page at the same time and give the same facts. You see a conversation with a number: write the number down.',
    'Sign in and look at the withdrawal: where the page offers to cancel it, do so. "awaiting_bitvavo_inspection" or "awaiting_email_confirmation" can still be stopped; "sending" and later hardly.',
    'It is done when firebreak reads the withdrawal as "canceled" again; an answer of the support alone proves nothing.',
  ],
  why: 'no endpoint cancels a withdrawal, though the histories know cancelled ones',
  source: notWritten('docs.bitvavo.com, "Get withdrawal history" (statuses); the way is nobody’s document'),
};

export const editWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    signIn,
    'Open the address book (older accounts: the whitelist of wallet addresses). You see an address and a name a line, for each asset. Photograph the list first.',
    'Remove every address that nobody in the team knows. Compare the whole address and the memo or tag, not only its beginning.',
    'An older account may switch the whitelist on by entering its first address, its own bank account for instance: then no other address is served. A newer account has an address book only. Do not lean on it: a withdrawal by API is not asked to confirm its address.',
    'Look at the list again: what you removed is gone. Removing an address stops no withdrawal that is already under way.',
  ],
  why: 'no endpoint shows or changes withdrawal addresses',
  source: help('"How can I whitelist a wallet address?" (4405245056529), "Address book" (g6hx2ccsan)'),
};

export const listWithdrawalAddresses: ByHand = {
  by: 'hand',
  page: pages.addresses,
  instructions: [
    signIn,
    'Open the address book (older accounts: the whitelist of wallet addresses). You see an address and a name a line, for each asset.',
    'Photograph every page of it, with the clock of this machine in the picture, and add the pictures to the case.',
    'Tell firebreak which addresses nobody knows. An empty list means no limit: a withdrawal by API may go anywhere.',
  ],
  why: 'no endpoint lists withdrawal addresses',
  source: help('"How can I whitelist a wallet address?" (4405245056529), "Address book" (g6hx2ccsan)'),
};

export const endSessions: ByHand = {
  by: 'hand',
  page: pages.account,
  instructions: [
    'First the mailbox that Bitvavo writes to: change its password, look for unknown devices and forwarding rules. Whoever reads it can confirm devices and keys here.',
    signIn,
    'Your name → Logs. You see what was done in the account, each with time, address and device. Photograph the list before you go on: no API tells it.',
    'Your name → Settings → change the password. Renew the second factor there as well.',
    'Look at Logs again: after your own sign-in nothing may follow from an address that is not yours. No document says that a new password ends other sessions; if something follows, write to fraud@bitvavo.com.',
  ],
  why: 'no endpoint lists or ends sessions',
  source: help(
    '"How can you check your account activity?" (i3vmtl1yvs), "What should I do if my account has been taken over?" (48099102388881)',
  ),
};

const companyOnly = 'Sub-accounts exist for companies only. If yours has none, there is nothing to do here.';
const dashboard = docs('institutional-api/introduction');

export const listSubAccountKeys: ByHand = {
  by: 'hand',
  page: pages.company,
  instructions: [
    companyOnly,
    'Sign in to the institutional dashboard and open each sub-account, those too that firebreak lists and nobody knows: a key with the right Administrative makes sub-accounts.',
    'You see its API credentials. Photograph them: name, rights, addresses.',
    'Tell firebreak of every key that nobody in the team made.',
  ],
  why: 'no endpoint lists the keys of a sub-account',
  source: { ...dashboard, verified: false },
};

export const revokeSubAccountKey: ByHand = {
  by: 'hand',
  page: pages.company,
  instructions: [
    companyOnly,
    'Sign in to the institutional dashboard, open the sub-account and its API credentials. Compare the beginning and the end of the key with the one shown here.',
    'Remove this key and confirm with your second factor. It is gone from the list.',
    'Come back: with the key’s own credentials firebreak asks Bitvavo until it answers 305.',
  ],
  why: 'no endpoint deletes a key, of the main account or of a sub-account',
  source: { ...dashboard, verified: false },
};

export const createSubAccountKey: ByHand = {
  by: 'hand',
  page: pages.company,
  instructions: [
    companyOnly,
    'Sign in to the institutional dashboard, open the sub-account and make new API credentials, with the name, rights and addresses shown here.',
    'Leave Withdraw digital assets off. The secret is shown this one time: put it straight into the secret manager.',
    'Confirm the key by mail, should Bitvavo ask for it: a key that answers 306 is not confirmed yet.',
    'Come back: firebreak reads the sub-account with the new key.',
  ],
  why: 'no endpoint makes a key; the dashboard does',
  source: dashboard,
};

export const downgradeKey: ByNobody = nobody(
  'no endpoint changes the rights of a key, and no document says that the page does: remove it and make another',
  pagesUnseen,
);

export const restrictSubAccountKey: ByNobody = nobody(
  'no endpoint changes the rights of a sub-account’s key: remove it in the institutional dashboard',
  dashboard,
);

export const stopSubAccountTransfers: ByNobody = nobody(
  'no endpoint stops transfers of a sub-account. They are made with keys of the main account that have Internal transfer: removing those keys stops them',
  docs('institutional-api/create-transfer'),
);
