/**
 * Geometry, type scale and inks of the report. One place, so that every page agrees. Points, y down
 * from the top edge. Every ink that carries text keeps a contrast of 4.5:1 or more on white, and no
 * meaning rests on colour alone: the report must survive a grey printer.
 */
export const sheet = {
  width: 595.28,
  height: 841.89,
  left: 51,
  right: 544.28,
  /** First and last y of running text. */
  top: 66,
  bottom: 782,
} as const;

export const contentWidth = sheet.right - sheet.left;
export const bodyHeight = sheet.bottom - sheet.top;

export type FaceName = 'sans' | 'bold' | 'mono';

export interface TextStyle {
  readonly face: FaceName;
  readonly size: number;
  readonly leading: number;
  readonly ink: string;
}

export const ink = {
  text: '#14181d',
  muted: '#535d68',
  rule: '#b9c0c8',
  hair: '#dce0e5',
  wash: '#f3f5f7',
  paper: '#ffffff',
  good: '#1b6547',
  doubtful: '#875500',
  bad: '#9d1b20',
  badWash: '#e6b9ba',
  open: '#46505b',
  drill: '#23407e',
  drillWash: '#eef1f7',
  tlpAmber: '#ffc000',
  tlpGround: '#000000',
} as const;

export const type = {
  title: { face: 'bold', size: 23, leading: 28, ink: ink.text },
  section: { face: 'bold', size: 16, leading: 20, ink: ink.text },
  part: { face: 'bold', size: 11.5, leading: 15, ink: ink.text },
  detail: { face: 'bold', size: 9, leading: 13, ink: ink.text },
  lead: { face: 'sans', size: 11, leading: 15.4, ink: ink.text },
  body: { face: 'sans', size: 9.2, leading: 13.4, ink: ink.text },
  strong: { face: 'bold', size: 9.2, leading: 13.4, ink: ink.text },
  small: { face: 'sans', size: 8, leading: 11.2, ink: ink.text },
  note: { face: 'sans', size: 8, leading: 11.2, ink: ink.muted },
  label: { face: 'bold', size: 7.2, leading: 10, ink: ink.muted },
  code: { face: 'mono', size: 7.6, leading: 11, ink: ink.text },
  cell: { face: 'sans', size: 7.4, leading: 9.8, ink: ink.text },
  cellCode: { face: 'mono', size: 6.6, leading: 9.8, ink: ink.text },
  cellHead: { face: 'bold', size: 7, leading: 9.2, ink: ink.muted },
} as const satisfies Record<string, TextStyle>;
