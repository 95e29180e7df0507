import { bagInfoValue, signedFile } from '../bag-layout.ts';

/** By this label of bag-info.txt a copy is known for one. */
export const derivedFromLabel = 'Firebreak-Derived-From';

/** Labels of a copy's bag-info.txt: what it is, and of which bag. */
export function whatACopyIs(root: string, firstInfo: string): Readonly<Record<string, string>> {
  const of = (label: string): Readonly<Record<string, string>> => {
    const value = bagInfoValue(firstInfo, label);
    return value === undefined ? {} : { [label]: value };
  };
  return {
    ...of('External-Identifier'),
    ...of('Firebreak-Mode'),
    'Firebreak-Share': 'strict; a derived copy with stand-ins for amounts, addresses, names and free words',
    [derivedFromLabel]: `sha256:${root}`,
    'Internal-Sender-Description':
      'Hashes, chain and signature of this bag hold for this bag. Exhibits, journal hashes, HTTP bytes, tokens and signature of the first bag can be checked there only.',
  };
}

/** Root (hex) of the bag that this one is a copy of, by its own bag-info.txt; undefined: it is no copy. */
export const rootOfFirstBag = (info: string): string | undefined =>
  /^sha256:([0-9a-f]{64})$/.exec(bagInfoValue(info, 'Firebreak-Derived-From') ?? '')?.[1];

/** What a check of a copy shows and what it does not, in whole sentences. */
export const whatHoldsForACopy = (root: string): readonly string[] => [
  `This is a pseudonymised copy for sharing, not the evidence. The first bag is the one whose ${signedFile} has the SHA-256 ${root}.`,
  'Holds for this copy: its hashes, its chain and its signature; times, counts, markets, and which values are equal.',
  'Is the word of whoever signed it: that it was made from that bag, and that each stand-in was put for what stood there.',
  'Holds for the first bag only: amounts, addresses and names; that an exhibit is what a venue sent; journal hashes; outside times.',
];

/** The same for VERIFY.txt. */
export const copyInstructions = (root: string): string => `
THIS BAG IS A COPY FOR SHARING, NOT THE EVIDENCE. Amounts, addresses, transactions, names, hosts and free words were
replaced by stand-ins (AMOUNT-…, ID-…, NAME-…): the same value has the same stand-in everywhere in it. The first bag is
the one whose tagmanifest-sha256.txt has the SHA-256

     # ${root}

   What holds here: steps 1 to 6 above, for this copy, and that whoever holds the key above says it was made from
   that bag. What holds for the first bag only: that an exhibit is what a venue sent, that the journal's hashes are
   those that were written at the time, the tokens of time authorities, and every amount. Whoever holds both can
   compare them record by record: record N here is record N there. The report is the first bag's with stand-ins: it
   cannot be computed again from this record. data/WITHHELD.txt names what is left out.
`;
