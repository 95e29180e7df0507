export const bybitLimits: readonly string[] = [
  'which time it was asked for: the file does not say, so nothing before its first and after its last row is told',
  'ids of lines: rows are named by their line in the file',
  'whether the id of the owner is that of the account: compare it',
  'that a wallet has no other part: large exports come in several files',
];

/** "UID: 123,Company Name: ,Country:" */
export const bybitOwner = /^UID: ?(\d+)/;
