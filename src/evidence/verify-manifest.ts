import { manifestText, type Algorithm, type BagFile } from './bag-layout.ts';
import { isSafePath, quoteName } from './safe-path.ts';

/**
 * Compares a manifest with the files it should list, byte for byte: whatever is wrong with it, it is
 * then not the text that these files give. Returns what is wrong by name; nothing when it is right.
 */
export function compareManifest(
  text: string,
  files: readonly BagFile[],
  algorithm: Algorithm,
): readonly string[] {
  if (text === manifestText(files, algorithm)) return [];
  const onDisk = new Map(files.map((file) => [file.path, file[algorithm]]));
  const listed = new Map<string, string>();
  const problems: string[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate !== '')) {
    const [, digest = '', path = ''] = /^([0-9a-f]+) {2}(.+)$/.exec(line) ?? [];
    if (path === '') problems.push(`not a manifest line: ${quoteName(line)}`);
    else if (!isSafePath(path)) problems.push(`names a path outside the bag: ${quoteName(path)}`);
    else if (listed.has(path)) problems.push(`listed twice: ${path}`);
    else listed.set(path, digest);
  }
  for (const [path, digest] of listed) {
    if (!onDisk.has(path)) problems.push(`missing: ${path}`);
    else if (onDisk.get(path) !== digest) problems.push(`altered: ${path}`);
  }
  for (const path of onDisk.keys()) if (!listed.has(path)) problems.push(`extra: ${path}`);
  // Order, spaces, line ends: nothing in it is false, and still somebody touched it.
  return problems.length > 0 ? problems : ['not in the form in which it was sealed'];
}
