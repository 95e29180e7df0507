import type { AccountReport } from '../../../model.ts';
import type { Flow } from '../../layout.ts';

/** A part of what is said of each account. */
export interface AccountPart {
  readonly title: string;
  readonly beginsWithPicture?: true;
  readonly draw: (account: AccountReport, flow: Flow) => void;
}
