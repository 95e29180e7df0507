import type { Exhibit, TakenBack } from '../../domain/exhibit.ts';
import type { CaseView } from './case-view.ts';

/** Every exhibit as it was acquired; of one whose bytes a person took back, who did and why. */
export function buildExhibits({ exhibits, records }: CaseView): readonly Exhibit[] {
  const takenBack = new Map<string, TakenBack>();
  for (const { at, event } of records) {
    if (event.type !== 'custody.recorded' || event.takenBack === undefined) continue;
    takenBack.set(event.takenBack, { at, by: event.by, why: event.reason });
  }
  return [...exhibits.values()].map((exhibit) => {
    const back = takenBack.get(exhibit.id);
    return back ? { ...exhibit, takenBack: back } : exhibit;
  });
}
