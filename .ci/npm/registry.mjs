// A registry on the loopback interface. It has the packed packages, and redirects to npm's registry for all others, so the
// packages are installed as they will be once they are published.

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const upstream = 'https://registry.npmjs.org';

/** serve starts a registry with the tarballs of a folder and returns its URL. The registry ends with the process. */
export async function serve(folder) {
  const packages = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
    const data = readFileSync(join(folder, file));
    const manifest = JSON.parse(execFileSync('tar', ['-xzOf', join(folder, file), 'package/package.json'], { encoding: 'utf8' }));
    packages.set(manifest.name, { manifest, file, data });
  }
  // As in a release, the programs have packages for all platforms. Those that were not built are listed and never fetched,
  // because they are for other machines.
  const { platforms } = await import(join(folder, 'packages/leadmock/dist/binary.js'));
  for (const program of ['leadmock', 'leadcontract']) {
    const { manifest: { version, optionalDependencies } } = packages.get(program);
    for (const kind of platforms) {
      const name = `@leadapi/${program}-${kind}`;
      const [system, machine] = kind.split('-');
      optionalDependencies[name] = version;
      if (!packages.has(name)) packages.set(name, { manifest: { name, version, os: [system], cpu: [machine] } });
    }
  }
  const fetched = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://registry').pathname).slice(1);
    const tarball = [...packages.values()].find(({ file }) => file && path === `-/${file}`);
    const found = packages.get(path);
    fetched.push(path);
    if (tarball) response.end(tarball.data);
    else if (found) response.setHeader('Content-Type', 'application/json').end(JSON.stringify(packument(found, `http://${request.headers.host}`)));
    else if (request.method === 'GET' && !path.startsWith('-/')) response.writeHead(302, { Location: upstream + request.url }).end();
    else response.writeHead(404).end('{}');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return { url: `http://127.0.0.1:${server.address().port}`, fetched };
}

function packument({ manifest, file, data }, base) {
  const dist = file
    ? { tarball: `${base}/-/${file}`, integrity: `sha512-${createHash('sha512').update(data).digest('base64')}`, shasum: createHash('sha1').update(data).digest('hex') }
    : { tarball: `${base}/-/other-platform-${manifest.name.split('/')[1]}.tgz`, shasum: '0'.repeat(40) };
  return { name: manifest.name, 'dist-tags': { latest: manifest.version }, versions: { [manifest.version]: { ...manifest, dist } }, time: { [manifest.version]: '2020-01-01T00:00:00.000Z' } };
}
