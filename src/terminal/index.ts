export { createTerminalOperator } from './ask.ts';
export { wrapText } from './display-width.ts';
export { drawEnding } from './draw-ending.ts';
export { createJsonStream } from './json-stream.ts';
export { createPaint, type Paint } from './palette.ts';
export { showable, showableLines } from './sanitise.ts';
export { createScreen } from './screen.ts';
export { createScriptedOperator, type ScriptedOperator } from './scripted-operator.ts';
