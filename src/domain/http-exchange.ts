/**
 * One HTTP request and what came back, as bytes. Holds secrets: it lives in memory only, and the
 * one place that stores it (evidence) redacts it first by the venue's allow-lists.
 */
export interface HttpExchange {
  readonly id: string;
  readonly venue: string;
  /** What we were doing, in words: "listing open orders". */
  readonly purpose: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: Uint8Array;
  };
  /** Absent when nothing came back; never invented. */
  readonly response?: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: readonly (readonly [string, string])[];
    /** As received, still content-encoded, de-chunked. */
    readonly body: Uint8Array;
  };
  readonly error?: string;
  readonly peer?: {
    /** Whom we were connected to: the proxy, when there is one. */
    readonly address: string;
    /** This machine's own address on that connection. */
    readonly from?: string;
    readonly tls?: string;
    readonly certificateSha256?: string;
  };
}

/** What of an exchange may be written as it is; everything else is redacted. A venue declares it. */
export interface CaptureRules {
  /** Lower case names of request headers that hold no secret. */
  readonly openRequestHeaders: readonly string[];
  readonly openResponseHeaders: readonly string[];
  /** Query and form parameters that hold no secret. */
  readonly openParameters: readonly string[];
  /**
   * Fields of a JSON reply whose values are secrets that nobody knew before: a new key's parts.
   * Closed wherever they stand in the reply.
   */
  readonly secretFields?: readonly string[];
  /** Fields of a JSON reply that hold ids of other keys: shown by their ends only. */
  readonly keyIdFields?: readonly string[];
}
