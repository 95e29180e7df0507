import type { Account, VenueId } from '../domain/account.ts';
import type { KeyReferences } from '../secrets/index.ts';

/** What firebreak.yaml says, checked. Holds references, never a secret. */
export interface Config {
  readonly file: string;
  readonly accounts: readonly ConfiguredAccount[];
  /** Absent: this machine's clock is compared with no time server. */
  readonly ntp?: { readonly host: string; readonly port: number };
  /** Empty: nobody outside is asked when the record existed. */
  readonly timestampAuthorities: readonly ConfiguredAuthority[];
  readonly signing: ConfiguredSigning;
  /** What the report says of the people; absent: that it is not known. */
  readonly report?: ConfiguredReport;
  /** Absent: the report carries no signature of its own. */
  readonly pdfSigning?: ConfiguredPdfSigning;
}

/** Who answers for a case, in the owner's own words. */
export interface ConfiguredReport {
  readonly organisation?: string;
  /** How the organisation is reached about a case. */
  readonly contact?: string;
  /** Who reads the report over before it leaves. */
  readonly reviewer?: string;
  /** On whose order, or by what right, the response is made. */
  readonly authority?: string;
  readonly outOfScope?: readonly string[];
}

/** Who signs the bags: an SSH key, else firebreak's own key. */
export interface ConfiguredSigning {
  /** A key file, its `.pub`, or the public key itself when an agent holds it. */
  readonly ssh?: string;
  /** A reference: of the key file, or the PIN of the token. */
  readonly passphrase?: string;
  /** Where relative paths start; the working folder when left out. */
  readonly folder?: string;
}

/** An RFC 3161 time-stamp authority. */
export interface ConfiguredAuthority {
  /** Unique; [a-z0-9.-]. */
  readonly name: string;
  readonly url: string;
  /** A PEM file, relative to the configuration. */
  readonly ca?: string;
  /** Object identifier of the policy to ask for. */
  readonly policy?: string;
}

/** The certificate that signs the report's PDF. */
export interface ConfiguredPdfSigning {
  /** PKCS#12, or PEM with the chain; relative to the configuration. */
  readonly certificate: string;
  /** Reference to the private key (PEM), where it is not in the same file. */
  readonly key?: string;
  /** Reference to what opens the file or the key. */
  readonly passphrase?: string;
}

export interface ConfiguredAccount {
  readonly account: Account;
  readonly keys: ConfiguredKeys;
  readonly proxy?: ConfiguredProxy;
  /** When and how large the owner's system trades, in words for the people in the case. */
  readonly usual: { readonly schedule?: string; readonly size?: string };
}

/** The keys of an account by what they are for in an incident. */
export interface ConfiguredKeys {
  /** `credentials`: the key that the system runs on, and that may have leaked. */
  readonly suspect: KeyReferences;
  /** A read-only key prepared in peacetime: evidence can be read after the suspect key is dead. */
  readonly responder?: KeyReferences;
  /** A key of the master account that may manage keys and sub-accounts. */
  readonly manager?: KeyReferences;
  /** Where the secret of the new key will lie. */
  readonly replacement?: KeyReferences;
}

/** A URL without a password, or a reference to one with a password. */
export type ConfiguredProxy = { readonly url: string } | { readonly reference: string };

/** What the configuration must know of a venue. Handed in: this folder knows no venues. */
export interface VenueFacts {
  readonly id: VenueId;
  /** The parts of a key there: `apiKey`, `secret`, … */
  readonly credentialParts: readonly string[];
  /** The id that it has today, where this is an old one. */
  readonly keptAs?: VenueId;
  /** It closed: why no account there can be configured, and what to do instead. */
  readonly closed?: { readonly why: string; readonly hint: string };
}
