import { nearest } from '../domain/file-problem.ts';
import type { LocatedFlaw, Path, YamlFile } from '../domain/yaml/index.ts';
import {
  findSecrets,
  hideRange,
  hideSecrets,
  looksLikeSecret,
  referenceProblem,
  type SecretRange,
} from '../secrets/index.ts';
import { keyNames } from './config-schema.ts';

/** Whether a secret may stand at the path by mistake: its content is never repeated. */
export function isSecretPlace(path: Path): boolean {
  const [root, , name, part] = path;
  if (root === 'signing') return path.at(-1) === 'passphrase' || path.at(-1) === 'key';
  if (root !== 'accounts') return false;
  return keyNames.some((each) => each === name) ? part !== 'label' : name === 'proxy';
}

const burned =
  'write where it lies, env:NAME or file:PATH; a key that stood in a file that was shared, committed or backed up is burned: revoke it';

/** Finds every secret that is written in clear, in values, names and comments, and every bad reference. */
export function secretsInClear(yaml: YamlFile): LocatedFlaw[] {
  const inKeys = yaml.scalars.filter(({ path }) => isSecretPlace(path) && path[2] !== 'proxy');
  const judged = inKeys.flatMap(({ value, from }): LocatedFlaw[] => {
    // Digits without quotes read as a number, and are as much a secret in clear.
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    const problem = value === null ? undefined : referenceProblem(written);
    if (problem === undefined) return [];
    if (!problem.inClear) return [{ offset: from, message: problem.message, hint: problem.hint }];
    return [{ offset: from, message: 'a secret is written in clear here (not shown)', hint: burned }];
  });
  const elsewhere = outermost(findSecrets(yaml.text))
    .filter((range) => !inKeys.some((scalar) => touches(scalar, range)))
    .map(({ from }) => ({
      offset: from,
      message: 'something that looks like a key stands here in clear (not shown)',
      hint: burned,
    }));
  return [...judged, ...elsewhere];
}

const touches = (a: SecretRange, b: SecretRange): boolean => a.from < b.to && b.from < a.to;

/** A UUID inside a longer run is the same find. */
const outermost = (ranges: readonly SecretRange[]): SecretRange[] =>
  ranges.filter(
    (range, at) =>
      !ranges.some(
        (other, otherAt) =>
          other.from <= range.from &&
          other.to >= range.to &&
          (other.to - other.from > range.to - range.from || otherAt < at),
      ),
  );

/** Returns the file's text as it may be shown: same length, every place that may hold a secret dotted out. */
export function hideWhatMayBeSecret(yaml: YamlFile, knownNames: readonly string[]): string {
  if (yaml.flaws.length > 0) return hideAllButNames(yaml.text, knownNames);
  const places = [
    ...yaml.scalars.filter(({ path, value }) => isSecretPlace(path) && !isReference(value)),
    ...yaml.names.filter(({ path }) => isSecretPlace(path) && !isNearName(path.at(-1), knownNames)),
  ];
  return places.reduce((hidden, { from, to }) => hideRange(hidden, from, to), hideSecrets(yaml.text));
}

const isReference = (value: unknown): boolean =>
  typeof value === 'string' && referenceProblem(value)?.inClear !== true && !looksLikeSecret(value);

const isNearName = (name: string | number | undefined, knownNames: readonly string[]): boolean =>
  typeof name === 'string' && nearest(name, knownNames) !== undefined;

/**
 * What is no plain YAML has no structure to tell secrets from the rest by: a passphrase may stand
 * anywhere, and one that starts with "*", "&" or "!" reads as an alias, an anchor or a tag.
 * Known names, marks and references stay, so that a person finds the place.
 */
function hideAllButNames(text: string, knownNames: readonly string[]): string {
  return text
    .split(/(\r\n|\n|\r)/)
    .map((line) => {
      const [, start = '', name, colon = '', rest = ''] =
        /^([\s-]*)(?:([A-Za-z]+)(\s*:\s*))?(.*)$/s.exec(line) ?? [];
      const isKnown = name !== undefined && knownNames.includes(name);
      if (!isKnown) return start + hideRange(line.slice(start.length), 0, line.length);
      return (
        start +
        name +
        colon +
        (isReference(rest) && referenceProblem(rest) === undefined ? rest : hideRange(rest, 0, rest.length))
      );
    })
    .join('');
}
