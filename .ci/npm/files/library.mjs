// All parts of the library, as a script of any test runner uses them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect, LeadmockError, startMock } from 'leadmock';

const list = 'c4869e79-f0fa-4c6a-9410-bc0defac375a';
const mock = await startMock({ leads: 25, importDelay: 0, auth: 'secret', now: new Date('2023-03-08T09:00:00Z'), controlOrigin: ['http://localhost:1', 'http://localhost:2'] });
const headers = { Authorization: 'Bearer secret' };
const session = mock.session('Đơn hàng / 1');
const create = (phone, extra = {}) =>
  fetch(`${session.url}/v3/lead`, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify({ list_uuid: list, phone_number: phone, ...extra }) });

// The session by its URL, by its header, and through another connection.
assert.equal((await create('0349719999')).status, 200);
const byHeader = await (await fetch(`${mock.url}/v3/lead`, { headers: { ...headers, ...session.headers } })).json();
assert.equal(byHeader.total, 28);
assert.equal((await connect(mock.url).session('Đơn hàng / 1').info()).records.lead, 30);
assert.equal((await mock.session('').info()).records.lead, 29);
assert.deepEqual((await mock.sessions()).sessions.map((one) => one.name), ['', 'Đơn hàng / 1']);
assert.equal((await mock.operations()).length, 6);

// A new session logs its first request, also without an accepted token.
const signedOut = mock.session();
assert.equal((await fetch(`${signedOut.url}/v3/lead`)).status, 401);
assert.equal(await signedOut.verify({ operation: 'listLeads', status: 401, count: 1 }), 1);
await signedOut.end();

// Faults, and holding.
const fault = await session.fault({ operation: 'createLead', status: 500, times: 1 });
assert.deepEqual((await session.faults()).map((one) => one.id), [fault.id]);
assert.equal((await create('0349719999')).status, 500);
const held = await session.fault({ operation: 'createLead', hold: '1m', times: 1 });
const waiting = create('0349719998');
assert.equal(await session.release(held, { timeout: '30s' }), 1);
assert.equal((await waiting).status, 200);
await session.deleteFault(held);
await session.deleteFaults();
await assert.rejects(session.fault({ status: 5000 }), (error) => error instanceof LeadmockError && error.status === 400 && /status: number must be at most 599/.test(error.message));

const warned = [];
console.warn = (text) => warned.push(text);
await session.deleteFault(await session.fault({ operation: 'createLead', match: { 'body.phone_nubmer': '1' }, status: 500 }));
assert.match(warned.join(), /POST \/__mock\/faults: .*did you mean phone_number/);
const circular = {};
circular.body = circular;
await assert.rejects(session.fault({ status: 500, body: circular }), /^TypeError: Converting circular structure/);

// Snapshots, state, records.
await session.saveSnapshot('two more');
const all = await session.state();
assert.equal(all.leads.length, 31);
await session.setState({ lists: all.lists, leads: [] });
assert.equal((await session.info()).records.lead, 0);
const called = await session.records('lead').create({ list_uuid: list, phone_number: '0349719997', status: 'CALLED', called_count: 2 });
assert.equal(called.status, 'CALLED');
assert.equal((await session.records('lead').update(called.lead_uuid, { comment: 'later' })).comment, 'later');
assert.equal((await session.records('lead').get(called.lead_uuid)).comment, 'later');
assert.equal((await session.records('lead').createAll([{ list_uuid: list }, { list_uuid: list }])).length, 2);
assert.equal((await session.records('lead').list()).length, 3);
await session.records('lead').delete(called.lead_uuid);
await session.records('lead').deleteAll();
assert.equal((await session.makeLeads(3, { statuses: 'mixed' })).length, 3);
await session.restoreSnapshot('two more');
assert.equal((await session.info()).records.lead, 31);
assert.deepEqual((await session.snapshots()).map((one) => one.name), ['two more']);
await session.deleteSnapshot('two more');
const made = await session.records('list').create({ list_name: 'March' });
assert.equal((await session.records('list').list())[0].list_uuid, made.list_uuid);

// Readings.
assert.equal((await session.readings({ A14: 'prefix' })).as, 'A14=prefix');
assert.equal((await session.playing()).choices.find((one) => one.id === 'A14').reading, 'prefix');
assert.equal((await session.vary(7)).vary, 7);
assert.equal((await session.readings({})).as, '');
await assert.rejects(session.readings({ A14: 'prefx' }), /A14 has no reading "prefx"/);

