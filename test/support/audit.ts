import { useApp } from './app.js'
import type { ApiResponse } from './client.js'
import { Clock } from './clock.js'
import { registrarWith } from './registeredDevices.js'
import { useForAll } from './use.js'

/** The service with an administrator who reads its audit log. */
export function useAuditLog() {
  // today, so that the database's own clock has not passed what is kept for a year
  const clock = new Clock(Date.now())
  const registrar = registrarWith({ remove: async (_aor, uuid) => uuid === 'known' })
  const app = useApp({ env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off' }, replaced: { registrar }, clock })
  const alice = useForAll(
    () => app.make.admin({ algorithm: 'MD5' }),
    () => undefined,
  )
  const list = async (query: Record<string, string> = {}) => {
    const { status, body } = await app.api.get(`/api/audit?${new URLSearchParams(query)}`, { as: alice })
    expect(status).toBe(200)
    return body as { data: any[]; next_cursor: string | null; per_page: number }
  }
  return { app, alice, list }
}

export const told = (entries: any[]) => entries.map(({ action, actor_kind, actor_id }) => [action, actor_kind, actor_id])

export function ok(response: ApiResponse): ApiResponse {
  expect([response.status, response.text]).toEqual([200, response.text])
  return response
}
