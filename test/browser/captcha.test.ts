// runs once: a browser is slow, and test/tokens asks for this page over both databases
import { findRequestToken } from '../../src/services/tokens/requestTokens.js'
import { useApp } from '../support/app.js'
import { describeBrowser, inWindow, useBrowser } from '../support/browser.js'

describeBrowser('the captcha', () => {
  const app = useApp()
  const browser = useBrowser()
  const ask = async (): Promise<string> => (await app.api.post('/api/account_creation_request_tokens')).body.token

  test.each([
    ['en-GB', 'Continue', 'You are not a robot', 'You can continue in the app'],
    ['fr-FR', 'Continuer', 'Vous n’êtes pas un robot', 'Vous pouvez continuer dans l’application'],
  ] as const)('is computed by a browser under the policy of our pages, which complains of nothing: %s', (language, button, checked, done) =>
    inWindow(browser, app, { language }, async ({ open, page, send }) => {
      const token = await ask()
      expect(await open(`/creation_token/check/${token}`)).toBe(200)
      await page.getByText(checked, { exact: true }).waitFor()
      expect(await send({}, button)).toBe(200)
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(done)
      expect((await findRequestToken(app.deps, token))?.state).toBe('validated')
    }),
  )

  test('says what to do where scripts are off', () =>
    inWindow(browser, app, { javaScriptEnabled: false }, async ({ open, page, send }) => {
      await open(`/creation_token/check/${await ask()}`)
      expect(await page.locator('main').textContent()).toContain('This check needs JavaScript')
      expect(await send({}, 'Continue')).toBe(422)
      expect(await page.locator('main').textContent()).toContain('The check has not run yet')
    }))
})
