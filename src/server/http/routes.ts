// The routes of the API: one for each endpoint of the contract, with the function that does its work.
import { type Endpoints, endpoints, type Operation } from '../../contract/endpoints.ts';
import { handlers } from '../domain/routes.ts';
import type { DeviceStreams } from './device-streams.ts';
import { makeRoute, type Route } from './route.ts';

const isOperation = (name: string): name is Operation => name in endpoints;

/** @param streams the open streams of this process */
export function makeRoutes(streams: DeviceStreams): Route[] {
  const bind = <O extends Operation>(operation: O) =>
    makeRoute<Endpoints[O]>(endpoints[operation], handlers[operation], streams);
  return Object.keys(endpoints).filter(isOperation).map(bind);
}
