import { type Session, type StartOptions } from 'leadmock';
declare module 'vitest' {
    interface ProvidedContext {
        /** Base URL of the mock: connect(inject('leadmock')). */
        leadmock: string;
    }
}
interface Project {
    provide: (key: 'leadmock', value: string) => void;
    config: {
        environmentOptions?: {
            happyDOM?: {
                url?: string;
            };
            jsdom?: {
                url?: string;
            };
        };
        browser?: {
            enabled?: boolean;
            api?: {
                port?: number;
            };
        };
    };
}
/**
 * globalSetup: starts one mock for the run, or uses the one that LEADMOCK_URL names, and provides its URL as "leadmock".
 * It may be called from a setup file of your own, with the options of startMock.
 */
export declare function setup(project: Project, options?: StartOptions): Promise<() => Promise<void>>;
declare const _default: (project: Project) => Promise<() => Promise<void>>;
export default _default;
/** fixtures are for test.extend: mock is the session of the test, and of this retry of it. */
export declare const fixtures: {
    mock: ({ task: _ }: {
        task: unknown;
    }, use: (session: Session) => Promise<void>) => Promise<void>;
};
