import type { RegisteredDevice } from '../../src/registrar/registrar.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { RegisteredDevices } from '../support/registeredDevices.js'

const DEVICES = '/api/accounts/me/devices'
const PHONE = 'urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001'

describeApp('my devices', () => {
  const registrar = new RegisteredDevices()
  const device = (uuid: string, userAgent: string | null = 'LinphoneAndroid/5.2.5'): RegisteredDevice => ({
    uuid,
    userAgent,
    expiresAt: new Date(Date.UTC(2026, 10, 24, 13, 0, 0, 700)),
    updateTime: new Date(Date.UTC(2026, 10, 24, 11, 59, 58)),
  })

  const app = useApp({ replaced: { registrar } })
  afterEach(() => {
    registrar.down = false
  })

  test('are listed by their ids, with times, app, version and device name', async () => {
    const bob = await app.make.user()
    registrar.register(
      bob,
      device(PHONE),
      device('fs-gen-1%2', null),
      device('3', 'baresip v3.1'),
      device('4', 'Linphone/6.1 (Pixel 7) SDK/5.4 (x)'),
    )
    const response = await app.api.get(DEVICES, { as: bob })
    expect(response.status).toBe(200)
    const times = { expires_at: '2026-11-24T13:00:00.700000Z', update_time: '2026-11-24T11:59:58.000000Z' }
    expect(response.body).toEqual({
      [PHONE]: {
        ...{ uuid: PHONE, ...times, user_agent: 'LinphoneAndroid/5.2.5' },
        ...{ app: 'LinphoneAndroid', version: '5.2.5', device_name: '' },
      },
      'fs-gen-1%2': { uuid: 'fs-gen-1%2', ...times, user_agent: null, app: '', version: '', device_name: '' },
      3: { uuid: '3', ...times, user_agent: 'baresip v3.1', app: 'baresip v3.1', version: '', device_name: '' },
      4: {
        ...{ uuid: '4', ...times, user_agent: 'Linphone/6.1 (Pixel 7) SDK/5.4 (x)' },
        ...{ app: 'Linphone', version: '6.1', device_name: 'Pixel 7' },
      },
    })
  })

  test('are told whatever a user agent is: one that never closes its brackets holds nobody up', async () => {
    const bob = await app.make.user()
    const userAgent = '('.repeat(400_000) // time that grows with its square would be minutes
    registrar.register(bob, device(PHONE, userAgent))
    const { body } = await app.api.get(DEVICES, { as: bob })
    expect(body[PHONE]).toMatchObject({ user_agent: userAgent, app: userAgent, device_name: '' })
  })

  test('are an empty object when there are none', async () => {
    expect((await app.api.get(DEVICES, { as: await app.make.user() })).text).toBe('{}')
  })

  test.each([
    PHONE,
    '<urn:uuid:1>',
    '"quoted"',
    'a/b?c#d',
    '100%25',
    '"a b"',
    '"a\\"b"',
    'é📱',
    '\ufffd',
    '.',
    '..',
    'line\nbreak',
    'x'.repeat(480),
  ])('are shown and removed one by one: %s', async (uuid) => {
    const bob = await app.make.user()
    registrar.register(bob, device('another'), device(uuid))
    const path = `${DEVICES}/${encodeURIComponent(uuid)}`
    const shown = await app.api.get(path, { as: bob })
    expect(shown.status).toBe(200)
    expect(shown.body.uuid).toBe(uuid)
    expect((await app.api.delete(path, { as: bob })).body).toEqual({})
    expect((await app.api.get(path, { as: bob })).status).toBe(404)
    expect(Object.keys((await app.api.get(DEVICES, { as: bob })).body)).toEqual(['another'])
  })

  test('are removed by the id in the body, which counts in place of the path: liblinphone cuts a path where a URL cannot go on', async () => {
    const bob = await app.make.user()
    registrar.register(bob, device('abc'), device('abc#1'), device('"<urn:x/y>"'))
    const remove = (path: string, device_uuid?: unknown) => app.api.send('DELETE', `${DEVICES}${path}`, { body: { device_uuid }, as: bob })
    const left = async () => Object.keys((await app.api.get(DEVICES, { as: bob })).body)
    expect((await remove('/abc', 'abc#1')).status).toBe(200)
    expect(await left()).toEqual(['abc', '"<urn:x/y>"'])
    expect((await remove('/', '"<urn:x/y>"')).status).toBe(200)
    expect(await left()).toEqual(['abc'])
    expect(
      (
        await app.api.raw('DELETE', `${DEVICES}/abc`, {
          headers: { 'x-api-key': await app.make.apiKey(bob), 'content-type': 'text/plain' },
          body: 'abc',
        })
      ).status,
    ).toBe(415)
    expect((await remove('/abc', 'x'.repeat(70_000))).status).toBe(413)
    expect((await remove('/abc', '')).status).toBe(422)
    expect((await remove('/')).status).toBe(422)
    expect((await remove('/', 'none')).status).toBe(404)
    expect((await remove('/abc')).status).toBe(200)
    expect(await left()).toEqual([])
  })

  test('that nobody has, or somebody else has, are 404', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    registrar.register(erin, device(PHONE))
    for (const uuid of [PHONE, 'no-such-device', '__proto__', 'x'.repeat(4097)]) {
      for (const method of ['GET', 'DELETE']) {
        const response = await app.api.send(method, `${DEVICES}/${uuid}`, { as: bob })
        expect(response.status).toBe(404)
        expect(response.body.code).toBe('not_found')
      }
    }
    expect(await registrar.list(erin)).toHaveLength(1)
  })

  test('are unavailable while the registrar is, and nothing of it is told', async () => {
    const bob = await app.make.user()
    registrar.down = true
    for (const [method, path] of [
      ['GET', DEVICES],
      ['GET', `${DEVICES}/x`],
      ['DELETE', `${DEVICES}/x`],
    ] as const) {
      const response = await app.api.send(method, path, { as: bob })
      expect(response.status).toBe(503)
      expect(response.body.code).toBe('registrar_unavailable')
      expect(response.text).not.toContain('flexisip-proxy-1')
    }
  })
})

describeApp('devices without a registrar', () => {
  const app = useApp()

  test('are none: an app shows an empty list', async () => {
    const response = await app.api.get(DEVICES, { as: await app.make.user() })
    expect([response.status, response.text]).toEqual([200, '{}'])
  })

  test.each(['GET', 'DELETE'])('are not found: %s', async (method) => {
    const response = await app.api.send(method, `${DEVICES}/x`, { as: await app.make.user() })
    expect([response.status, response.body.code]).toEqual([404, 'not_found'])
  })

  test('do not keep an account from being deleted', async () => {
    expect((await app.api.delete('/api/accounts/me', { as: await app.make.user() })).status).toBe(200)
  })
})
