import { readEnvironment } from './environment.ts';
import { exitCodes } from './exit-codes.ts';
import { explain } from './explain.ts';
import { buildProgram } from './program.ts';

/** Runs the command line and sets the exit code; nothing else decides how the process ends. */
const environment = readEnvironment();
try {
  process.exitCode = await buildProgram(environment);
} catch (error) {
  process.exitCode = explain(error, environment) ?? exitCodes.internalError;
}
