import type { TallyStore } from '../acquisition/index.ts';
import type { Account, Credential, KeyHolder } from '../domain/account.ts';
import type { Clock, ClockOffset } from '../domain/clock.ts';
import type { Hands } from '../domain/hands.ts';
import type { HttpExchange } from '../domain/http-exchange.ts';
import type { AboutCase, RunEvent, CaseMode } from '../domain/run-event.ts';
import type { Secret } from '../domain/secret.ts';
import type { SecretPlace } from '../secrets/index.ts';
import type { Authorities } from '../evidence/index.ts';
import type { PdfSigning } from './pdf-signing.ts';
import type { Wire } from '../venues/index.ts';
import type { OpenedSigner } from './signing.ts';

/** Where a case plays: real venues, or simulated ones. Nothing else of the program knows which. */
export interface Stage {
  readonly mode: CaseMode;
  readonly clock: Clock;
  /** Who answers for the case, as the configuration says. */
  readonly about?: AboutCase;
  readonly accounts: readonly Account[];
  credential(account: Account, holder: Exclude<KeyHolder, 'replacement'>): Credential | undefined;
  /** Secrets beyond the keys: a proxy's password. */
  readonly secrets: readonly Secret[];
  /** A secret reference that the operator gives during the run. */
  resolve(reference: string): Promise<Secret>;
  /** Makes an empty place for a secret that is about to come; absent: this stage can keep none. */
  readonly placeFor?: (reference: string) => Promise<SecretPlace>;
  wireOf(account: Account): Wire;
  /** The way that the account's last request left by; "unknown" before the first. */
  egressOf(account: Account): string;
  /** The way out that the account's requests are given: its proxy's name; absent: all share one. */
  exitOf?(account: Account): string;
  /** Opens what real cases of this machine share of the venues' limits. Absent: nothing is shared, as in a drill. */
  readonly openSharedTally?: () => Promise<TallyStore>;
  /** Told of every exchange: whom it met, and from which address of ours. */
  met?(account: Account, peer: HttpExchange['peer']): void;
  handsFor(emit: (event: RunEvent) => void): Hands;
  /** Makes ready whoever confirms the time of the record; never rejects for want of one. Absent: nobody is asked. */
  readonly openAuthorities?: () => Promise<Authorities>;
  /** Compares this machine's clock with a time server's; rejects with NoNetworkTime. Absent: `whyNoTimeServer`. */
  readonly askTimeServer?: () => Promise<ClockOffset>;
  /** Who signs the bag. Absent: the installation's own key. */
  readonly openSigner?: () => Promise<OpenedSigner>;
  /** The owner's certificate for the report's PDF. Absent: it is not signed. */
  readonly pdfSigning?: PdfSigning;
  readonly skipAhead?: (ms: number) => Promise<void>;
  readonly oracle?: { avoidableLoss(): string };
  close(): Promise<void>;
}
