import { known } from '../../domain/known.ts';
import type { Particular } from '../model.ts';
import type { CaseView } from './case-view.ts';
import { operatorOf } from './identification.ts';
import { openingRecordId, pointsOf, stated } from './particular.ts';

const point = pointsOf('people');

const kinds = {
  person: 'a person',
  script: 'a script that a person wrote beforehand',
  model: 'the model responder of a drill, a program',
} as const;

/** Who answered, who is to read it over, for whom and by what right. Nobody is guessed. */
export function peopleOf(view: CaseView): readonly Particular[] {
  const { operatorKind, about } = view.opened;
  const from = [openingRecordId(view)];
  const who = operatorOf(view);
  return [
    point('Operator', known(`${who}: ${kinds[operatorKind]}`), from),
    point('Reviewer', stated(about?.reviewer, 'the incident lead'), from),
    point('Organisation', stated(about?.organisation, `the operator (${who})`), from),
    point('Contact', stated(about?.contact, `the operator (${who})`), from),
    point('Authority and purpose', stated(about?.authority, 'the owner of the accounts'), from),
  ];
}
