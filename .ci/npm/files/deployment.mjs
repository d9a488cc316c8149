// A deployment that plays readings, or a profile, for as long as leadcontract runs against it with the arguments that follow.
import { spawnSync } from 'node:child_process';
import { startMock } from 'leadmock';

const [as, ...words] = process.argv.slice(2);
const mock = await startMock({ as: [as], importDelay: 0 });
const settings = { LEADCONTRACT_URL: mock.url, LEADCONTRACT_TOKEN: 'dev', LEADCONTRACT_LIST_UUID: 'c4869e79-f0fa-4c6a-9410-bc0defac375a' };
const { status } = spawnSync('npx', ['leadcontract', ...words], { stdio: 'inherit', env: { ...process.env, ...settings } });
await mock.stop();
process.exit(status ?? 1);