// Time.
assert.equal((await session.setClock({ now: '2024-01-01T00:00:00+07:00', frozen: true })).frozen, true);
assert.equal((await session.clock()).now, '2024-01-01T00:00:00+07:00');
await session.setImports({ after: '10ms' });
const form = new FormData();
form.set('list_uuid', list);
form.set('file', new Blob(['lead_name,phone_number\nAn,0325000001\nNobody,\n']), 'leads.csv');
await fetch(`${session.url}/v3/lead/file`, { method: 'POST', headers, body: form });
const [job] = await session.waitForImports('30s');
assert.deepEqual([job.state, job.stored, job.skipped], ['done', 1, 1]);
assert.equal((await session.imports()).length, 1);

// The request log.
const following = session.followRequests(0);
const first = await following.next();
assert.equal(first.value.operation, 'createLead');
await following.return();
assert.equal((await session.requests({ operation: 'createLead', status: 500 })).length, 1);
assert.equal(await session.verify({ operation: 'createLead', at_least: 3 }), 3);
await assert.rejects(session.verify({ operation: 'createLead', count: 7 }), /want .*7.*\n[^]*POST \/v3\/lead 500/);
await assert.rejects(session.verify({ operation: 'deleteLead', count: 1 }), /there was no request to deleteLead in session "Đơn hàng \/ 1"$/m);
await fetch(`${mock.url}/v3/lead/${called.lead_uuid}`, { method: 'DELETE', headers });
await assert.rejects(session.verify({ operation: 'deleteLead', count: 1 }), /in session "Đơn hàng \/ 1"; the default session has 1: without the session's headers or url/);
await session.deleteRequests();
await session.setScenario((await session.scenarios())[0].name);
await session.reset();
await session.end();
await session.end(); // may be called twice
await mock.endSessions();
assert.equal((await mock.sessions()).sessions.length, 1);

await mock.stop();
await mock.stop();
await assert.rejects(session.info(), /no mock answers at http:/);
await session[Symbol.asyncDispose](); // does not hide another error when the mock is gone
await assert.rejects(startMock({ leads: -1 }), /leadmock: --leads: want 0 to 10000000, not -1/);
await assert.rejects(startMock({ leads: -1 }), (error) => /library\.mjs/.test(error.stack) || assert.fail(`got ${error.stack}, want the line that called startMock`));
await assert.rejects(startMock({ seed: 'none.json' }), /--seed: open none.json/);
assert.throws(() => connect('localhost:4010'), /want the URL of a mock/);

// Names that a URL cannot have.
for (const name of ['.', '..']) assert.throws(() => mock.session(name), new RegExp(`"\\${name[0]}+" cannot be the name of a session`));
assert.throws(() => session.saveSnapshot(''), /"" cannot be the name of a snapshot/);
assert.throws(() => session.records('lead').get('..'), /"\.\." cannot be the id of a record/);

// What answers is not a mock, or not reachable, and the error says why.
const answers = [
  [(reply) => reply.setHeader('Content-Type', 'text/html').end('<!doctype html>'), /GET \/__mock\/health got status 200 and text\/html, which is not from a mock: http:\S+ must be the address of leadmock/],
  [(reply) => reply.writeHead(404, { 'Content-Type': 'text/html' }).end('<!doctype html>'), /got status 404 and text\/html, which is not from a mock/],
  [(reply) => reply.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n'), /got status 400 and no content type \(Client sent an HTTP request to an HTTPS server\.\), which/],
  [(reply) => reply.writeHead(200, { 'Content-Length': 10 }).write('{', () => reply.destroy()), /the mock at http:\S+ has ended during its reply/],
];
for (const [answer, error] of answers) {
  const other = createServer((_, reply) => answer(reply));
  await new Promise((listens) => other.listen(0, '127.0.0.1', listens));
  await assert.rejects(connect(`http://127.0.0.1:${other.address().port}`).health(), (got) => got instanceof LeadmockError && error.test(got.message) || assert.fail(`got ${got}, want ${error}`));
  other.close();
}
const secure = await startMock({ tlsSelfSigned: true });
await assert.rejects(secure.health(), /no mock answers at https:\S+ \(self-signed certificate\)/);
await secure.stop();
console.log('the library works');
