// Starts a mock.

import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { findBinary } from './binary.js';
import { Mock } from './client.js';
import { toArguments, type StartOptions } from './options.js';

/** StartedMock is a mock that this process has started. It ends with this process, even if that is killed. */
export class StartedMock extends Mock {
  /** Process id of the mock. */
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  /** @internal Use startMock. */
  constructor(url: string, child: ChildProcess, token: string | undefined) {
    super(url, { token });
    this.pid = child.pid!;
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
  }

  /** stop stops the mock, and waits until it has ended. It may be called twice. */
  async stop(): Promise<void> {
    this.#child.ref();
    this.#child.stdin?.end(); // not a signal: on Windows a signal would lose the state
    await this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/**
 * startMock starts leadmock, and returns when it listens: on a free port, unless port or addr is set. It logs nothing unless
 * log is set; then the log goes to stderr. If leadmock does not start, startMock throws its error message.
 */
export async function startMock(options: StartOptions = {}): Promise<StartedMock> {
  const { args, env } = toArguments(options);
  const binary = findBinary('leadmock');
  const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env }, windowsHide: true });
  child.stdin.on('error', () => {}); // it has ended, and its exit is handled
  let said = '';
  let started = false;
  child.stderr.on('data', (data: Buffer) => {
    if (started) process.stderr.write(data);
    else said += data.toString();
  });
  const url = await firstLine(child, binary, () => said).catch((error: Error) => {
    Error.captureStackTrace(error); // from here it names the caller's line, which the events of the process do not know
    throw error;
  });
  started = true;
  if (said) process.stderr.write(said); // such as a warning
  child.stdout.resume(); // the lines after the first are for people
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref?(): void }).unref?.(); // Bun's streams have none
  return new StartedMock(url, child, options.controlToken);
}

function firstLine(child: ChildProcess, binary: string, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! });
    lines.once('line', (line) => {
      lines.close();
      const url = /^listening on (https?:\/\/\S+)$/.exec(line.trim())?.[1];
      if (url) resolve(url);
      else reject(new Error(`leadmock: the first line of the program is ${JSON.stringify(line)}; is it leadmock?`));
    });
    child.once('error', (error) => reject(new Error(`leadmock: ${binary} cannot be run: ${error.message}`, { cause: error })));
    child.once('close', (code, signal) => reject(new Error(said().trim() || `leadmock ended with ${signal ?? code} before it listened`)));
  });
}
