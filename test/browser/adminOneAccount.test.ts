// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { useApp } from '../support/app.js'
import { axeFaults, describeBrowser, follow, inWindow, inWindowAt, keepView, useBrowser, type Window } from '../support/browser.js'
import type { Person } from '../support/factory.js'

describeBrowser('an account, to an administrator', () => {
  const app = useApp()
  const browser = useBrowser()
  let alice: Person & { apiKey: string }
  beforeAll(async () => {
    alice = await app.make.admin()
  }, 60_000)

  const work = (path: string, todo: (window: Window) => Promise<void>, options = {}) => inWindowAt(path, alice, browser, app, options, todo)
  const stored = (id: number) => app.deps.db.prisma.account.findUnique({ where: { id }, include: { passwords: true } })
  const fact = ({ page }: Window, name: string) =>
    page
      .locator('.facts > div', { has: page.locator('dt', { hasText: name }) })
      .locator('dd')
      .textContent()
  const said = ({ page }: Window) => page.locator('.flash').textContent()

  test('is created with a password that is made, and shown once', async () => {
    await work('/accounts/new', async (window) => {
      await window.send({ 'User name': 'erin.example' }, 'Create account')
      expect(await said(window)).toBe('The account erin.example@sip.example.org has been created.')
      const password = await window.page.getByLabel('Password', { exact: true }).inputValue()
      const { status, body } = await app.api.get('/api/accounts?search=erin.example', { as: alice })
      expect([status, body.data[0]]).toMatchObject([200, { activated: false, admin: false, passwords: [{ algorithm: 'SHA-256' }] }])
      expect(await fact(window, 'Activation code')).toBe((await stored(body.data[0].id))!.confirmationKey)
      await window.page.reload()
      expect(await window.page.content()).not.toContain(password)
      await window.send({}, 'Activate')
      expect(await said(window)).toBe('erin.example@sip.example.org has been activated.')
      await inWindow(browser, app, {}, (own) => own.logIn({ ...alice, username: 'erin.example', password }))
    })
  })

  test('is created with all that the form has', async () => {
    await work('/accounts/new', async (window) => {
      await window.page.getByLabel('Activate immediately').check()
      await window.page.getByLabel('Make it an administrator').check()
      const fields = { 'User name': ' frank.example ', Domain: 'other.example.org', 'Password (optional)': ' secret 1 ' }
      const more = {
        'Phones it has to work with': 'MD5',
        'E-mail address (needed for an invitation)': 'f@example.org',
        'Phone number (optional)': '+33 6 12 34 56 99',
      }
      expect(await window.send({ ...fields, ...more }, 'Create account')).toBe(200)
      expect(await window.page.getByLabel('Password', { exact: true }).count()).toBe(0)
      const id = Number(new URL(window.page.url()).pathname.split('/')[2])
      const expected = { username: 'frank.example', domain: 'other.example.org', activated: true, admin: true, email: 'f@example.org' }
      expect(await stored(id)).toMatchObject({
        ...expected,
        phone: '+33612345699',
        confirmationKey: null,
        passwords: [{ algorithm: 'MD5' }],
      })
      const frank = {
        ...alice,
        id,
        username: 'frank.example',
        domain: 'other.example.org',
        password: ' secret 1 ',
        algorithm: 'MD5' as const,
      }
      expect((await app.api.get('/api/accounts/me', { as: frank, by: 'digest' })).status).toBe(200)
    })
  })

  test('is not created from wrong input: each fault stands beside its field, and what was entered is kept', async () => {
    const taken = await app.make.user({ phone: '+33612340001' })
    await work(
      '/accounts/new',
      async (window) => {
        const { page, send } = window
        const faultOf = async (label: string) => {
          const described = (await page.getByLabel(label, { exact: true }).getAttribute('aria-describedby'))!.split(' ')
          return page.locator(`#${described.at(-1)}`).textContent()
        }
        await page.getByLabel('Activate immediately').check()
        const wrong = {
          'User name': 'Al',
          'Password (optional)': '12',
          'E-mail address (needed for an invitation)': 'nobody',
          'Phone number (optional)': '06',
        }
        expect(await send({ ...wrong, Domain: 'other.example.org' }, 'Create account')).toBe(422)
        expect(await faultOf('User name')).toMatch(/^The user name must have 1 to 64/)
        expect(await faultOf('Password (optional)')).toBe('The password must have 3 to 255 characters.')
        expect(await faultOf('E-mail address (needed for an invitation)')).toMatch(/^This is not a valid e-mail address/)
        expect(await faultOf('Phone number (optional)')).toMatch(/^This is not a valid phone number/)
        for (const [label, value] of Object.entries({ ...wrong, 'Password (optional)': '', Domain: 'other.example.org' })) {
          expect([label, await page.getByLabel(label, { exact: true }).inputValue()]).toEqual([label, value])
        }
        expect(await page.getByLabel('Activate immediately').isChecked()).toBe(true)
        expect(await axeFaults(page)).toEqual([])

        const rest = { 'E-mail address (needed for an invitation)': '', 'Phone number (optional)': '', Domain: taken.domain }
        expect(await send({ ...rest, 'User name': taken.username }, 'Create account')).toBe(422)
        expect(await faultOf('User name')).toBe('This user name is taken. Choose another one.')
        // well-formed, but no country has it; then one that somebody has
        expect(await send({ 'User name': 'grace.example', 'Phone number (optional)': '+999123' }, 'Create account')).toBe(422)
        expect(await faultOf('Phone number (optional)')).toMatch(/^This is not a valid phone number/)
        expect(await send({ 'Phone number (optional)': '+33612340001' }, 'Create account')).toBe(422)
        expect(await faultOf('Phone number (optional)')).toBe('This phone number belongs to another account.')
        expect(await app.deps.db.prisma.account.count({ where: { username: 'grace.example' } })).toBe(0)
      },
      { bypassCSP: true },
    )
  })

  test('is not created from a form that no page of ours has', async () => {
    await work('/accounts/new', async ({ page, context }) => {
      const form_token = await page.locator('article input[name=form_token]').inputValue()
      const fields = { form_token, username: 'heidi.example', algorithm: 'SHA-256', domain: 'sip.example.org' }
      for (const forged of [{ algorithm: 'CLRTXT' }, { domain: 'evil.example' }, { algorithm: '' }]) {
        expect((await context.request.post(`${app.url}/accounts/new`, { form: { ...fields, ...forged } })).status()).toBe(422)
      }
      expect(await app.deps.db.prisma.account.count({ where: { username: 'heidi.example' } })).toBe(0)
    })
  })

  test('is deactivated, which logs it out, and activated again', async () => {
    const bob = await app.make.user()
    await inWindow(browser, app, {}, async (his) => {
      await his.logIn(bob)
      await work(`/accounts/${bob.id}`, async (window) => {
        await window.send({}, 'Deactivate')
        expect(await said(window)).toBe(`${bob.username}@${bob.domain} has been deactivated.`)
        expect(await fact(window, 'Status')).toBe('Deactivated')
        await his.open('/password')
        expect(new URL(his.page.url()).pathname).toBe('/login')
        await window.send({}, 'Activate')
        expect(await fact(window, 'Status')).toBe('Active')
        await his.logIn(bob)
      })
    })
  })

  test('is blocked, which an activation does not undo, and unblocked', async () => {
    const bob = await app.make.user()
    await work(`/accounts/${bob.id}`, async (window) => {
      await window.send({}, 'Block')
      expect(await said(window)).toBe(`${bob.username}@${bob.domain} has been blocked.`)
      expect(await fact(window, 'Status')).toBe('Blocked')
      expect(await window.page.getByRole('button', { name: 'Activate' }).count()).toBe(0)
      await window.open('/accounts')
      expect(await window.page.getByRole('row', { name: bob.username }).innerText()).toContain('Blocked')
      await window.open(`/accounts/${bob.id}`)
      await window.send({}, 'Unblock')
      expect(await said(window)).toBe(`${bob.username}@${bob.domain} is no longer blocked.`)
      expect(await fact(window, 'Status')).toBe('Active')
    })
  })

  test('becomes an administrator, and is none any more', async () => {
    const bob = await app.make.user()
    await work(`/accounts/${bob.id}`, async (window) => {
      await window.send({}, 'Make administrator')
      expect(await stored(bob.id)).toMatchObject({ admin: true })
      expect(await fact(window, 'Status')).toBe('Active Administrator')
      await window.send({}, 'Remove role')
      expect(await stored(bob.id)).toMatchObject({ admin: false })
      expect(await fact(window, 'Status')).toBe('Active')
    })
  })

  test('is deleted when its name is typed', async () => {
    const bob = await app.make.user()
    await work(`/accounts/${bob.id}`, async (window) => {
      await follow(window.page.getByRole('link', { name: 'Delete this account…' }))
      const label = `To confirm, type the user name: ${bob.username}`
      expect(await window.send({ [label]: 'somebody' }, 'Delete permanently')).toBe(422)
      expect(await window.page.getByRole('alert').textContent()).toContain('This is not the user name of the account.')
      expect(await stored(bob.id)).not.toBeNull()
      expect(await window.send({ [label]: bob.username }, 'Delete permanently')).toBe(200)
      expect(new URL(window.page.url()).pathname).toBe('/accounts')
      expect(await said(window)).toBe(`The account ${bob.username}@${bob.domain} has been deleted.`)
      expect(await stored(bob.id)).toBeNull()
      expect(await window.open(`/accounts/${bob.id}`)).toBe(404)
    })
  })

  test('is out of reach when it is their own: nobody locks themselves out', async () => {
    await work(`/accounts/${alice.id}`, async ({ page, context }) => {
      expect(await page.getByRole('button', { name: /Deactivate|role/ }).count()).toBe(0)
      expect(await page.getByRole('link', { name: 'Delete this account…' }).count()).toBe(0)
      const form_token = await page.locator('input[name=form_token]').first().inputValue()
      for (const action of ['deactivate', 'take-admin', 'delete']) {
        const url = `${app.url}/accounts/${alice.id}/${action}`
        const answer = await context.request.post(url, { form: { form_token, username: alice.username } })
        expect(await answer.text()).toContain('ask another administrator')
      }
      expect(await stored(alice.id)).toMatchObject({ activated: true, admin: true })
    })
  })

  test('and all other pages of administrators have no fault that axe finds, nor stick out of a phone', async () => {
    const carol = await app.make.unconfirmed({ email: `${'long.'.repeat(11)}address@mail.example.org`, username: 'c'.repeat(64) })
    try {
      await work(
        '/keys',
        async ({ page, open, send }) => {
          const check = async (name: string) => {
            for (const colorScheme of ['dark', 'light'] as const) {
              await page.emulateMedia({ colorScheme })
              for (const width of [390, 1280]) {
                await page.setViewportSize({ width, height: 850 })
                await keepView(page, `admin-${name}-${colorScheme}-${width}`)
                expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, width])
                // each colour once, and each width
                if ((colorScheme === 'dark') === (width === 390))
                  expect([name, colorScheme, width, await axeFaults(page)]).toEqual([name, colorScheme, width, []])
              }
            }
          }
          await send({ Name: 'x', 'Networks (optional)': 'everywhere' }, 'Create key')
          await check('key-wrong')
          const networks = '192.0.2.0/24, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'
          const wish = { Name: 'N'.repeat(64), Scope: 'accounts', 'Expires when unused': '43200', 'Networks (optional)': networks }
          await send(wish, 'Create key')
          await check('key-made')
          await follow(page.getByRole('link', { name: /^Revoke the key/ }).first())
          await check('key-revoke')
          const pages = {
            list: '',
            nothing: '?search=nothing',
            new: '/new',
            other: `/${carol.id}`,
            delete: `/${carol.id}/delete`,
            own: `/${alice.id}`,
            'own-edit': `/${alice.id}/edit`,
            'own-password': `/${alice.id}/password`,
          }
          for (const [name, path] of Object.entries(pages)) {
            await open(`/accounts${path}`)
            await check(name)
          }
        },
        { bypassCSP: true },
      )
    } finally {
      await app.api.delete(`/api/accounts/${carol.id}`, { as: alice })
    }
  }, 60_000)
})
