// The types that the modules of mock/page/assets name in their comments. tsc reads this; no browser does.

import type { components, paths } from '../../npm/leadmock/src/generated/control.js';
import type { components as lead } from '../../npm/leadmock/src/generated/lead.js';
import type { List as list } from '../../npm/leadmock/src/types.js';

type Verbs = { GET: 'get'; POST: 'post'; PUT: 'put'; PATCH: 'patch'; DELETE: 'delete' };
type Bare<P extends string> = P extends `${infer Path}?${string}` ? Path : P;
type BodyOf<O> = O extends { responses: infer R } ? { [S in keyof R & (200 | 201)]: R[S] extends { content: { 'application/json': infer B } } ? B : undefined }[keyof R & (200 | 201)] : unknown;

declare global {
  /** The schemas of the control API. */
  type Wire = components['schemas'];
  type Lead = lead['schemas']['Lead'];
  type LeadPage = lead['schemas']['LeadPage'];
  type List = list;
  type Method = keyof Verbs;

  /** What a call of the control API answers; unknown where its path has a name in it. */
  type Answer<M extends Method, P extends string> = `/__mock/${Bare<P>}` extends keyof paths ? BodyOf<paths[`/__mock/${Bare<P>}`][Verbs[M]]> : unknown;

  /** A reply, whatever it is. */
  interface Reply { status: number; headers: Headers; text: string; value: any; ms: number }

  /** What a form shows when it is refused. */
  interface Refusal { status: number | string; value?: any; text?: string }

  type Child = Node | string | number | boolean | null | undefined | Child[];
  type Props = { value?: unknown; [listener: `on${string}`]: (event: any) => unknown; [attribute: string]: unknown };
  type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  type Pair = (string | number)[]; // value, text

  /** open fills main with a panel, and ends what it began when the signal comes. rest are the parts of the hash after the panel's name. */
  type Open = (main: HTMLElement, at: { rest: string[]; signal: AbortSignal }) => Promise<void>;

  /** A node of an OpenAPI document: a schema, parameter, reply, example or operation, each with how it is known. */
  interface Fact {
    $ref?: string;
    summary?: string;
    description?: string;
    type?: string;
    format?: string;
    pattern?: string;
    default?: unknown;
    enum?: unknown[];
    minLength?: number;
    maxLength?: number;
    minimum?: number;
    maximum?: number;
    properties?: Record<string, Fact>;
    required?: string[];
    items?: Fact;
    additionalProperties?: Fact;
    oneOf?: Fact[];
    anyOf?: Fact[];
    allOf?: Fact[];
    schema?: Fact;
    content?: Record<string, Media>;
    value?: any;
    example?: any;
    'x-provenance'?: string;
    'x-except'?: Record<string, string>;
    'x-section'?: string;
    'x-assumptions'?: string[];
  }
  interface Media extends Fact { examples?: Record<string, Fact> }
  interface Parameter extends Fact { name: string; in: string; isRequired?: boolean }
  interface Operation extends Fact { operationId: string; parameters?: Fact[]; requestBody?: Fact; responses: Record<string, Fact> }
  interface Doc { info: { title: string; version: string; description?: string }; paths: Record<string, Record<string, Operation>> }

  /** A field of a schema, for tables and forms. */
  interface Field extends Omit<Fact, 'required'> { name: string; required: boolean }

  /** A spec in the reference; control reports whether it is the control API's. */
  interface Spec { name: string; title: string; doc: Doc; control: boolean }

  /** An operation of a document with its place. */
  interface Placed { of: Operation; path: string; method: string; operationId: string; parameters: Parameter[] }

  /** What code can be made of. */
  interface Asked { method: string; path: string; session?: string; content_type?: string; body?: any; prefer?: string; control?: boolean }

  /** A token of marked.js. */
  interface Token { type: string; text: string; raw: string; depth: number; ordered: boolean; href: string; tokens: Token[]; items: Token[]; header: Token[]; rows: Token[][] }
}
