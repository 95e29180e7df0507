import { BadInput } from '../../domain/failure.ts';
import type { SecretResolver } from '../resolver.ts';

/** `prompt:` or `prompt:LABEL`: asked for when it is needed, without echo, and kept nowhere. */
export const prompt: SecretResolver = {
  scheme: 'prompt',
  form: 'prompt:LABEL',
  problem: () => undefined,
  async resolve(label, sources) {
    if (sources.prompt === undefined) {
      throw new BadInput('nobody can be asked for this secret: firebreak has no terminal here', {
        where: `prompt:${label}`,
        hint: 'use env:NAME or file:PATH',
      });
    }
    return sources.prompt(label === '' ? 'the secret' : label);
  },
};
