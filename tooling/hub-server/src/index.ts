export type { Fault, FileContent, HubRequest, HubServer, HubServerOptions } from './hub-server-options.ts';
export { startHubServer } from './start-hub-server.ts';
