/** Reads a secret file; refuses one that others can read (see `secretFileReader`). */
export type ReadSecretFile = (path: string) => Promise<string>;

/** Where secrets can come from. The process hands these in; nothing here looks around by itself. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: ReadSecretFile;
  /** Asks a person without echo. Absent: nobody can be asked. */
  readonly prompt?: (label: string) => Promise<string>;
  /** Told what was changed in a value, never the value: white space dropped at its ends. */
  readonly note?: (text: string) => void;
}

/** How the references of one scheme are read. One file a scheme; `registry.ts` lists them. */
export interface SecretResolver {
  readonly scheme: string;
  /** For people: "env:NAME". */
  readonly form: string;
  /** What is wrong with what follows the colon, or undefined. Nothing is opened or asked. */
  problem(rest: string): string | undefined;
  /** Returns the value as found. Throws BadInput without the value. */
  resolve(rest: string, sources: SecretSources): Promise<string>;
}
