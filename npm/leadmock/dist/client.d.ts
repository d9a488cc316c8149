import { type Reply } from './call.js';
import { Session } from './session.js';
export interface ConnectOptions {
    /** The token of --control-token, for a mock that does not see this machine as its own. LEADMOCK_CONTROL_TOKEN by default. */
    token?: string | undefined;
}
/** A mock that runs. Each test takes a session of it. */
export declare class Mock {
    #private;
    /** Base URL without a slash at its end; the API is below it at /v3. */
    readonly url: string;
    constructor(url: string, options?: ConnectOptions);
    /**
     * session returns what a name stands for: leads, faults, clock, imports and journal of its own, made from the seed at its
     * first request. Without a name it is one that nobody else has; the empty name is the default session.
     */
    session(name?: string): Session;
    /** health tells version and tokens; it throws where no mock answers. */
    health(): Promise<Reply<'getHealth'>>;
    /** sessions lists the default session and then the others, the last used first. */
    sessions(): Promise<Reply<'listSessions'>>;
    /** endSessions ends all sessions but the default one. */
    endSessions(): Promise<void>;
    /** operations lists the operations of the API, and the replies that can be forced. */
    operations(): Promise<Reply<'listOperations'>['operations']>;
}
/** connect returns a mock that runs already. It sends nothing yet; health does. */
export declare function connect(url: string, options?: ConnectOptions): Mock;
