import Ajv from 'ajv';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { exportReportSchema, schemaText } from '../../../src/report/export-schema.ts';
import { reportJson, type Report } from '../../../src/report/index.ts';
import type { reportSchema } from '../../../src/report/schema/index.ts';
import { emptyReport, hostileReport, unknownReport } from '../../support/sample-report-extremes.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { sampleFolder } from '../../support/sample.ts';

/** Without `readonly`, intersections flattened: what is left is the members alone. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Plain<T[Name]> }
    : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

// The compiler is the test: a member that only one of the two has, or has otherwise, does not compile.
const modelAndSchemaAgree: Same<Plain<Report>, Plain<z.infer<typeof reportSchema>>> = true;

// An outside reader of JSON Schema: not the library that wrote it.
const validate = new Ajv({ allErrors: true }).compile(exportReportSchema());
const problemsOf = (value: unknown) => (validate(value) ? [] : (validate.errors ?? []));

describe('the schema of report.json', () => {
  it('agrees with the model', () => {
    expect(modelAndSchemaAgree).toBe(true);
  });

  // After a change that was meant: npx vitest run test/report/views -u
  it('is published as the code makes it', async () => {
    await expect(schemaText()).toMatchFileSnapshot('../../../reports/schema/report.schema.json');
  });

  it.each([
    ['a drill', thinPairReport],
    ['a case in which nothing was learned', unknownReport],
    ['a case without accounts', emptyReport],
    ['hostile strings', hostileReport],
  ])('accepts the report of %s', (_, report) => {
    expect(problemsOf(JSON.parse(reportJson(report)))).toEqual([]);
  });

  it('accepts the report.json of the sample, which names it', async () => {
    const sample = JSON.parse(await readFile(join(sampleFolder, 'report.json'), 'utf8'));
    expect(sample.$schema).toBe('report.schema.json');
    expect(problemsOf(sample)).toEqual([]);
  });

  it.each([
    ['a member that is missing', / {2}"gaps": \[[^]*?\n {2}\],\n/, ''],
    ['one that it does not know', /^\{/, '{"extra": 1,'],
    ['an amount that is a number', /"free": "([\d.]+)"/, '"free": $1'],
    ['a verdict of its own', /"is": "(contained|partly-contained|not-contained)"/, '"is": "fine"'],
  ])('refuses %s', (_, what, by) => {
    const text = reportJson(thinPairReport);
    const changed = text.replace(what, by);
    expect(changed).not.toBe(text);
    expect(problemsOf(JSON.parse(changed))).not.toEqual([]);
  });
});
