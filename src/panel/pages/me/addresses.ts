import type { FieldSchema } from '../../../contract/fieldRules.js'
import { withoutPunctuation } from '../../../domain/phone.js'
import type { AccountRecord } from '../../../services/accounts/record.js'
import { waitingAt } from '../../../services/accounts/record.js'
import { requestEmailChange, requestPhoneChange } from '../../../services/me/addressChange.js'
import { confirmChange } from '../../../services/me/confirmation.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'

/** An address of the account, with its two pages: one asks for a new one, the other for the code that was sent there. */
interface AddressPages {
  channel: 'email' | 'phone'
  /** tidies what was entered; undefined when it is no such address */
  read: (visit: MemberVisit, text: string) => string | undefined
  request: (visit: MemberVisit, address: string) => Promise<void>
  code: FieldSchema
}

const EMAIL: AddressPages = {
  channel: 'email',
  read: (visit, text) => (visit.rules('EmailAddress', text.trim()) ? text.trim() : undefined),
  request: ({ deps, session, caller }, address) => requestEmailChange(deps, session.account, address, caller),
  code: 'EmailCode',
}
const PHONE: AddressPages = {
  channel: 'phone',
  read: (visit, text) => {
    const number = withoutPunctuation(text)
    return visit.rules('PhoneNumber', number) ? number : undefined
  },
  request: async ({ deps, session, caller }, address) => {
    await deps.limits.countries.refresh()
    await requestPhoneChange(deps, session.account, address, caller)
  },
  code: 'PinCode',
}

export const emailPage = (visit: MemberVisit): void => requestPage(visit, EMAIL, emptyForm())
export const emailForm = (visit: MemberVisit, form: Form): Promise<void> => request(visit, EMAIL, form)
export const emailCodePage = (visit: MemberVisit): void => codePage(visit, EMAIL, emptyForm())
export const emailCodeForm = (visit: MemberVisit, form: Form): Promise<void> => confirm(visit, EMAIL, form)
export const phonePage = (visit: MemberVisit): void => requestPage(visit, PHONE, emptyForm())
export const phoneForm = (visit: MemberVisit, form: Form): Promise<void> => request(visit, PHONE, form)
export const phoneCodePage = (visit: MemberVisit): void => codePage(visit, PHONE, emptyForm())
export const phoneCodeForm = (visit: MemberVisit, form: Form): Promise<void> => confirm(visit, PHONE, form)

function requestPage(visit: MemberVisit, { channel }: AddressPages, form: FormState, status?: number): void {
  const words = visit.t[channel]
  show(visit, 'me/address', { title: words.title, status, model: { form, channel, words, now: visit.session.account[channel] } })
}

async function request(visit: MemberVisit, pages: AddressPages, form: Form): Promise<void> {
  const { t } = visit
  const { channel } = pages
  const values = keptFields(form, channel)
  const address = pages.read(visit, form(channel))
  if (address === undefined) return requestPage(visit, pages, { values, errors: { [channel]: t[channel].bad } }, 422)
  const done = await submit(
    visit,
    () => pages.request(visit, address),
    { [channel]: channel },
    (state, status) => requestPage(visit, pages, { values, ...state }, status),
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: channel === 'email' ? t.flash.emailSent(address) : t.flash.phoneSent(address) })
  goTo(visit, `/${channel}/confirm`)
}

function codePage(visit: MemberVisit, { channel }: AddressPages, form: FormState, status?: number): void {
  const words = visit.t[channel]
  const waiting = waitingAt(visit.session.account, channel)
  show(visit, 'me/addressCode', {
    title: waiting ? words.confirmTitle : words.nothingTitle,
    status,
    model: { form, channel, words, waiting },
  })
}

async function confirm(visit: MemberVisit, pages: AddressPages, form: Form): Promise<void> {
  const { t, deps, session, rules } = visit
  const { channel } = pages
  const code = form('code').trim()
  const again = (state: Omit<FormState, 'values'>, status: number) => codePage(visit, pages, { values: {}, ...state }, status)
  const wrong = fieldErrors({ code: !rules(pages.code, { code }) && t[channel].badCode })
  if (wrong) return again({ errors: wrong }, 422)
  const done = await submit(
    visit,
    () => confirmChange(deps, session.account.id, channel, code, visit.caller),
    {},
    (state, status) => again(state.problem ? { errors: { code: state.problem } } : state, status),
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: changed(visit, channel, done.value) })
  goTo(visit, '/')
}

export const emailAgainForm = (visit: MemberVisit): Promise<void> => sendAgain(visit, EMAIL)
export const phoneAgainForm = (visit: MemberVisit): Promise<void> => sendAgain(visit, PHONE)

/** Has the code sent once more, to the address that waits for it. */
async function sendAgain(visit: MemberVisit, pages: AddressPages): Promise<void> {
  const { t, session } = visit
  const { channel } = pages
  const waiting = waitingAt(session.account, channel)
  if (waiting === undefined) return goTo(visit, `/${channel}/confirm`)
  const done = await submit(
    visit,
    () => pages.request(visit, waiting),
    {},
    (state, status) => codePage(visit, pages, { values: {}, ...state }, status),
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: channel === 'email' ? t.flash.emailSent(waiting) : t.flash.phoneSent(waiting) })
  goTo(visit, `/${channel}/confirm`)
}

const changed = ({ t }: MemberVisit, channel: 'email' | 'phone', account: AccountRecord): string =>
  channel === 'email' ? t.flash.emailChanged(account.email ?? '') : t.flash.phoneChanged(account.phone ?? '')
