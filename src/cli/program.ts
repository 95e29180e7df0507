import { Command, CommanderError, Option } from 'commander';
import { BadInput } from '../domain/failure.ts';
import type { AttachFlags } from './attach.ts';
import type { DrillFlags } from './drill.ts';
import type { Environment } from './environment.ts';
import type { ImportFlags } from './import.ts';
import type { RespondFlags } from './respond.ts';
import type { ResumeFlags } from './resume.ts';
import type { ProbeFlags } from './probe.ts';
import { addSealCommands, signingAtTheEnd, type Does } from './seal-commands.ts';
import type { VenuesFlags } from './venues.ts';
import type { VerifyFlags } from './verify.ts';
import { toolVersion } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Flags that every command which runs a case has. */
export interface RunFlags {
  readonly json?: boolean;
  readonly answers?: string;
  readonly reports: string;
}

/**
 * Reads the arguments and does what they say. Each command's code is loaded when it is called: the
 * first question must be on the screen before a person has sat down.
 */
export async function buildProgram(environment: Environment): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.verified;
  const does =
    <Args extends unknown[]>(work: (...args: Args) => Promise<ExitCode>) =>
    async (...args: Args): Promise<void> => {
      exitCode = await work(...args);
    };
  const program = new Command('firebreak')
    .description('Incident response for leaked exchange API keys.')
    .version(toolVersion)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void environment.stdout.write(text),
      writeErr: (text) => void environment.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'firebreak: ')),
    })
    .showHelpAfterError('  hint: add --help to see what there is');

  signingAtTheEnd(running(program.command('respond')))
    .argument('[playbook]', 'which playbook', 'leaked-api-key')
    .description('start a real incident, or continue the open one')
    .option('--config <file>', 'the accounts', 'firebreak.yaml')
    .option('--new', 'open another case although one is open')
    .action(
      does(async (playbook: string, flags: RespondFlags) =>
        (await import('./respond.ts')).respond(playbook, flags, environment),
      ),
    );
  signingAtTheEnd(running(program.command('drill')))
    .argument('[scenario]', 'which drill', 'thin-pair')
    .description('practise on simulated venues, against an attacker who acts')
    .option('--venue <id>', "another venue than the scenario's own; see `firebreak venues`")
    .option('--speed <factor>', "how fast the drill's clock runs; 1 is real time", Number)
    .addOption(responderOption())
    .action(
      does(async (scenario: string, flags: DrillFlags) =>
        (await import('./drill.ts')).drill(scenario, flags, environment),
      ),
    );
  signingAtTheEnd(running(program.command('resume')))
    .argument('[case]', 'which case; the open one when there is only one')
    .description('continue a case where it stopped')
    .option('--config <file>', 'the accounts of a real case', 'firebreak.yaml')
    .addOption(responderOption())
    .action(
      does(async (id: string | undefined, flags: ResumeFlags) =>
        (await import('./resume.ts')).resume(id, flags, environment),
      ),
    );
  program
    .command('verify')
    .argument('<bag>', "a sealed bag's folder, or its case")
    .description('check everything a stranger would check')
    .option('--reports <folder>', 'where the bags of cases lie', 'reports')
    .option('--fingerprint <SHA256:…>', 'the signing key, told to you by another way')
    .option('--tsa-roots <file>', 'PEM: the roots of time-stamp authorities that you trust')
    .option('--no-report', 'do not make the report again to compare it: quicker, and less is proven')
    .option('--json', 'findings, checks and the report compared, as one JSON object')
    .addHelpText('after', verifyEnds)
    .action(
      does(async (bag: string, flags: VerifyFlags) =>
        (await import('./verify.ts')).verify(bag, flags, environment),
      ),
    );
  addSealCommands(program, environment, does);
  program
    .command('venues')
    .argument('[id]', 'one venue, in full')
    .description('what can be done at each venue by API, by hand, by nobody')
    .option('--json', 'the declarations as one JSON list')
    .addOption(new Option('--markdown', 'as docs/venues.md has it').conflicts('json'))
    .action(
      does(async (id: string | undefined, flags: VenuesFlags) =>
        (await import('./venues.ts')).venues(id, flags, environment),
      ),
    );
  program
    .command('probe')
    .argument('<account>', 'an account of firebreak.yaml')
    .description('is its key dead? read-only, no more probes than the venue tolerates')
    .option('--config <file>', 'the accounts', 'firebreak.yaml')
    .option('--json', 'the proof as one JSON object')
    .action(
      does(async (id: string, flags: ProbeFlags) =>
        (await import('./probe.ts')).probe(id, flags, environment),
      ),
    );
  addImport(program, (file, flags) =>
    does(async () => (await import('./import.ts')).importFile(file, flags, environment))(),
  );
  addAttach(program, (files, flags) =>
    does(async () => (await import('./attach.ts')).attach(files, flags, environment))(),
  );
  addPlaybookCommands(program, environment, does);
  for (const [name, about] of laterCommands) addLater(program, name, about);

  try {
    await program.parseAsync([...environment.argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.verified : exitCodes.badInput;
  }
  return exitCode;
}

const verifyEnds = `
Ends with 0 when every check holds, 5 when one fails, and 4 when all hold and
the report could not be made again, though this version should be able to.`;

const responderOption = (): Option =>
  new Option('--responder <who>', 'who answers; a person at a terminal, else the model')
    .choices(['person', 'model'])
    .conflicts('answers');

const running = (command: Command): Command =>
  command
    .option('--json', 'stream run events to stdout, one JSON object a line')
    .option('--answers <file>', 'a file that answers instead of a person')
    .option('--reports <folder>', 'where exports go', 'reports');

function addImport(
  program: Command,
  action: (file: string | undefined, flags: ImportFlags) => Promise<void>,
): void {
  program
    .command('import')
    .argument('[file]', 'the CSV or ZIP, as the venue gave it')
    .description("a venue's own export into the open case, when the API tells no more")
    .option('--account <id>', 'of which account of the case it is')
    .option('--case <id>', 'which case; the open one when there is only one')
    .option('--format <id>', 'which export it is, where its heading fits several')
    .option('--utc-offset <hh:mm>', 'time zone of its times, where it does not say')
    .option('--by <name>', 'who brought it; the operator of the case if left out')
    .option('--config <file>', 'whose secrets must not be in it', 'firebreak.yaml')
    .option('--formats', 'the known exports, what each tells and what not')
    .option('--json', 'what was kept as one JSON object')
    .action(action);
}

function addAttach(
  program: Command,
  action: (files: readonly string[], flags: AttachFlags) => Promise<void>,
): void {
  program
    .command('attach')
    .argument('[file...]', 'screenshots, mails, exports, logs')
    .description('files into the open real case, byte for byte, as exhibits')
    .option('--why <text>', 'why it belongs to the case (must be given)')
    .option('--source <text>', 'where it came from')
    .option('--kind <kind>', 'screenshot, mail, export, log or other', 'other')
    .option('--case <id>', 'which case; the open one when there is only one')
    .option('--by <name>', 'who brought it; the operator of the case if left out')
    .option('--take-back <exhibit>', 'remove an attached file again, before the case is sealed')
    .option('--config <file>', 'whose secrets must not be in it', 'firebreak.yaml')
    .option('--json', 'what was kept, or removed, as one JSON object')
    .action(action);
}

function addPlaybookCommands(program: Command, environment: Environment, does: Does): void {
  const playbook = program.command('playbook').description('list, show, check and draw playbooks');
  const load = () => import('./playbook.ts');
  playbook
    .command('list')
    .description('the playbooks that are shipped')
    .action(does(async () => (await load()).list(environment)));
  for (const [verb, about] of playbookVerbs) {
    playbook
      .command(verb)
      .description(about)
      .argument('[playbook]', 'a name or a file', 'leaked-api-key')
      .action(does(async (name: string) => (await load())[verb](name, environment)));
  }
  for (const verb of ['import', 'export']) addLater(playbook, verb, 'CACAO 2.0');
}

const playbookVerbs = [
  ['show', 'the procedure as a person reads it'],
  ['graph', 'its states, as a Mermaid diagram'],
  ['check', 'problems by line and column, and advice'],
] as const;

// Said instead of pretended.
const laterCommands = [
  ['tabletop', 'discussion only: injects, answers, score; no venue'],
  ['status', 'what is open'],
  ['note', 'add a note to a case'],
  ['report', 'reports from a case or a bag'],
  ['init', 'set up'],
  ['accounts', 'list the accounts'],
  ['doctor', 'check readiness'],
  ['baseline', 'record the known-good state'],
  ['audit', 'compare with the known-good state'],
  ['rotate', 'planned rotation'],
] as const;

function addLater(parent: Command, name: string, about: string): void {
  parent
    .command(name)
    .helpGroup('Not there yet:')
    .allowExcessArguments()
    .allowUnknownOption()
    .summary(about)
    .description(`${about} (not there yet)`)
    .action(() => {
      const path = parent.parent ? `${parent.name()} ${name}` : name;
      throw new BadInput(`\`firebreak ${path}\` is not there yet`, {
        hint: 'firebreak --help lists what is',
      });
    });
}
