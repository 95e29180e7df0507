export type { Flaw, LocatedFlaw, Path } from './flaw.ts';
export { refusalOf } from './flaw.ts';
export { describeFound, readShape, shapeFlaws } from './shape.ts';
export { namesIn } from './shape-names.ts';
export { readYaml } from './yaml-file.ts';
export type { YamlFile } from './yaml-file.ts';
