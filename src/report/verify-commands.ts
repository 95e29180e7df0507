/** The same commands as in the bag's own seal/VERIFY.txt, which has a few more (a test compares them). */
export const verifyCommands: readonly { readonly what: string; readonly command: string }[] = [
  {
    what: 'Nothing was altered or removed: no line may say FAILED',
    command: 'sha256sum --check --strict --quiet tagmanifest-sha256.txt',
  },
  {
    what: 'The same for the evidence itself',
    command: 'sha256sum --check --strict --quiet manifest-sha256.txt',
  },
  {
    what: 'The list of files was signed: must say Good',
    command:
      'ssh-keygen -Y verify -f seal/allowed_signers -I firebreak -n evidence@firebreak -s seal/tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt',
  },
  {
    what: 'By the right key: must print the fingerprint of the signature key, which must come to you by another way than the bag',
    command: "cut -d' ' -f3- seal/allowed_signers | ssh-keygen -l -f -",
  },
];
