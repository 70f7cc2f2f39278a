import { useApp } from './app.js'
import { Clock } from './clock.js'
import type { Person } from './factory.js'
import { registrarWith } from './registeredDevices.js'
import { type Use, useForAll } from './use.js'
import { type Told, WebhookServer } from './webhookServer.js'

export const OTHER = 'other.example.org'
let count = 0

/** A webhook that was made, and the path of the server that it leads to. */
export interface Hook {
  id: number
  secret: string
  path: string
}

/** The service with an administrator, and a system on this machine that it may tell. */
export function useWebhooks(env: Record<string, string> = {}, use: Use = useForAll) {
  const server = use(
    () => WebhookServer.start(),
    (one) => one.close(),
  )
  const registrar = registrarWith({ remove: async (_aor, uuid) => uuid === 'known' })
  // today: the library of the scheme refuses what is of another time
  const app = useApp(
    () => ({ env: { WEBHOOK_NETWORKS: '127.0.0.0/8', ...env }, replaced: { registrar }, clock: new Clock(Date.now()) }),
    use,
  )
  const alice = use(
    () => app.make.admin(),
    () => undefined,
  )
  const call = (method: string, path: string, body?: object) =>
    app.api.send(method, `/api/webhooks${path}`, { as: alice, ...(body && { body }) })
  const hook = async (body: object = {}): Promise<Hook> => {
    const path = `/hook-${++count}`
    const made = await call('POST', '', { name: `Hook ${count}`, url: server.url + path, ...body })
    expect([made.status, made.text]).toEqual([201, made.text])
    return { id: made.body.id, secret: made.body.secret, path }
  }
  const drain = () => app.deps.outbound.webhooks.drain()
  /** Sends what is due: what a webhook was told. */
  const told = async ({ path }: Hook): Promise<Told[]> => {
    await drain()
    return server.take(path).sort((a, b) => Number(a.body.id.slice(4)) - Number(b.body.id.slice(4)))
  }
  const deliveries = async ({ id }: Hook, query = '') => (await call('GET', `/${id}/deliveries${query}`)).body
  return { app, alice, server, call, hook, drain, told, deliveries }
}

export const accountOf = ({ id, username, domain }: Person) => ({ id, username, domain })
