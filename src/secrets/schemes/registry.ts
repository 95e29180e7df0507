import type { SecretResolver } from '../resolver.ts';
import { env } from './env.ts';
import { file } from './file.ts';
import { prompt } from './prompt.ts';

/** The schemes that work. */
export const resolvers: readonly SecretResolver[] = [env, file, prompt];

/** Schemes that people write and firebreak does not read yet: what does the same today. */
export const laterSchemes: Readonly<Record<string, { readonly form: string; readonly meanwhile: string }>> = {
  keyring: {
    form: 'keyring:service/name',
    meanwhile: 'export NAME="$(secret-tool lookup service SERVICE account NAME)", then env:NAME',
  },
  op: { form: 'op://vault/item/field', meanwhile: 'export NAME="$(op read op://…)", then env:NAME' },
  bw: { form: 'bw:item', meanwhile: 'export NAME="$(bw get password ITEM)", then env:NAME' },
  pass: { form: 'pass:path', meanwhile: 'export NAME="$(pass show PATH)", then env:NAME' },
  vault: {
    form: 'vault:path#field',
    meanwhile: 'export NAME="$(vault kv get -field=FIELD PATH)", then env:NAME',
  },
};
