import { count } from '../format.ts';
import { sheet, type } from '../theme.ts';
import type { Section } from './section.ts';

export const limitations: Section = {
  id: 'limitations',
  title: 'Limitations',
  extent: ({ limitations: all }) => (all.length === 0 ? 'none stated' : count(all.length, 'limitation')),
  draw: ({ limitations: all }, flow) => {
    if (all.length === 0)
      return flow.none(
        'None stated. A record made by one program from one venue’s answers still cannot show what the venue did not tell.',
      );
    const items = (): void => {
      for (const [i, text] of all.entries()) {
        flow.paragraph(text, type.body, { x: sheet.left + 18, label: `${i + 1}.` });
      }
    };
    flow.within('L', items, { A: { O: 'List', ListNumbering: 'Decimal' } });
  },
};
