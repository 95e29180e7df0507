/** A fact that the venue may not tell. "It does not say" carries its reason and is never read as "no". */
export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export const known = <T>(value: T): Known<T> => ({ known: true, value });
export const unknown = (why: string): { readonly known: false; readonly why: string } => ({
  known: false,
  why,
});
