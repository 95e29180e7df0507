/** A signature whose right value is known from outside: printed by the venue, or computed from its recipe. */
export interface SignatureVector extends SignedRequest {
  /** The call that our session makes: ccxt's implicit method and its parameters. */
  readonly call: {
    readonly endpoint: string;
    readonly params: Readonly<Record<string, string | number | boolean>>;
  };
}

/** A request that its signature makes good: also one that our session would write in another order. */
export interface SignedRequest {
  /** Where it is printed; or "computed with openssl from …". */
  readonly from: string;
  /** By ccxt's names: `apiKey`, `secret`, `password`. Published examples or generated, nobody's own. */
  readonly parts: Readonly<Record<string, string>>;
  /** What the clock shows, ms since 1970. The nonce, where there is one, is this in the venue's unit. */
  readonly atMs: number;
  /** The same request as it stands on the wire, for a client that is not ours. */
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: string;
    readonly body?: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  /** What of the request the signature is over, besides its key, method and path. Absent: all of it. */
  readonly covers?: readonly ('query' | 'body')[];
  /** Where the signature stands, and its value. */
  readonly signature: {
    readonly in: { readonly header: string } | { readonly parameter: string };
    /** Absent where it is drawn anew each time (ECDSA): then one stands in the headers of the request. */
    readonly value?: string;
  };
}

export interface VenueVectors {
  readonly venue: string;
  readonly signatures: readonly SignatureVector[];
  /** Printed requests that our session does not send: for the simulator alone. */
  readonly requests?: readonly SignedRequest[];
  /**
   * The venue's own words (`SimulatedKey.venuePermissions`) for rights that the neutral scopes do not
   * know. Absent: they come with one of these, or the venue has none.
   */
  readonly permissions?: Readonly<Partial<Record<'manage-keys' | 'manage-addresses', readonly string[]>>>;
}
