export type { AttachFile, NamedFile } from './attach-menu.ts';
export { caseLayout, createCase, openCase, openCaseToAdd, type CaseFiles } from './case-files.ts';
export { runCase, type RunEnd, type RunParts } from './run.ts';
export { StopRequested } from './stop.ts';
export { operatorName } from './world.ts';
