import { z } from 'zod';
import { packed, worthPacking } from '../packed-rows.ts';

/**
 * A list of such rows, each checked, and in a long list packed, before the next one is: as they were read and as they
 * were checked, a hundred thousand fills would be in memory twice. What does not fit is told as `z.array` tells it:
 * the first row that does not, by its place and why; rows behind it are not looked at.
 *
 * @param row a form that is checked at once, without waiting
 */
export const checkedRows = <Row>(row: z.ZodType<Row>) =>
  z.array(z.unknown()).transform((rows, context): readonly Row[] => {
    let isWhole = true;
    function* checked(): Generator<Row> {
      for (const [place, read] of rows.entries()) {
        const { success, data, error } = row.safeParse(read);
        if (success) {
          yield data;
          continue;
        }
        for (const { path, message } of error.issues)
          context.addIssue({ code: 'custom', path: [place, ...path], message });
        isWhole = false;
        return;
      }
    }
    const list = rows.length < worthPacking ? [...checked()] : packed(checked());
    return isWhole ? list : z.NEVER;
  });
