import { type Caller } from './call.js';
import type { LoggedRequest } from './types.js';
export declare function follow(caller: Caller, after?: number): AsyncGenerator<LoggedRequest, void, undefined>;
