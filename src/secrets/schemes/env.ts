import { BadInput } from '../../domain/failure.ts';
import { nearest } from '../../domain/file-problem.ts';
import type { SecretResolver } from '../resolver.ts';

/** `env:NAME`: a variable of the environment that firebreak was started in. */
export const env: SecretResolver = {
  scheme: 'env',
  form: 'env:NAME',
  problem: (rest) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest)
      ? undefined
      : 'after "env:" comes the name of a variable: letters, digits and "_"',
  async resolve(name, sources) {
    const value = Object.hasOwn(sources.env, name) ? sources.env[name] : undefined;
    if (value !== undefined) return value;
    const meant = nearest(name, Object.keys(sources.env));
    throw new BadInput(`the environment variable ${name} is not set`, {
      where: `env:${name}`,
      hint: meant === undefined ? `set it in the shell that starts firebreak` : `did you mean env:${meant}?`,
    });
  },
};
