import type { operations } from './generated/control.js';
/** Who calls which mock or session. */
export interface Caller {
    base: string;
    headers: Record<string, string>;
}
type Operations = operations;
type Json<T> = T extends {
    content: {
        'application/json': infer B;
    };
} ? B : void;
type Success<R> = R extends {
    200: infer S;
} ? S : R extends {
    201: infer S;
} ? S : R extends {
    204: infer S;
} ? S : never;
/** Reply is what an operation of the control API answers. */
export type Reply<O extends keyof Operations> = Json<Success<Operations[O]['responses']>>;
/** Body is what an operation of the control API takes. */
export type Body<O extends keyof Operations> = Operations[O] extends {
    requestBody?: infer B;
} ? Json<NonNullable<B>> : never;
/** Query are the parameters of an operation of the control API. */
export type Query<O extends keyof Operations> = NonNullable<Operations[O]['parameters']['query']>;
/** The error of a call that the mock has refused. */
export declare class LeadmockError extends Error {
    readonly name = "LeadmockError";
    /** Status of the reply; 0 where there was none. */
    readonly status: number;
    /** The reply's JSON, such as {error, near}. */
    readonly reply: unknown;
    constructor(message: string, status: number, reply?: unknown, options?: {
        cause?: unknown;
    });
}
export declare function send(caller: Caller, method: string, path: string, body?: unknown): Promise<Response>;
/** call returns the JSON of the reply; undefined for none. */
export declare function call<T>(caller: Caller, method: string, path: string, body?: unknown): Promise<T>;
/** query is a query string, empty for no parameters. */
export declare function query(parameters: Record<string, string | number | boolean | undefined>): string;
export {};
