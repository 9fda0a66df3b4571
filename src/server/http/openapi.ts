// The OpenAPI 3.1 document, made from the contract.
import * as z from 'zod';
import type { Endpoint, Schema } from '../../contract/endpoint.ts';
import { endpoints } from '../../contract/endpoints.ts';
import { pinSessionHeader, signedInAsHeader } from '../../contract/headers.ts';
import { type ProblemCode, problemSchema, problems } from '../../contract/problem.ts';
import { describeAccess } from './guard.ts';

const toJson = (schema: Schema, io: 'input' | 'output') => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
};

/** The problems that any endpoint of this kind may answer besides its own. */
export function commonProblems(endpoint: Endpoint): ProblemCode[] {
  const { access } = endpoint;
  const device: ProblemCode[] = ['device_unknown', 'proof_invalid', 'proof_replayed', 'use_dpop_nonce'];
  return [
    ...(endpoint.method === 'GET' && endpoint.output !== 'file' ? [] : (['cross_site'] as const)),
    ...(endpoint.body ? (['malformed_json', 'unsupported_media_type', 'body_too_large'] as const) : []),
    ...(endpoint.body || endpoint.query || endpoint.params ? (['validation_failed'] as const) : []),
    ...(endpoint.params ? (['not_found'] as const) : []),
    ...(endpoint.limits ? (['too_many_attempts'] as const) : []),
    ...(access.who === 'device'
      ? [...device, ...(access.revoked ? [] : (['device_revoked', 'device_in_two_places'] as const))]
      : []),
    ...(access.who === 'session'
      ? (['not_signed_in', 'session_changed', 'device_revoked', 'device_in_two_places', ...device] as const)
      : []),
    ...(access.who === 'session' && access.permission
      ? (['permission_missing', 'assurance_too_low'] as const)
      : []),
    ...(access.who === 'session' && access.account ? (['assurance_too_low'] as const) : []),
    ...(access.who === 'session' && access.stepUp ? (['step_up_required'] as const) : []),
    ...(access.who === 'session' && access.beforePasskey !== 'always' ? (['passkey_required'] as const) : []),
    'internal',
    'unavailable',
  ];
}

function parametersOf(where: 'path' | 'query', schema: Schema | undefined) {
  if (!schema) return [];
  const { properties = {}, required = [] } = toJson(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function answersOf(endpoint: Endpoint) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...endpoint.problems, ...commonProblems(endpoint)])) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const refusals = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return Object.fromEntries([successOf(endpoint), ...refusals]);
}

function successOf({ output }: Endpoint) {
  if (output === null) return ['204', { description: 'Done' }];
  if (output === 'stream')
    return [
      '200',
      { description: 'Events, for as long as the stream is open', content: { 'text/event-stream': {} } },
    ];
  if (output === 'file')
    return [
      '200',
      {
        description: 'A file to keep; one that breaks off is not whole',
        content: { '*/*': { schema: { type: 'string' } } },
      },
    ];
  return [
    '200',
    { description: 'Done', content: { 'application/json': { schema: toJson(output, 'output') } } },
  ];
}

function securityOf({ access }: Endpoint) {
  if (access.who === 'anyone') return [];
  if (access.who === 'device') return [{ deviceToken: [], deviceProof: [] }];
  if (access.account) return [{ accountSession: [] }];
  return [{ accountSession: [] }, { deviceToken: [], deviceProof: [], pinSession: [] }];
}

const signedInAs = {
  name: signedInAsHeader,
  in: 'header',
  required: false,
  description: 'The id of the user who is meant to do this; refused when the session is another’s',
  schema: { type: 'string' },
};

function describeEndpoint(endpoint: Endpoint) {
  return {
    operationId: endpoint.operation,
    summary: endpoint.summary,
    description: describeAccess(endpoint.access),
    security: securityOf(endpoint),
    parameters: [
      ...parametersOf('path', endpoint.params),
      ...parametersOf('query', endpoint.query),
      ...(endpoint.access.who === 'session' ? [signedInAs] : []),
    ],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toJson(endpoint.body, 'input') } },
          },
        }
      : {}),
    responses: answersOf(endpoint),
  };
}

/** The document as it is served at `/api/openapi.json`. */
export function makeOpenApiDocument(version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of Object.values(endpoints)) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: describeEndpoint(endpoint),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Floorkey', version, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      schemas: { Problem: toJson(problemSchema, 'output') },
      securitySchemes: {
        accountSession: { type: 'apiKey', in: 'cookie', name: '__Host-floorkey' },
        deviceToken: { type: 'http', scheme: 'DPoP', description: 'The device token' },
        deviceProof: {
          type: 'apiKey',
          in: 'header',
          name: 'DPoP',
          description: 'A proof of the device key (RFC 9449)',
        },
        pinSession: { type: 'apiKey', in: 'header', name: pinSessionHeader },
      },
    },
  };
}
