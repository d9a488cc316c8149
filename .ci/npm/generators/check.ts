// Uses the output of the generators, and runs it against the mock that MOCK_URL names.

import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import { setupServer } from 'msw/node';
import type { components, paths } from './lead';
import type { components as control, paths as controlPaths } from './control';
import { client } from './hey/lead/client.gen';
import { client as controlClient } from './hey/control/client.gen';
import { createLead, listLeads } from './hey/lead/sdk.gen';
import { addFault, importState } from './hey/control/sdk.gen';
import type { LeadPage as HeyPage } from './hey/lead/types.gen';
import { zLeadPage } from './hey/lead/zod.gen';
import { listLeadsResponse } from './orval/lead.zod';
import { getLeadMock, listLeads as orvalListLeads, type FieldErrors } from './orval/lead';
import { addFault as orvalAddFault, importState as orvalImportState } from './orval/control';

const url = process.env.MOCK_URL!;
const headers = { Authorization: 'Bearer app' };
const list = 'c4869e79-f0fa-4c6a-9410-bc0defac375a';

// openapi-typescript with openapi-fetch.
const fault: control['schemas']['Fault'] = { operation: 'createLead', status: 500, times: 1 }; // as in the README
const state: control['schemas']['State'] = { lists: [{ list_uuid: list, list_name: 'L' }], leads: [{ list_uuid: list, lead_name: 'A' }], ordered: true };
const errors: components['schemas']['FieldErrors'] = { error: [{ '(root)': 'phone_number is required' }] };
const api = createClient<paths>({ baseUrl: url, headers });
const controlApi = createClient<controlPaths>({ baseUrl: url });
assert.equal((await controlApi.POST('/__mock/faults', { body: fault })).response.status, 201);
const refused = await api.POST('/v3/lead', { body: { list_uuid: list, phone_number: '0349719999' } });
assert.equal(refused.response.status, 500);
const created = await api.POST('/v3/lead', { body: { list_uuid: list, phone_number: '0349719999' } });
assert.equal(created.data?.created, true);
const page = await api.GET('/v3/lead', { params: { query: { limit: 2 } } });
assert.equal(page.data?.total.toFixed(0), '3');
const wrong = await api.POST('/v3/lead', { body: { list_uuid: list, phone_number: '' } });
assert.equal(wrong.response.status, 400);
assert.ok(wrong.error && typeof wrong.error.error !== 'string' && wrong.error.error[0]!.phone_number);

// hey-api, its zod included.
client.setConfig({ baseUrl: url, headers });
controlClient.setConfig({ baseUrl: url });
assert.equal((await addFault({ body: { operation: 'createLead', status: 503, times: 1 } })).data?.status, 503);
assert.equal((await createLead({ body: { list_uuid: list, phone_number: '0349719999' } })).response.status, 503);
const listed = await listLeads({ query: { limit: 1 } });
const total: number = listed.data!.total;
assert.equal(total, 3);
const parsed: HeyPage = zLeadPage.parse(listed.data);
assert.match(parsed.data[0]!.created_at, /\+07:00$/);
assert.equal(typeof parsed.total, 'number');

// orval: fetch, zod and MSW. Its fetch has the address in the code, so that MSW can answer.
assert.equal(listLeadsResponse.parse(listed.data).total, 3);
const server = setupServer(...getLeadMock());
server.listen({ onUnhandledRequest: 'bypass' });
const mocked = await orvalListLeads({ limit: 1 }, { headers });
assert.equal(mocked.status, 200);
assert.equal(typeof (mocked.data as HeyPage).total, 'number');
server.close();
const texts: string[] = (errors satisfies FieldErrors).error.flatMap((one) => Object.values(one));
assert.deepEqual(texts, ['phone_number is required']);
const atMock = (call: () => Promise<{ status: number }>) => { // the same for the mock of this run
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => original(String(input).replace('http://127.0.0.1:4010', url), init);
  return call().finally(() => { globalThis.fetch = original; });
};
assert.equal((await atMock(() => orvalAddFault({ operation: 'createLead', status: 500, times: 1 }))).status, 201);
assert.equal((await atMock(() => orvalImportState(state))).status, 200);

assert.equal((await importState({ body: state })).data?.records.lead, 1);
assert.equal((await controlApi.PUT('/__mock/state', { body: state })).data?.records.lead, 1);
console.log('the generated clients work');
