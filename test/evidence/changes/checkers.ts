import { verifyBag } from '../../../src/evidence/index.ts';
import { examineStamps } from '../../../src/evidence/stranger/verify-stamps.mjs';
import { examine } from '../../../src/evidence/stranger/verify.mjs';

/** What each of the two checkers, ours and the stranger's in two files, says is wrong, with the name of the check: nothing when all holds. */
const checkers: readonly { readonly name: string; complaints(bag: string): Promise<string> }[] = [
  {
    name: 'verifyBag',
    complaints: async (bag) =>
      (await verifyBag(bag)).checks
        .flatMap(({ ok, name, detail }) => (ok ? [] : [`${name}: ${detail}`]))
        .join('\n'),
  },
  {
    name: 'verify.mjs and verify-stamps.mjs',
    complaints: async (bag) =>
      [...(await examine(bag)), ...(await examineStamps(bag))]
        .flatMap(([name, problems]) => problems.map((problem) => `${name}: ${problem}`))
        .join('\n'),
  },
];

/** Of each checker in turn. */
export const complaintsAbout = (bag: string): Promise<readonly string[]> =>
  Promise.all(checkers.map(({ complaints }) => complaints(bag)));

/** Paths that a checker should have named and did not, each with what it said instead. */
export async function unnamedBy(bag: string, touched: readonly string[]): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const { name, complaints } of checkers) {
    const said = await complaints(bag);
    for (const path of touched.filter(
      (one) => ![one, ...besideOf(one, touched)].some((name) => isNamed(name, said)),
    ))
      missed.push(`${name} does not name ${path}; it says: ${said || 'all holds'}`);
  }
  return missed;
}

/**
 * The one case in which a changed file is named by another: a signature that does not hold any more says nothing of
 * the key beside it, so when both were changed the signature is named.
 */
const besideOf = (path: string, touched: readonly string[]): readonly string[] => {
  const signature = path.replace(/\.allowed_signers$/, '.sig');
  const isMoot = touched.includes(signature) || touched.includes('tagmanifest-sha256.txt');
  return signature !== path && isMoot ? [signature] : [];
};

/** The path, and not only a longer one that begins with it; or as a checker shows a name that is not plain. */
function isNamed(path: string, said: string): boolean {
  for (let at = said.indexOf(path); at >= 0; at = said.indexOf(path, at + 1)) {
    const after = said.slice(at + path.length);
    if (!/^[A-Za-z0-9_-]|^\.[A-Za-z0-9]/.test(after)) return true;
  }
  // Another name is shown with its odd characters escaped.
  return said.includes(`"${path.replace(/[^ -~]/g, escaped)}"`);
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
