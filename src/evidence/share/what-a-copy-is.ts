import { bagInfoValue } from '../bag-layout.ts';

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

/** The same for VERIFY.txt. */
export const copyInstructions = (root: string): string => `
THIS BAG IS A COPY FOR SHARING, NOT THE EVIDENCE. Amounts, addresses, transactions, names, hosts and free words were
replaced by stand-ins (AMOUNT-…, ID-…, NAME…): the same value has the same stand-in everywhere in it. The first bag is
the one whose tagmanifest-sha256.txt has the SHA-256

     # ${root}

   What holds here: steps 1 to 6 above, for this copy, and that whoever holds the key above says it was made from
   that bag. What holds for the first bag only: that an exhibit is what a venue sent, that the journal's hashes are
   those that were written at the time, the tokens of time authorities, and every amount. Whoever holds both can
   compare them record by record: record N here is record N there. data/WITHHELD.txt names what is left out.
`;
