import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Path } from './flaw.ts';

/**
 * Returns the offset at which a path stands, as far as the document goes: a field that is missing
 * is told at its map. A value that is left empty is told at its name.
 */
export function offsetOf(root: unknown, path: Path, on: 'name' | 'value'): number {
  let node = root;
  let offset = startOf(root);
  for (const [index, part] of path.entries()) {
    // Of a name that stands twice the last one is the one that was read.
    const pair = isMap(node)
      ? node.items.findLast(({ key }) => isScalar(key) && key.value === part)
      : undefined;
    node = pair === undefined ? (isSeq(node) ? node.items[Number(part)] : undefined) : pair.value;
    if (pair === undefined && node === undefined) return offset;
    const isAtName = on === 'name' && index === path.length - 1;
    offset = startOf(pair !== undefined && (isAtName || isNothing(node)) ? pair.key : node);
  }
  return offset;
}

export const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

const isNothing = (node: unknown): boolean => node === null || (isScalar(node) && node.value === null);
