/** The venue's ids are UUIDs. These hold the ledger's number, so that they outlive a restart. */
const group = { order: '8a00', trade: '8b00' } as const;

const idOf = (kind: keyof typeof group, id: number): string =>
  `00000000-0000-4000-${group[kind]}-${id.toString(16).padStart(12, '0')}`;

export const orderIdOf = (id: number): string => idOf('order', id);
export const tradeIdOf = (id: number): string => idOf('trade', id);

/** The ledger's number in an id of this kind; undefined for any other text. */
export function numberIn(kind: keyof typeof group, id: string): number | undefined {
  const hex = new RegExp(`^00000000-0000-4000-${group[kind]}-([0-9a-f]{12})$`).exec(id)?.[1];
  return hex === undefined ? undefined : Number.parseInt(hex, 16);
}
