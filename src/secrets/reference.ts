import { BadInput } from '../domain/failure.ts';
import { nearest } from '../domain/file-problem.ts';
import { looksLikeSecret } from './looks-like-secret.ts';
import type { SecretResolver } from './resolver.ts';
import { laterSchemes, resolvers } from './schemes/registry.ts';

/** What is wrong with a reference, in words that never hold it: it may be the secret itself. */
interface ReferenceProblem {
  readonly message: string;
  readonly hint: string;
  /** True when it is no reference at all: a secret written in clear, or text of another kind. */
  readonly inClear: boolean;
}

interface SecretReference {
  readonly resolver: SecretResolver;
  readonly rest: string;
}

const forms = resolvers.map(({ form }) => form).join(', ');

/** Returns what is wrong with the reference, or undefined. Nothing is opened or asked. */
export function referenceProblem(text: string): ReferenceProblem | undefined {
  const read = readReference(text);
  return 'message' in read ? read : undefined;
}

/** Throws BadInput when the text is no reference that works. */
export function parseReference(text: string): SecretReference {
  const read = readReference(text);
  if (!('message' in read)) return read;
  throw new BadInput(read.message, { hint: read.hint });
}

function readReference(text: string): SecretReference | ReferenceProblem {
  const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9]{0,9}):(.*)$/s.exec(text.trim()) ?? [];
  if (scheme === undefined || rest === undefined) {
    return {
      message: 'found a value where a reference to a secret is expected',
      hint: `write where the secret lies: ${forms}`,
      inClear: true,
    };
  }
  const later = Object.hasOwn(laterSchemes, scheme) ? laterSchemes[scheme] : undefined;
  if (later !== undefined) {
    return {
      message: `"${scheme}:" references (${later.form}) are not read yet; what works: ${forms}`,
      hint: later.meanwhile,
      inClear: false,
    };
  }
  const resolver = resolvers.find((each) => each.scheme === scheme);
  if (resolver === undefined) return unknownScheme(scheme);
  // `env:` in front of the secret itself is a slip of tired hands: never repeat it.
  if (scheme === 'env' && looksLikeSecret(rest)) {
    return {
      message: 'after "env:" stands something that looks like a key, not a variable’s name',
      hint: 'put the key into the environment and write the name of the variable',
      inClear: true,
    };
  }
  const problem = resolver.problem(rest);
  return problem === undefined
    ? { resolver, rest }
    : { message: problem, hint: `write ${resolver.form}`, inClear: false };
}

function unknownScheme(scheme: string): ReferenceProblem {
  const meant = nearest(scheme, [...resolvers.map((each) => each.scheme), ...Object.keys(laterSchemes)]);
  // A secret with a colon in it reads like a scheme: only what is close to one of ours is shown.
  const found = meant === undefined ? 'an unknown scheme' : `the unknown scheme "${scheme}:"`;
  return {
    message: `found ${found} where a reference to a secret is expected`,
    hint: meant === undefined ? `what works: ${forms}` : `did you mean "${meant}:"?`,
    inClear: meant === undefined,
  };
}
