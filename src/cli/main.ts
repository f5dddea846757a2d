#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { runCheck } from './commands/check';
import { runExplain, runRules } from './commands/rules';
import { runMcp } from './commands/mcp';
import { runModel } from './commands/model';
import { runProbe } from './commands/probe';
import { runWhy } from './commands/why';
import { endWithReader, warn } from './output';
import { UsageError } from './usage';

/** Exit codes: 0 nothing to report, 1 findings, 2 the command could not do its work. */
const failed = 2;

const formats = (choices: readonly string[]): Option =>
  new Option('--format <format>', 'how to print').choices(choices).default('text');

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('A whole number from 1 on is expected.');
  return value;
}

const program = new Command('loss-probe')
  .description(manifest.description)
  .version(manifest.version)
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

program
  .command('check')
  .description('say what keeps training programs from learning')
  .argument('<paths...>', 'Python files, notebooks or folders; - reads the standard input')
  .addOption(formats(['text', 'json', 'sarif', 'github']))
  .addOption(
    new Option('--fail-on <severity>', 'exit with 1 from this severity on')
      .choices(['error', 'warning', 'information', 'hint', 'never'])
      .default('warning'),
  )
  .option('--fix', 'apply the safe fixes', false)
  .option('--data', 'look into the data files the programs read, where they lie in the project', false)
  .option('--stdin-filename <file>', 'the file whose text comes from the standard input')
  .action(runCheck);

program
  .command('why')
  .description("say why a training's loss does not change: from its data, its log and its code")
  .argument('<file>', 'Python file or notebook')
  .option(
    '--log <file>',
    'what the training printed; - reads the standard input. Of a notebook its stored outputs, where left out',
  )
  .option('--data', 'look into the data files the program reads, where they lie in the project; the default', true)
  .option('--no-data', 'open no data file')
  .addOption(formats(['text', 'json']))
  .action(runWhy);

program
  .command('probe')
  .description('train a program as written and with the fix of each finding, and compare')
  .argument('<file>', 'Python file or notebook')
  .option('--rule <id>', 'only findings of this rule')
  .option('--line <n>', 'only findings on this line, counted from 1', positive)
  .option('--seeds <n>', 'runs of each version', positive)
  .addOption(new Option('--backend <name>', 'what trains').choices(['auto', 'wasm', 'cpu', 'tensorflow']).default('auto'))
  .option('--baseline', 'ask of each model, unchanged, whether it learns; where not, what would change that', false)
  .option('--data', 'train on the files the program reads, in place of made-up data; the default where they lie in its project')
  .option('--no-data', 'train on made-up data, whatever files there are')
  .addOption(formats(['text', 'json']))
  .action(runProbe);

program
  .command('model')
  .description('say what was understood of a training program, and what was not and why')
  .argument('<file>', 'Python file or notebook')
  .addOption(formats(['text', 'json']))
  .action(runModel);

program
  .command('mcp')
  .description('serve the tools check, probe, describe and why to language models (MCP, over standard input and output)')
  .action(runMcp);

program.command('explain').description('print the page of a rule').argument('<rule>', 'its id').action(runExplain);
program
  .command('rules')
  .description('list the rules')
  .addOption(formats(['text', 'json']))
  .action(runRules);

for (const command of program.commands) command.exitOverride();

endWithReader();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : failed;
  else {
    const message = error instanceof Error ? error.message : String(error);
    warn(`loss-probe: ${error instanceof UsageError ? message : `internal error: ${message}`}\n`);
    process.exitCode = failed;
  }
}
