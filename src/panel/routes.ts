import Router from '@koa/router'
import type { Middleware } from 'koa'
import type { Document } from 'openapi-backend'
import { fieldRules } from '../contract/fieldRules.js'
import { limitsOf } from '../contract/limits.js'
import { newAccountCheck } from '../contract/newAccountCheck.js'
import { fieldChecks } from '../services/checks.js'
import type { Deps } from '../services/deps.js'
import { ADMIN_ROUTES } from './adminRoutes.js'
import { assets } from './frame/assets.js'
import { addRoutes, anyone, member, menuOf, noRoute, type Route } from './frame/routing.js'
import { attachForm, attachPage } from './pages/authTokens/attach.js'
import { qrCodeImage, waitForm, waitPage } from './pages/authTokens/wait.js'
import { logInForm, logInPage, logOut } from './pages/credentials/login.js'
import { passwordForm, passwordPage } from './pages/credentials/password.js'
import { endSessionForm, logOutEverywhere, sessionsPage } from './pages/credentials/sessions.js'
import { devicesPage, removeDeviceForm } from './pages/devices/devices.js'
import { exportOwnForm } from './pages/export/export.js'
import {
  emailAgainForm,
  emailCodeForm,
  emailCodePage,
  emailForm,
  emailPage,
  phoneAgainForm,
  phoneCodeForm,
  phoneCodePage,
  phoneForm,
  phonePage,
} from './pages/me/addresses.js'
import { deleteForm, deletePage } from './pages/me/delete.js'
import { emailLinkForm, emailLinkPage } from './pages/me/emailLink.js'
import { homePage } from './pages/me/home.js'
import { appPage, linkPage, ownSettingsPage } from './pages/provisioning/forBrowsers.js'
import { makeLinkForm, setUpPage } from './pages/provisioning/setUp.js'
import {
  recoveryCodeForm,
  recoveryEmailPage,
  recoveryForm,
  recoveryLinkForm,
  recoveryLinkPage,
  recoveryPage,
} from './pages/recovery/ask.js'
import { invitationPage, newPasswordForm, resetPasswordPage } from './pages/recovery/choose.js'
import { recoveryPhonePage } from './pages/recovery/phone.js'
import { confirmAppForm, confirmPasskeyForm, newAppForm, newPasskeyForm } from './pages/secondFactor/add.js'
import { secondForm, secondPage, secondPasskeyForm } from './pages/secondFactor/login.js'
import { removeAppForm, removePasskeyForm, renewCodesForm, secondFactorPage } from './pages/secondFactor/overview.js'
import { activateAgainForm, activateForm, activatePage } from './pages/signUp/activate.js'
import {
  registerByEmailForm,
  registerByEmailPage,
  registerByPhoneForm,
  registerByPhonePage,
  registerPage,
} from './pages/signUp/register.js'
import { checkForm, checkPage } from './pages/tokens/check.js'

