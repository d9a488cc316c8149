// Finds the program: in the package of this platform, or by a variable.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

export type Program = 'leadmock' | 'leadcontract';

/** platforms are those with a package, in the words of `process.platform` and `process.arch`. */
export const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

interface Surroundings {
  platform: string;
  arch: string;
  env: Record<string, string | undefined>;
  resolve: (id: string) => string;
  exists: (path: string) => boolean;
}

const here: Surroundings = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  resolve: createRequire(import.meta.url).resolve,
  exists: existsSync,
};

/** findBinary returns the path of a program. It throws an error of one line that says what to do. */
export function findBinary(program: Program, { platform, arch, env, resolve, exists } = here): string {
  const variable = `${program.toUpperCase()}_BINARY`;
  const own = env[variable];
  if (own) {
    if (!exists(own)) throw new Error(`${variable} is ${own}, and there is no such file`);
    return own;
  }
  const kind = `${platform}-${arch}`;
  if (!platforms.includes(kind)) {
    throw new Error(`there is no binary for ${kind} (${platforms.join(', ')}); build one with Go, and name it in ${variable}`);
  }
  const name = `@leadapi/${program}-${kind}`;
  try {
    return resolve(`${name}/bin/${program}${platform === 'win32' ? '.exe' : ''}`);
  } catch {
    throw new Error(`${name} is not installed; install again on this platform without --omit=optional (from files: install leadapi-${program}-${kind}-VERSION.tgz too), or name a binary in ${variable}`);
  }
}
