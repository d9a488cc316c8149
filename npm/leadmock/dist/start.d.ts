import { type ChildProcess } from 'node:child_process';
import { Mock } from './client.js';
import { type StartOptions } from './options.js';
/** A mock that this process has started. It ends with this process, however that ends. */
export declare class StartedMock extends Mock {
    #private;
    /** Process id of the mock. */
    readonly pid: number;
    constructor(url: string, child: ChildProcess, token: string | undefined);
    /** stop ends the mock, and waits until it has ended. Twice is fine. */
    stop(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
/**
 * startMock starts leadmock, and returns once it listens: on a free port, unless port or addr says otherwise. It is quiet
 * unless log says otherwise; then its lines go to stderr. It throws with what the program said when it does not start.
 */
export declare function startMock(options?: StartOptions): Promise<StartedMock>;
