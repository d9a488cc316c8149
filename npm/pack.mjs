#!/usr/bin/env node
// Builds the npm packages: leadmock and leadcontract, and one with the binary for each platform.
//
//   node npm/pack.mjs --version 1.2.3 --dist dist --out dist/npm     from the output of GoReleaser
//   node npm/pack.mjs --version 1.2.3 --build --out dist/npm         for this platform only, built with Go
//
// It needs npm ci in .ci/npm, for the TypeScript compiler. It does not publish.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const tools = join(root, '.ci/npm');
const programs = ['leadmock', 'leadcontract'];
const maxTarball = 9_000_000; // bytes of a platform's tarball
const publishing = { access: 'public', provenance: true };
// Go's names, and Node's.
const systems = { linux: 'linux', darwin: 'darwin', windows: 'win32' };
const machines = { amd64: 'x64', arm64: 'arm64' };
const kinds = Object.values(systems).flatMap((system) => Object.values(machines).map((machine) => `${system}-${machine}`));

const { values: options } = parseArgs({
  options: { version: { type: 'string' }, dist: { type: 'string' }, build: { type: 'boolean' }, out: { type: 'string' } },
});
if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(options.version ?? '') || !options.out || !options.dist === !options.build) {
  console.error('usage: node npm/pack.mjs --version 1.2.3 (--dist DIR | --build) --out DIR');
  process.exit(2);
}
const { version } = options;
const out = resolve(options.out);
const stage = join(out, 'packages');
rmSync(out, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

const binaries = options.dist ? released(resolve(options.dist)) : built();
const library = compile();
for (const one of binaries) stagePlatform(one);
for (const program of programs) stageProgram(program);
for (const name of [...programs, ...binaries.map(({ program, kind }) => `@leadapi/${program}-${kind}`)]) pack(name);

/** released returns the binaries that GoReleaser lists, and throws if one is missing. */
function released(dist) {
  const found = JSON.parse(readFileSync(join(dist, 'artifacts.json'), 'utf8'))
    .filter((one) => one.type === 'Binary')
    .map((one) => ({ program: one.name.replace(/\.exe$/, ''), kind: `${systems[one.goos]}-${machines[one.goarch]}`, path: join(root, one.path) }));
  for (const program of programs) {
    for (const kind of kinds) {
      if (!found.some((one) => one.program === program && one.kind === kind)) throw new Error(`${dist} has no ${program} for ${kind}`);
    }
  }
  return found;
}

/** built compiles the programs for this platform, with the flags of .goreleaser.yaml. */
function built() {
  return programs.map((program) => {
    const path = join(out, 'bin', program + (process.platform === 'win32' ? '.exe' : ''));
    execFileSync('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w -X main.release=v${version}`, '-o', path, `./cmd/${program}`], {
      cwd: root, stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' },
    });
    return { program, kind: `${process.platform}-${process.arch}`, path };
  });
}

/** compile compiles the library and returns its folder. It compiles next to the tools, whose types it uses. */
function compile() {
  const work = join(tools, 'build');
  rmSync(work, { recursive: true, force: true });
  cpSync(join(root, 'npm/leadmock'), work, { recursive: true });
  execFileSync(process.execPath, [join(tools, 'node_modules/typescript/bin/tsc'), '--project', work], { stdio: 'inherit' });
  return join(work, 'dist');
}

function stagePlatform({ program, kind, path }) {
  const [system, machine] = kind.split('-');
  const name = `@leadapi/${program}-${kind}`;
  const folder = join(stage, name);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const binary = join(folder, 'bin', program + (system === 'win32' ? '.exe' : ''));
  copyFileSync(path, binary);
  chmodSync(binary, 0o755);
  const { license, repository } = manifest(program);
  write(folder, 'package.json', json({
    name, version, description: `The binary of ${program} for ${system} on ${machine}. Install ${program} instead.`, license, repository,
    os: [system], cpu: [machine], preferUnplugged: true, files: ['bin'], publishConfig: publishing,
  }));
  write(folder, 'README.md', `# ${name}\n\nThe binary of [${program}](https://www.npmjs.com/package/${program}) for ${system} on ${machine}. Install \`${program}\` instead.\n`);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

function stageProgram(program) {
  const folder = join(stage, program);
  const from = join(root, 'npm', program);
  mkdirSync(join(folder, 'dist'), { recursive: true });
  for (const file of ['bin.js', 'README.md']) copyFileSync(join(from, file), join(folder, file));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  if (program === 'leadmock') {
    cpSync(library, join(folder, 'dist'), { recursive: true });
    for (const extra of ['skills', 'llms.txt']) if (existsSync(join(root, extra))) cpSync(join(root, extra), join(folder, extra), { recursive: true });
  } else {
    for (const file of ['run.js', 'binary.js']) copyFileSync(join(library, file), join(folder, 'dist', file));
  }
  // Only those that are packed: `npm ci` and Yarn refuse optional packages that no registry has.
  const packed = binaries.filter((one) => one.program === program);
  const optionalDependencies = Object.fromEntries(packed.map(({ kind }) => [`@leadapi/${program}-${kind}`, version]));
  write(folder, 'package.json', json({ ...manifest(program), version, optionalDependencies, publishConfig: publishing }));
}

function pack(name) {
  const text = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', out, join(stage, name)], {
    encoding: 'utf8', shell: process.platform === 'win32',
  });
  const listed = JSON.parse(text);
  const [{ filename, files }] = Array.isArray(listed) ? listed : Object.values(listed);
  const { size } = statSync(join(out, filename));
  console.log(`${filename}  ${size} bytes, ${files.length} files`);
  if (size >= maxTarball) throw new Error(`${filename} has ${size} bytes; want less than ${maxTarball}`);
}

function manifest(program) {
  return JSON.parse(readFileSync(join(root, 'npm', program, 'package.json'), 'utf8'));
}

function write(folder, name, text) {
  writeFileSync(join(folder, name), text);
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
