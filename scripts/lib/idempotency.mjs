// What every POST that asks who sends it has, and none writes by itself: the header Idempotency-Key, and what it is refused with.

const error = (code, message) => ({
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/ErrorAnswer' },
      examples: { [code]: { summary: message, value: { message, code, request_id: '3f0c9e5a7b1d4268' } } },
    },
  },
})

const PARTS = {
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    },
  },
  responses: {
    IdempotencyKeyInUse: {
      description: 'The request with this `Idempotency-Key` is being done.',
      headers: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
      ...error('idempotency_key_in_use', 'The request with this Idempotency-Key is being done. Ask again in a moment.'),
    },
    IdempotencyKeyReused: {
      description: 'This `Idempotency-Key` came with another request.',
      ...error('idempotency_key_reused', 'This Idempotency-Key was sent with another request. Make a new one for each request.'),
    },
  },
}

/** The contract with this in its place. An operation that documents a 409 or a 422 of its own keeps that text. */
export function withIdempotency(contract) {
  const paths = Object.entries(contract.paths).map(([path, item]) => [
    path,
    item.post?.security?.length ? { ...item, post: keyed(item.post) } : item,
  ])
  const components = Object.fromEntries(
    Object.entries(contract.components).map(([section, parts]) => [section, { ...parts, ...PARTS[section] }]),
  )
  return { ...contract, paths: Object.fromEntries(paths), components }
}

const keyed = ({ parameters = [], responses, ...operation }) => ({
  ...operation,
  parameters: [...parameters, { $ref: '#/components/parameters/IdempotencyKey' }],
  responses: {
    409: { $ref: '#/components/responses/IdempotencyKeyInUse' },
    422: { $ref: '#/components/responses/IdempotencyKeyReused' },
    ...responses,
  },
})
