import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take half a minute or more on two cores, though most are short to read. Where nothing is known of an
 * earlier run, as after `npm ci`, vitest begins with the largest file: then one of these would end alone.
 */
const long = [
  'cli/drill-at-venues',
  'cli/respond',
  'run/kill-resume',
  'cli/resume',
  'cli/seal',
  'run/interruptions',
  'cli/bad-input',
  'cli/drill-signing',
  'cli/import',
  'contract/replies',
  'acquisition/generated-account',
  'acquisition/another-client',
  'acquisition/budget-at-venues',
  'steps/reads-that-fail',
  'contract/death-proof',
  'acquisition/generated-account-faults',
  'report/hostile/pdf',
].map((name) => `/test/${name}.test.ts`);

/** The long files first; but files with a process of their own before all others, as vitest has it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const at = long.findIndex((name) => moduleId.endsWith(name));
  return (project.config.isolate ? 0 : 2 * long.length) + (at === -1 ? long.length : at);
}
