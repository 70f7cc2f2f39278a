import { setTimeout as delay } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import { presentDelivery, presentMadeWebhook, presentWebhook } from '../api/present/admin/webhooks.js'
import { newWebhookCheck } from '../contract/newAccountCheck.js'
import { readContract } from '../contract/read.js'
import { fieldChecks } from '../services/checks.js'
import type { With } from '../services/deps.js'
import type { Platform } from '../services/platform.js'
import { chosenSpace } from '../services/spaces/chosen.js'
import { defaultSpace } from '../services/spaces/space.js'
import { type DeliveryState, listDeliveries, replayDelivery, replayFailed, testWebhook } from '../services/webhooks/deliveries.js'
import { type DeliveryRecord, EVENT_TYPES, type EventType } from '../services/webhooks/events.js'
import { createWebhook, deleteWebhook, listWebhooks, switchWebhook } from '../services/webhooks/webhooks.js'
import { wholeNumber } from './frame/fields.js'
import { print, printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'
import { CLI_CALLER, withDeps } from './frame/withDeps.js'

interface AddOptions {
  event?: EventType[]
  domain?: string
}
interface DeliveryOptions {
  state?: DeliveryState
  limit: number
}
interface ReplayOptions {
  delivery?: number
  failed?: boolean
}

/** One try, and a look at what is before it. Milliseconds. */
const TEST_MS = 15_000
const LOOK_MS = 100
const STATES: readonly DeliveryState[] = ['waiting', 'delivered', 'failed']

export function webhookCommands(program: Command, terminal: Terminal): void {
  const webhooks = program.command('webhooks').description('systems of yours that are told what happens to accounts')

  webhooks
    .command('add <name> <url>')
    .description('make a webhook; its secret is shown this once')
    .addOption(new Option('--event <event...>', 'what it is told of; may be given several times').choices(EVENT_TYPES))
    .option('--domain <domain>', 'of its space, in place of SIP_DOMAIN')
    .action((name: string, url: string, options: AddOptions) => withDeps(terminal, (deps) => add(terminal, deps, name, url, options)))

  webhooks
    .command('list')
    .description('list the webhooks of a space')
    .option('--domain <domain>', 'of the space, in place of SIP_DOMAIN')
    .action(({ domain }: { domain?: string }) =>
      withDeps(terminal, async (deps) => {
        const rows = (await listWebhooks(deps, await spaceNamed(deps, domain))).map((one) => presentWebhook(one, true))
        printList(terminal, rows, 'There is no webhook.', ({ events, domain: _, ...row }) => ({ ...row, events: events.join(' ') }))
      }),
    )

  webhooks
    .command('remove')
    .argument('<id>', 'its number, as list shows it', wholeNumber(9))
    .description('delete a webhook with its deliveries')
    .action((id: number) =>
      withDeps(terminal, async (deps) => {
        await deleteWebhook(deps, id, CLI_CALLER)
        print(terminal, { removed: id }, `Webhook ${id} is deleted.`)
      }),
    )

  for (const enabled of [true, false]) {
    webhooks
      .command(enabled ? 'enable' : 'disable')
      .argument('<id>', 'its number, as list shows it', wholeNumber(9))
      .description(enabled ? 'have a webhook told what happens from now on' : 'have a webhook told nothing until it is enabled again')
      .action((id: number) =>
        withDeps(terminal, async (deps) => {
          const row = presentWebhook(await switchWebhook(deps, id, enabled, CLI_CALLER), true)
          print(terminal, row, `Webhook ${id} is switched ${enabled ? 'on' : 'off'}.`)
        }),
      )
  }

  webhooks
    .command('test')
    .argument('<id>', 'its number, as list shows it', wholeNumber(9))
    .description('send webhook.test at once, and say what came of it')
    .action((id: number) =>
      withDeps(terminal, async (deps) => {
        const { id: delivery } = await testWebhook(deps, id, CLI_CALLER)
        const row = presentDelivery(await onceTried(deps, delivery))
        if (row.state !== 'delivered') terminal.exitCode = 1
        print(
          terminal,
          row,
          row.state === 'delivered' ? 'It has arrived.' : `It has not arrived: ${row.last_error ?? 'the service sends it'}.`,
        )
      }),
    )

  webhooks
    .command('deliveries')
    .argument('<id>', 'its number, as list shows it', wholeNumber(9))
    .description('list what a webhook was told in the last 7 days, the newest first, and what became of it')
    .addOption(new Option('--state <state>', 'only those in this state').choices(STATES))
    .option('--limit <number>', 'how many, 100 at most', wholeNumber(3), 50)
    .action((id: number, { state, limit }: DeliveryOptions) =>
      withDeps(terminal, async (deps) => {
        const query = { per_page: Math.min(Math.max(limit, 1), 100), ...(state !== undefined && { state }) }
        const { deliveries } = await listDeliveries(deps, id, query)
        printList(terminal, deliveries.map(presentDelivery), 'It was told nothing.')
      }),
    )

  webhooks
    .command('replay')
    .argument('<id>', 'its number, as list shows it', wholeNumber(9))
    .description('send a delivery again, or all that were given up; the service sends them')
    .option('--delivery <number>', 'its number, as deliveries lists it', wholeNumber(9))
    .option('--failed', 'all that were given up')
    .action((id: number, options: ReplayOptions, command: Command) => {
      const { delivery } = options
      if (Object.keys(options).length !== 1) command.error('error: say which: --delivery NUMBER or --failed')
      return withDeps(terminal, async (deps) => {
        const replayed = delivery === undefined ? await replayFailed(deps, id, CLI_CALLER) : 1
        if (delivery !== undefined) await replayDelivery(deps, id, delivery, CLI_CALLER)
        print(terminal, { replayed }, `${replayed} of the deliveries of webhook ${id} are sent again.`)
      })
    })
}

/** A delivery after its first try, or as it is after some seconds: what else waits, and may be a million, is the service's to send. */
async function onceTried({ outbound, db }: With<'outbound'>, id: number): Promise<DeliveryRecord> {
  let [atRest, waits] = [false, TEST_MS / LOOK_MS]
  const ended = outbound.webhooks.drain().then(() => {
    atRest = true
  })
  for (;;) {
    const row = await db.prisma.webhookDelivery.findUniqueOrThrow({ where: { id } })
    if (row.nextTryAt === null || row.lastError !== null || atRest || waits-- <= 0) return row
    await Promise.race([ended, delay(LOOK_MS)])
  }
}

async function add(terminal: Terminal, deps: With<'limits'>, name: string, url: string, { event, domain }: AddOptions): Promise<void> {
  const wish = { name, url, ...(event && { events: event }) }
  newWebhookCheck(readContract().contract, fieldChecks(deps))(wish)
  const made = presentMadeWebhook(await createWebhook(deps, await spaceNamed(deps, domain), wish, CLI_CALLER))
  print(terminal, made, `Secret ${made.secret}\nIt is shown this once. The webhook has the number ${made.id}.`)
}

const spaceNamed = (deps: Platform, domain = defaultSpace(deps).domain): Promise<number> => chosenSpace(deps, { spaceId: 0 }, domain)
