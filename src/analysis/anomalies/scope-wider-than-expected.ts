import { permissionScopes } from '../../domain/api-key.ts';
import { listWords } from '../amounts.ts';
import { scopesTooWide } from '../scope-check.ts';
import { scopesExpected } from '../task-scopes.ts';
import { defineRule } from './rule.ts';

export const scopeWiderThanExpected = defineRule({
  id: 'scope-wider-than-expected',
  title: 'The key may do more than it should',
  needs: ['keyReport'],
  doubt({ keyReport }) {
    const unsaid = permissionScopes.filter((scope) => keyReport.report.scopes[scope] === 'unknown');
    return unsaid.length > 0 ? `the venue does not say whether the key may ${listWords(unsaid)}` : undefined;
  },
  look({ keyReport }, { account }) {
    const expected = scopesExpected(account.task, account.expectedScopes);
    const wide = scopesTooWide(expected, keyReport.report);
    if (wide.length === 0) return [];
    const isGrave = wide.includes('withdraw') || wide.includes('manage-keys');
    return [
      {
        rule: 'scope-wider-than-expected',
        title: `The key may also ${listWords(wide)}`,
        detail: `Expected for a ${account.task} key: ${listWords(expected)}. It may have been made too wide from the start.`,
        severity: isGrave ? 'critical' : 'high',
        basis: 'fact',
        account: account.id,
        exhibits: keyReport.exhibits,
      },
    ];
  },
});