/** Every page and every form of the panel. The menu has those with a name, in this order. @internal but for this module and the attacks on all of them */
export const ROUTES: Route[] = [
  anyone.page('/', homePage, (t) => t.nav.home),
  anyone.page('/login', logInPage),
  anyone.form('/login', logInForm),
  anyone.page('/login/second', secondPage),
  anyone.form('/login/second', secondForm),
  anyone.form('/login/second/passkey', secondPasskeyForm),
  member.form('/logout', logOut),
  member.form('/logout-everywhere', logOutEverywhere, { fresh: true }),
  member.page('/sessions', sessionsPage),
  member.form('/sessions/end', endSessionForm, { fresh: true }),
  member.page('/second-factor', secondFactorPage),
  member.form('/second-factor/passkeys/new', newPasskeyForm, { fresh: true }),
  member.form('/second-factor/passkeys', confirmPasskeyForm, { fresh: true }),
  member.form('/second-factor/passkeys/remove', removePasskeyForm, { fresh: true }),
  member.form('/second-factor/app/new', newAppForm, { fresh: true }),
  member.form('/second-factor/app', confirmAppForm, { fresh: true }),
  member.form('/second-factor/app/remove', removeAppForm, { fresh: true }),
  member.form('/second-factor/codes', renewCodesForm, { fresh: true }),
  anyone.page('/register', registerPage),
  anyone.page('/register/email', registerByEmailPage),
  anyone.form('/register/email', registerByEmailForm, { operation: 'createAccountWithToken' }),
  anyone.page('/register/phone', registerByPhonePage),
  anyone.form('/register/phone', registerByPhoneForm, { operation: 'createAccountWithToken' }),
  anyone.page('/creation_token/check/:token', checkPage),
  anyone.form('/creation_token/check/:token', checkForm, { operation: 'createRequestToken' }),
  anyone.page('/activate', activatePage),
  anyone.form('/activate', activateForm, { operation: 'activateByEmail' }),
  anyone.form('/activate/again', activateAgainForm, { operation: 'activateByEmail' }),
  anyone.page('/authenticate/qrcode', waitPage),
  anyone.form('/authenticate/qrcode', waitForm, { operation: 'createAuthToken' }),
  anyone.page('/auth_tokens/qrcode/:token', qrCodeImage),
  member.page('/auth_tokens/auth/external/:token', attachPage),
  member.form('/auth_tokens/auth/external/:token', attachForm, { operation: 'attachAuthToken', fresh: true }),
  anyone.page('/recovery/email', recoveryEmailPage),
  anyone.page('/recovery', recoveryPage),
  anyone.page('/recovery/phone/:token', recoveryPhonePage),
  anyone.form('/recovery', recoveryForm, { operation: 'sendRecoveryToken' }),
  anyone.form('/recovery/confirm', recoveryCodeForm, { operation: 'activateByPhone' }),
  anyone.page('/recovery/link', recoveryLinkPage),
  anyone.form('/recovery/link', recoveryLinkForm, { operation: 'activateByEmail' }),
  anyone.form('/recovery/password', newPasswordForm, { operation: 'activateByEmail' }),
  anyone.page('/reset_password/:token', resetPasswordPage),
  anyone.page('/invitation/:token', invitationPage),
  member.page('/devices', devicesPage, (t) => t.nav.devices),
  member.form('/devices/remove', removeDeviceForm, { operation: 'deleteDevice' }),
  member.page('/set-up', setUpPage),
  member.form('/set-up', makeLinkForm, { operation: 'provisionMe', fresh: true }),
  anyone.page('/provisioning', appPage, undefined, 'getProvisioning'),
  anyone.page('/provisioning/me', ownSettingsPage, undefined, 'getProvisioning'),
  anyone.page('/provisioning/:token', linkPage, undefined, 'consumeProvisioning'),
  member.page('/password', passwordPage, (t) => t.nav.password),
  member.form('/password', passwordForm, { operation: 'changePassword' }),
  member.page('/email', emailPage, (t) => t.nav.email),
  member.form('/email', emailForm, { operation: 'requestEmailChange', fresh: true }),
  member.page('/email/confirm', emailCodePage),
  member.form('/email/confirm', emailCodeForm, { operation: 'confirmEmailChange' }),
  member.form('/email/confirm/again', emailAgainForm, { operation: 'requestEmailChange', fresh: true }),
  anyone.page('/confirm-email', emailLinkPage),
  anyone.form('/confirm-email', emailLinkForm, { operation: 'activateByEmail' }),
  member.page('/phone', phonePage, (t) => t.nav.phone),
  member.form('/phone', phoneForm, { operation: 'requestPhoneChange', fresh: true }),
  member.page('/phone/confirm', phoneCodePage),
  member.form('/phone/confirm', phoneCodeForm, { operation: 'confirmPhoneChange' }),
  member.form('/phone/confirm/again', phoneAgainForm, { operation: 'requestPhoneChange', fresh: true }),
  member.form('/export', exportOwnForm, { operation: 'exportMe', fresh: true }),
  member.page('/delete', deletePage),
  member.form('/delete', deleteForm, { fresh: true }),
  ...ADMIN_ROUTES,
]

/** Everything that people open in a browser. */
export function createPanel(deps: Deps, contract: Document): Middleware {
  const router = new Router()
  assets(router)
  const isPage = (path: string): boolean => router.match(path, 'GET').route
  const checks = fieldChecks(deps)
  const panel = { deps, rules: fieldRules(contract, checks), newAccount: newAccountCheck(contract, checks), menu: menuOf(ROUTES), isPage }
  addRoutes(router, panel, limitsOf(contract), ROUTES)
  const [known, others] = [router.routes() as Middleware, noRoute(router, panel)]
  return (ctx) => known(ctx, () => others(ctx))
}
