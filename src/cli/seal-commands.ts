import { Option, type Command } from 'commander';
import type { CountersignFlags } from './countersign.ts';
import type { Environment } from './environment.ts';
import type { ExitCode } from './exit-codes.ts';
import type { HandOverFlags } from './hand-over.ts';
import type { SealFlags } from './seal.ts';

/** Makes an action of a command's work: its exit code becomes the program's. */
export type Does = <Args extends unknown[]>(
  work: (...args: Args) => Promise<ExitCode>,
) => (...args: Args) => Promise<void>;

/** What is done with a bag after the case: sealing for others, a second signature, a change of hands. */
export function addSealCommands(program: Command, environment: Environment, does: Does): void {
  const signing = (command: Command): Command =>
    command
      .addOption(sshOption())
      .addOption(keyPassphraseOption())
      .option('--reports <folder>', 'where the bags of cases lie', 'reports')
      .option('--json', 'what was done as one JSON object');
  signing(program.command('seal'))
    .argument('<bag>', "a sealed bag's folder, or its case")
    .description('make a bag ready for others: stamped, counter-signed, shared, encrypted')
    .option('--to <recipient>', 'encrypt for an age recipient; may be repeated', repeated)
    .option('--passphrase', 'encrypt with a passphrase, asked for')
    .option('--passphrase-from <ref>', 'with a passphrase from env:NAME or file:PATH')
    .addOption(new Option('--share <how>', 'a copy without amounts, addresses, names').choices(['strict']))
    .option('--countersign <name>', 'a second person signs; needs --sign-with-ssh')
    .option('--stamp', 'ask each time-stamp authority that has not stamped it yet')
    .option(
      '--config <file>',
      'where the authorities of --stamp are named (a drill has its own)',
      'firebreak.yaml',
    )
    .addOption(
      new Option(
        '--plain <what>',
        'the folder that was encrypted; left out, a bag is kept and a copy removed',
      ).choices(['keep', 'remove']),
    )
    .action(
      does(async (bag: string, flags: SealFlags) =>
        (await import('./seal.ts')).seal(bag, flags, environment),
      ),
    );
  signing(program.command('countersign'))
    .argument('<bag>', "a sealed bag's folder, or its case")
    .description('a second person verifies and signs a sealed bag, with --sign-with-ssh')
    .requiredOption('--as <name>', 'who signs: letters, digits, ".", "_", "-"')
    .action(
      does(async (bag: string, flags: CountersignFlags) =>
        (await import('./countersign.ts')).countersign(bag, flags, environment),
      ),
    );
  signing(program.command('hand-over'))
    .argument('<bag>', "a sealed bag's folder, or a case, open or sealed")
    .description('record who gives the evidence to whom, every hash checked, held or not')
    .requiredOption('--to <who>', 'who takes it')
    .requiredOption('--why <reason>', 'for what')
    .option('--from <who>', 'who gives it; you if left out')
    .action(
      does(async (bag: string, flags: HandOverFlags) =>
        (await import('./hand-over.ts')).handOver(bag, flags, environment),
      ),
    );
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Of the commands that run a case: who signs its bag, and with which certificate its PDF. */
export const signingAtTheEnd = (command: Command): Command =>
  command
    .addOption(sshOption())
    .addOption(keyPassphraseOption())
    .option('--sign-pdf-with <file>', 'sign report.pdf with a certificate: PKCS#12 or PEM')
    .option('--pdf-key-from <ref>', 'where its private key lies, if not in the file: file:PATH')
    .option('--pdf-passphrase-from <ref>', 'where what opens it lies: env:NAME, file:PATH');

const sshOption = (): Option =>
  new Option('--sign-with-ssh <key>', 'sign with an SSH key: its file, or its .pub (agent, token)');

const keyPassphraseOption = (): Option =>
  new Option('--key-passphrase-from <ref>', 'the passphrase of the signing key: env:NAME, file:PATH');
