import { seal } from '../../auth/secretBox.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { SECRET_PREFIX, urlFault } from '../../delivery/webhook.js'
import { invalidField, notFound } from '../../domain/errors.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { AuditAction } from '../audit/stamp.js'
import type { Expectation } from '../expectation.js'
import type { Platform } from '../platform.js'
import { takeSpace } from '../spaces/spaces.sql.js'
import { removeSome } from './deliveries.sql.js'
import { actionsOf, EVENT_TYPES, type EventType, typesOf } from './events.js'

// Systems of the operator's that are told what happens to the accounts of a space. An empty table is off: nothing is noted and nothing sent.

/** A webhook as it may be shown. */
export interface WebhookFacts {
  id: number
  name: string
  url: string
  events: EventType[]
  enabled: boolean
  /** since when nothing has arrived there; one that is switched off as well was so by the service */
  failingSince: Date | null
  /** how much of what waited was dropped */
  dropped: number
  domain: string
  createdAt: Date
}

/** One that was just made, with its secret, which is shown this once. */
export interface MadeWebhook extends WebhookFacts {
  secret: string
}

export interface NewWebhook {
  name: string
  url: string
  /** without them, of all that there are */
  events?: readonly EventType[]
}

export type ChangedWebhook = Required<NewWebhook> & { enabled: boolean }

const MOST_WEBHOOKS = 20
const SECRET_BYTES = 32
const SHOWN = {
  id: true,
  name: true,
  url: true,
  enabled: true,
  failingSince: true,
  dropped: true,
  createdAt: true,
  space: { select: { domain: true } },
  actions: { select: { action: true } },
} as const

/** What the contract asks of a URL (`x-check: webhookUrl`). @throws AppError 422 */
export function webhookUrlField({ config }: Pick<Platform, 'config'>, text: string): string {
  const fault = urlFault(text, { networks: config.webhookNetworks })
  if (fault !== undefined) throw invalidField('url', fault)
  return text
}

/** The oldest first. */
export async function listWebhooks({ db }: Pick<Platform, 'db'>, spaceId: number): Promise<WebhookFacts[]> {
  const rows = await db.prisma.webhook.findMany({ where: { spaceId }, orderBy: { id: 'asc' }, select: SHOWN })
  return rows.map(factsOf)
}

/** @throws AppError 404 */
export const getWebhook = ({ db }: Pick<Platform, 'db'>, id: number): Promise<WebhookFacts> => find(db.prisma, id)

/** @throws AppError 422 when the space has as many as it may, or the URL must not be reached */
export async function createWebhook(
  deps: Platform,
  spaceId: number,
  { name, url, events = EVENT_TYPES }: NewWebhook,
  caller: Caller,
): Promise<MadeWebhook> {
  const secret = SECRET_PREFIX + deps.clock.random(SECRET_BYTES).toString('base64')
  const data = {
    spaceId,
    name,
    url: webhookUrlField(deps, url),
    sealedSecret: seal(deps.keys.webhooks, secret),
    createdAt: new Date(deps.clock.now()),
    actions: { create: actionsOf(events).map((action) => ({ action })) },
  }
  const made = await deps.db.prisma.$transaction(async (tx) => {
    await takeSpace(tx, spaceId)
    if ((await tx.webhook.count({ where: { spaceId } })) >= MOST_WEBHOOKS)
      throw invalidField('name', `A space has ${MOST_WEBHOOKS} webhooks at most. Delete one first.`)
    const { id } = await tx.webhook.create({ data, select: { id: true } })
    return noted(deps, tx, caller, 'createWebhook', id)
  })
  return { ...made, secret }
}

/** Writes a webhook as a whole; its secret stays. @throws AppError 404, 412 precondition_failed, 422 when the URL must not be reached */
export function updateWebhook(
  deps: Platform,
  id: number,
  wanted: ChangedWebhook,
  expect: Expectation<WebhookFacts>,
  caller: Caller,
): Promise<WebhookFacts> {
  const { name, url, enabled, events } = wanted
  const data = { name, url: webhookUrlField(deps, url) }
  return deps.db.prisma.$transaction(async (tx) => {
    await tx.webhook.updateMany({ where: { id }, data: { id } }) // takes its row
    expect(await find(tx, id))
    await tx.webhook.update({ where: { id }, data, select: { id: true } })
    await tx.webhook.updateMany(switching(id, enabled))
    await tx.webhookAction.deleteMany({ where: { webhookId: id } })
    await tx.webhookAction.createMany({ data: actionsOf(events).map((action) => ({ webhookId: id, action })) })
    return noted(deps, tx, caller, 'updateWebhook', id)
  })
}

/** One that somebody switches on has not failed yet, and one that somebody switches off was not switched off for that. Nothing where it is so already. */
const switching = (id: number, enabled: boolean) => ({ where: { id, enabled: !enabled }, data: { enabled, failingSince: null } })

/** Switches a webhook on or off, and touches nothing else: also one whose URL must not be reached any more. @throws AppError 404 */
export function switchWebhook(deps: Platform, id: number, enabled: boolean, caller: Caller): Promise<WebhookFacts> {
  return deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.webhook.updateMany(switching(id, enabled))
    if (count === 0 && !(await tx.webhook.findUnique({ where: { id }, select: { id: true } }))) throw noSuchWebhook()
    return noted(deps, tx, caller, 'updateWebhook', id)
  })
}

/**
 * Deletes a webhook with its deliveries: it is switched off, then they go some at a time, however many there are, and then it goes itself. Whoever is interrupted does it again.
 * @throws AppError 404
 */
export async function deleteWebhook(deps: Platform, id: number, caller: Caller): Promise<void> {
  const { count: found } = await deps.db.prisma.webhook.updateMany({ where: { id }, data: { enabled: false } })
  if (found === 0) throw noSuchWebhook()
  while (await removeSome(deps.db, id));
  await deps.db.prisma.$transaction(async (tx) => {
    await noted(deps, tx, caller, 'deleteWebhook', id)
    const { count } = await tx.webhook.deleteMany({ where: { id } })
    if (count === 0) throw noSuchWebhook()
  })
}

/** Notes what is done to a webhook. @returns the webhook as it is @throws AppError 404 */
export async function noted(deps: Platform, tx: Transaction, caller: Caller, action: AuditAction, id: number): Promise<WebhookFacts> {
  const webhook = await find(tx, id)
  await auditNobody(deps, tx, caller, action, `${id} ${webhook.name}`)
  return webhook
}

async function find(prisma: Pick<Transaction, 'webhook'>, id: number): Promise<WebhookFacts> {
  const row = await prisma.webhook.findUnique({ where: { id }, select: SHOWN })
  if (!row) throw noSuchWebhook()
  return factsOf(row)
}

const factsOf = ({
  space,
  actions,
  ...row
}: Omit<WebhookFacts, 'events' | 'domain'> & { space: { domain: string }; actions: { action: string }[] }): WebhookFacts => ({
  ...row,
  domain: space.domain,
  events: typesOf(actions.map(({ action }) => action)),
})

const noSuchWebhook = () => notFound('There is no webhook with this id.')
