// Compiles only if the types say what the documents say.
import { connect, startMock, type StartOptions } from 'leadmock';
import type { FieldErrors, Lead, LeadPage, NewLead, components, paths } from 'leadmock/types';

declare module 'leadmock/types' {
  interface FurtherOperations {
    activateList: unknown;
  }
}

export async function checks(): Promise<void> {
  await using mock = await startMock({ leads: 25, importDelay: 0, controlOrigin: ['http://localhost:3000'] });
  const session = mock.session();
  const fault = await session.fault({ operation: 'createLead', status: 500, times: 1 });
  await session.fault({ operation: 'activateList', match: { 'body.active': true }, status: 500 });
  // @ts-expect-error not an operation of the documents
  await session.fault({ operation: 'createLeed', status: 500 });
  // @ts-expect-error not a field of a fault
  await session.fault({ stauts: 500 });
  // @ts-expect-error the mock counts
  await session.fault({ status: 500, used: 1 });
  const used: number | undefined = fault.used;
  await session.verify({ operation: 'listLeads', count: used ?? 0 });
  await session.setState({ leads: [{ lead_name: 'An' }], ordered: true });
  const lead: Lead = await session.records('lead').create({ status: 'CALLED', called_count: 2 });
  // @ts-expect-error a number
  await session.records('lead').create({ called_count: '2' });
  const { operations, assumptions } = await session.usage();
  const count: number = operations[0]!.replies[0]!.count + (await mock.usage()).operations[0]!.parameters['limit']!;
  await mock.deleteUsage();
  const reading: string | undefined = assumptions[count]?.reading;
  await session.verify({ operation: 'listLeads', count: reading?.length ?? 0 });
  const shows: string = lead.created_at;
  // @ts-expect-error not a flag
  const options: StartOptions = { leeds: 25 };
  const absent: StartOptions = { port: undefined, usage: undefined, controlOrigin: undefined, log: undefined };
  await connect('http://127.0.0.1:4010').session(shows + String(options) + String(absent)).end();
}

export const good: NewLead = { list_uuid: 'c4869e79-f0fa-4c6a-9410-bc0defac375a', phone_number: '0349719999' };
// @ts-expect-error phone_number is required
export const bad: NewLead = { list_uuid: 'c4869e79-f0fa-4c6a-9410-bc0defac375a' };
export const total = (page: LeadPage): number => page.total;
export const texts = (errors: FieldErrors): string[] => errors.error.flatMap((one) => Object.values(one));
export type Same = [paths['/v3/lead']['post'], components['schemas']['Lead']];
