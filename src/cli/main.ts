import { askEarly } from './early-question.ts';
import { outliveReaders, readEnvironment } from './environment.ts';
import { exitCodes } from './exit-codes.ts';
import { keepHeapSmall } from './heap.ts';

/** Runs the command line and sets the exit code; nothing else decides how the process ends. */
const environment = readEnvironment();
outliveReaders({ gone: exitCodes.interrupted, unwritable: exitCodes.internalError });
const early = askEarly(environment);
try {
  const { buildProgram } = await import('./program.ts');
  keepHeapSmall();
  process.exitCode = await buildProgram(early ? { ...environment, early } : environment);
} catch (error) {
  early?.close();
  const { explain } = await import('./explain.ts');
  process.exitCode = explain(error, environment);
}
