export { loadAnswers } from './answers-file.ts';
export { caseFormat, readCaseFormat } from './case-format.ts';
export { newCaseId, parseCaseId } from './case-id.ts';
export type {
  Config,
  ConfiguredAccount,
  ConfiguredAuthority,
  ConfiguredPdfSigning,
  ConfiguredSigning,
} from './config.ts';
export { loadConfig } from './config-file.ts';
export { caseFolder, listCases, stateFolder, stateFolderPath } from './state-folder.ts';
export type { ListedCase } from './state-folder.ts';
