// The command. It passes arguments, streams and signals to the program, and ends as the program ends.

import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { findBinary, type Program } from './binary.js';

export function run(program: Program): void {
  let binary: string;
  try {
    binary = findBinary(program);
  } catch (error) {
    fail(program, error);
    return;
  }
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  let child: ChildProcess;
  // Before the program starts: on a busy machine it may listen before this process continues, and a signal that ends only this
  // process would leave the program running.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child = spawn(binary, process.argv.slice(2), { stdio: 'inherit' });
  child.on('error', (error) => fail(program, new Error(`${binary} cannot be run: ${error.message}`)));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const one of signals) process.removeAllListeners(one);
    try {
      process.kill(process.pid, signal);
    } catch {} // not a signal of this system
    setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100); // if the signal does not end this process
  });
}

function fail(program: Program, error: unknown): void {
  console.error(`${program}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
