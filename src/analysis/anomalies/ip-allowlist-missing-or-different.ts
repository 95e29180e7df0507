import { listWords } from '../amounts.ts';
import { sameAllowlist } from '../scope-check.ts';
import { defineRule, type NewFinding } from './rule.ts';

export const ipAllowlistMissingOrDifferent = defineRule({
  id: 'ip-allowlist-missing-or-different',
  title: 'The key is not bound to the addresses it should be',
  needs: ['keyReport'],
  doubt({ keyReport }, { account }) {
    const { ipRestricted, ipAllowlist } = keyReport.report;
    if (ipRestricted === 'denied') return undefined;
    if (!ipAllowlist.known) return `the allowlist is not known: ${ipAllowlist.why}`;
    return account.expectedIpAllowlist.length === 0 ? 'no expected address is configured' : undefined;
  },
  look({ keyReport }, { account }) {
    const { ipRestricted, ipAllowlist } = keyReport.report;
    const about = {
      rule: 'ip-allowlist-missing-or-different',
      severity: 'high',
      basis: 'fact',
      account: account.id,
      exhibits: keyReport.exhibits,
    } satisfies Partial<NewFinding>;
    const expected = account.expectedIpAllowlist;
    const wanted = expected.length === 0 ? 'No address is configured.' : `Expected: ${listWords(expected)}.`;

    if (ipRestricted === 'denied') {
      return [{ ...about, title: 'The key works from any address', detail: wanted }];
    }
    if (!ipAllowlist.known || expected.length === 0 || sameAllowlist(expected, ipAllowlist.value)) return [];
    const found = listWords(ipAllowlist.value) || 'none';
    return [
      { ...about, title: 'The IP allowlist is another than expected', detail: `Found: ${found}. ${wanted}` },
    ];
  },
});
