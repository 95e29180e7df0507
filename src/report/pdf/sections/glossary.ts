import { glossary as words } from '../../glossary.ts';
import { count } from '../format.ts';
import { facts } from '../facts.ts';
import type { Section } from './section.ts';

export const glossary: Section = {
  id: 'glossary',
  title: 'Glossary',
  extent: () => count(words.length, 'word'),
  draw: (_, flow) => facts(flow, words),
};
