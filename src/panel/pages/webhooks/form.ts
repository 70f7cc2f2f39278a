import type { components } from '../../../../generated/openapi.js'
import { EVENT_TYPES, type EventType } from '../../../services/webhooks/events.js'
import type { WebhookFacts } from '../../../services/webhooks/webhooks.js'
import type { Texts } from '../../../texts/languages.js'
import type { Form } from '../../frame/formGuard.js'
import { type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import type { MemberVisit } from '../../frame/visit.js'

// The fields of a webhook, in the form that makes one and in the one that changes it.

/** What a form says of a webhook. */
export interface Wish {
  name: string
  url: string
  events: EventType[]
}

const fieldOf = (type: EventType): string => type.replace('.', '-')

/** The field of each event, with what the reader calls it. */
export const eventFields = (t: Texts): [field: string, name: string][] =>
  EVENT_TYPES.map((type) => [fieldOf(type), t.admin.webhooks.eventNames[type]])

/** A webhook as the form's fields say it. */
export const valuesOf = ({ name, url, events }: Pick<WebhookFacts, 'name' | 'url' | 'events'>): Record<string, string> => ({
  name,
  url,
  ...Object.fromEntries(EVENT_TYPES.map((type) => [fieldOf(type), events.includes(type) ? 'on' : ''])),
})

/** With the events that a new webhook is told unless somebody says otherwise: all. */
export const NEW = valuesOf({ name: '', url: '', events: [...EVENT_TYPES] })

/**
 * Does what a form asks for by the rules of the API, unless a field has what they do not allow.
 * @param again shows the form with what is wrong
 * @returns undefined when `again` has answered
 */
export async function submitWebhook<T>(
  visit: MemberVisit,
  form: Form,
  work: (wish: Wish) => Promise<T>,
  again: (form: FormState, status: number) => Promise<void> | void,
): Promise<{ value: T } | undefined> {
  const words = visit.t.admin.webhooks
  const values = keptFields(form, ...Object.keys(NEW))
  const wish = {
    name: form('name').trim(),
    url: form('url').trim(),
    events: EVENT_TYPES.filter((type) => form(fieldOf(type)) === 'on'),
  } satisfies components['schemas']['NewWebhook']
  const bad = (name: keyof Wish): boolean => !visit.rules(`NewWebhook/properties/${name}`, wish[name])
  const wrong = fieldErrors({
    name: bad('name') && words.badName,
    url: bad('url') && words.badUrl,
    [fieldOf(EVENT_TYPES[0]!)]: bad('events') && words.badEvents,
  })
  if (wrong) return void (await again({ values, errors: wrong }, 422))
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  const done = await submit(
    visit,
    () => work(wish),
    { name: 'name', url: 'url' },
    (state, status) => {
      refused = { state, status }
    },
  )
  if (!refused) return done
  const { name, url } = refused.state.errors
  const errors = fieldErrors({ name: name !== undefined && words.full, url: url !== undefined && words.badUrl })
  await again(errors ? { values, errors } : { values, ...refused.state }, refused.status)
  return undefined
}
