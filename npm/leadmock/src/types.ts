// Readable names for the API's types, which are generated from the OpenAPI documents.

import type { components, operations } from './generated/lead.js';
import type { components as control } from './generated/control.js';

export type { components, operations, paths } from './generated/lead.js';
export type { paths as ControlPaths, components as ControlComponents, operations as ControlOperations } from './generated/control.js';

type Schemas = components['schemas'];

export type Lead = Schemas['Lead'];
export type NewLead = Schemas['NewLead'];
export type LeadChange = Schemas['LeadChange'];
export type LeadCreated = Schemas['Created'];
export type LeadID = Schemas['LeadID'];
export type LeadPage = Schemas['LeadPage'];
export type LeadFilters = NonNullable<operations['listLeads']['parameters']['query']>;
export type UploadAccepted = Schemas['Processing'];
/** The 400 of a body that could be read: one entry per error, from the field or (root) to what is wrong. */
export type FieldErrors = Schemas['FieldErrors'];
/** Every other error. */
export type ErrorText = Schemas['ErrorText'];

/** Add operations of other specs (--spec) here: declare module 'leadmock/types'. */
export interface FurtherOperations {}
export type OperationName = keyof operations | keyof FurtherOperations;

type Control = control['schemas'];
type Named<T> = Omit<T, 'operation'> & { operation?: OperationName };

/** What goes wrong, for which requests, and how often. */
export type Fault = Named<Control['Fault']>;
export type NewFault = Omit<Fault, 'id' | 'used' | 'seen' | 'held'>;
/** Which requests are counted, and how many there should be. */
export type Verification = Named<Control['Verification']>;
/** A request in the request log. */
export type LoggedRequest = Control['Request'];
export type NearMiss = Control['NearMiss'];
/** What was used of the API, and which assumptions that relies on. */
export type Usage = Control['Usage'];
export type SessionInfo = Control['Session'];
export type Snapshot = Control['Snapshot'];
export type Clock = Control['Clock'];
/** How a session answers where the vendor's documentation is silent. */
export type Readings = Control['Readings'];
export type ClockChange = Control['ClockChange'];
export type Imports = Control['Imports'];
export type ImportJob = Control['Job'];
export type State = Control['State'];
/** A list that leads are created in. */
export interface List {
  list_uuid: string;
  list_name: string;
  campaign_uuid: string;
  campaign_name: string;
}
export type ScenarioInfo = Control['ScenarioInfo'];
/** A time with its unit, such as 1.5s. */
export type Duration = Control['Duration'];
