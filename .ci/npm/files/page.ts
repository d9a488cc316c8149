// In Vitest's browser mode everything works except startMock.
import { startMock } from 'leadmock';
import { fixtures } from 'leadmock/vitest';
import { expect, test as base } from 'vitest';

const test = base.extend(fixtures);
const headers = { Authorization: 'Bearer dev' };

test('a page has the control API of its session', async ({ mock }) => {
  expect(window.document.defaultView).toBe(window);
  const fault = await mock.fault({ operation: 'listLeads', hold: '1m', times: 1 });
  const held = fetch(`${mock.url}/v3/lead`, { headers });
  expect(await mock.release(fault, { timeout: '30s' })).toBe(1);
  expect((await (await held).json()).total).toBe(2);
  await mock.records('lead').deleteAll();
  expect((await (await fetch(`${mock.url}/v3/lead`, { headers })).json()).total).toBe(0);
  for await (const request of mock.followRequests(0)) {
    expect(request.operation).toBe('listLeads');
    break;
  }
  await mock.verify({ operation: 'listLeads', count: 2 });
  await expect(mock.verify({ operation: 'createLead', count: 1 })).rejects.toThrow('there was no request to createLead');
});

test('a browser cannot start a mock', () => {
  expect(() => startMock()).toThrow('a browser cannot start a mock');
});

test('the plugin proxies /v3 of the page', async () => {
  expect((await (await fetch('/v3/lead', { headers })).json()).total).toBe(27);
});
