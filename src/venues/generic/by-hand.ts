import type { ByHand } from '../contract.ts';
import { notWritten } from '../declare.ts';
import type { SurveyedVenue } from './facts.ts';
import type { KeyPage } from './pages.ts';

const signIn =
  'Type the address by hand or open your bookmark; a link in a mail, chat or search result may lead elsewhere. Sign in as the owner of the account.';

/** What a person does at the venue's own site. No menu here was seen: words there will differ. */
export function handsAt(venue: Pick<SurveyedVenue, 'name' | 'site'>, page: KeyPage) {
  const at = (capability: Pick<ByHand, 'instructions' | 'why'>): ByHand => ({
    by: 'hand',
    page: venue.site,
    source: notWritten("the venue's own site as ccxt 4.5.84 names it; not seen"),
    ...capability,
  });
  const atKeys = (capability: Pick<ByHand, 'instructions' | 'why'>): ByHand => ({
    ...at(capability),
    page: page.keys,
    source: page.source,
  });
  const toKeys = [signIn, ...(page.way === undefined ? [] : [page.way])];
  return {
    revokeKey: atKeys({
      instructions: [
        ...toKeys,
        ...(page.notes ?? []),
        'Before you touch it, photograph the list of keys with names, rights, addresses and times: no API of this venue was found to show them again.',
        'Compare the beginning and the end of the key with the one shown here: names can be alike. Delete this key and no other; where it can only be disabled, disable it and tell firebreak.',
        'Confirm with your second factor and see that it is gone from the list.',
        'Look at the other keys, and at those of sub-accounts: one that nobody in the team knows was made by someone else. Note it, delete it too, and tell firebreak.',
        'Come back and confirm. firebreak then asks with the old key; for this venue it can seldom say more than "not proven".',
      ],
      why: 'firebreak knows this venue through ccxt only, and trusts no way to end its keys by API',
    }),
    createKey: atKeys({
      instructions: [
        ...toKeys,
        'Make a new key. Name it system-env-venue-account, for instance tradebot1-prod-main: never "API key 1".',
        'Restrict it to the address of the host that will use it, and tick only what the task needs. Leave withdrawals and transfers off.',
        'The secret is shown this one time: put it straight into the secret manager, not into a file, chat or screenshot.',
        'Write down the rights and addresses that the page shows: no API of this venue was found to tell them. Come back and confirm.',
      ],
      why: 'firebreak knows this venue through ccxt only, and makes no keys there',
    }),
    editWithdrawalAddresses: at({
      instructions: [
        signIn,
        'Security → withdrawal addresses, address book or whitelist. Where there is a switch that allows only listed addresses, switch it on, with the longest waiting time.',
        'Remove every address that nobody in the team knows. Compare the whole address and the memo or tag, not only its first characters.',
        'Come back and say what you found: firebreak cannot read this list.',
      ],
      why: 'no way to read or change this list by API was verified',
    }),
    freezeAccount: at({
      instructions: [
        'This is the last resort: use it when someone else can sign in, or money leaves and the key cannot be ended.',
        signIn,
        'Security → freeze, lock or disable the account. Read what it blocks and how it is opened again, then confirm.',
        'Where there is no such button, write to support from inside the site at once: "my account is compromised, stop withdrawals". Note when you wrote and what they answered.',
      ],
      why: 'no way to freeze an account by API was verified',
    }),
    endSessions: at({
      instructions: [
        signIn,
        'Security → devices or sessions. Photograph the list first: a place that nobody has been to is a finding. Then remove every device but the one in front of you.',
        'Save the sign-in history before you leave the page. Change the password from a clean device, then renew the second factor.',
        'Look at the list of devices again: it should hold this one only.',
      ],
      why: 'no way to list or end sessions by API was verified',
    }),
    cancelOrders: at({
      instructions: [
        signIn,
        'Open orders, of every kind: limit, stop and conditional, margin, futures, bots. Cancel the orders that firebreak lists, and only those.',
        'See that they are gone from the list, then come back.',
      ],
      why: 'the dry run of ccxt showed no single request that cancels one order here',
    }),
    cancelAllOrders: at({
      instructions: [
        signIn,
        'Open orders, of every kind: limit, stop and conditional, margin, futures. Press "cancel all" in each of them.',
        'Stop every bot that nobody of you started: its orders would come back.',
        'Reload each list and see that it is empty, then come back.',
      ],
      why: "ccxt's “cancel all” reaches one kind of order in one section: to say “all” after it would be wrong",
    }),
    cancelWithdrawal: at({
      instructions: [
        signIn,
        'Withdrawals → history. Where one still waits, press cancel beside it: minutes count.',
        'Where there is no such button, write to support from inside the site: number, amount, address, "not authorised, stop it".',
        'Note what they answered and when, then come back.',
      ],
      why: 'no way to cancel a withdrawal by API was verified',
    }),
    /** A list that no key reads here. */
    look: (what: string, why: string): ByHand =>
      at({
        instructions: [
          signIn,
          `Open the page that shows ${what}, for the whole time of the incident.`,
          'Save it as a file where the site offers an export, else photograph it, the oldest and the newest line included.',
        ],
        why,
      }),
  };
}

export type Hands = ReturnType<typeof handsAt>;
