import { type Command, InvalidArgumentError, Option } from 'commander'
import { renderMessage } from '../delivery/mail/render.js'
import type { MessageChannel } from '../delivery/messages.js'
import type { PushTarget } from '../delivery/push/push.js'
import { randomToken } from '../domain/codes.js'
import { AppError } from '../domain/errors.js'
import { parsePhone } from '../domain/phone.js'
import type { RunningDeps } from '../run/openDeps.js'
import { emailField, phoneField } from '../services/accounts/fields.js'
import { listMessages, type MessageQuery } from '../services/messages/list.js'
import { defaultSpace } from '../services/spaces/space.js'
import { DEFAULT_LANGUAGE, LANGUAGE_NAMES, type Language } from '../texts/languages.js'
import { print, printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'
import { accountNamed, withDeps } from './frame/withDeps.js'
import { devicesOption } from './pushDevices.js'

interface MessageOptions extends Pick<MessageQuery, 'to' | 'state'> {
  limit: number
  account?: string
}

export function deliveryCommands(program: Command, terminal: Terminal): void {
  program
    .command('messages')
    .description('list the newest mails and SMS: what became of them, and why not')
    .option('--account <sip>', 'only those of this account')
    .option('--to <address or number>', 'only those to this e-mail address or phone number')
    .addOption(new Option('--state <state>', 'only those in this state').choices(['waiting', 'sent', 'failed']))
    .option('--limit <number>', 'how many', wholeNumber, 50)
    .action((options: MessageOptions) => withDeps(terminal, (deps) => printMessages(terminal, deps, options)))

  program
    .command('mail-test <address>')
    .description('send a test mail at once')
    .addOption(language())
    .action((address: string, options: { language: Language }) =>
      withDeps(terminal, (deps) => sendTest(terminal, deps, 'email', address, options.language)),
    )

  program
    .command('sms-test <number>')
    .description('send a test SMS at once; the number with its country code, as in +33612345678')
    .addOption(language())
    .action((number: string, options: { language: Language }) =>
      withDeps(terminal, async (deps) => {
        const phone = parsePhone(number)
        if (!phone)
          throw new AppError(422, 'validation_failed', `${number} is no phone number. Write it with its country code, as in +33612345678.`)
        await sendTest(terminal, deps, 'sms', phone, options.language)
      }),
    )

  devicesOption(program.command('push-test').description('send a push notification with a token that is good for nothing')).action(
    (target: PushTarget) => withDeps(terminal, (deps) => pushTest(terminal, deps, target)),
  )
}

async function printMessages(terminal: Terminal, deps: RunningDeps, { limit, account, to, state }: MessageOptions): Promise<void> {
  const query: MessageQuery = {
    limit,
    ...(account !== undefined && { accountId: (await accountNamed(deps, account)).id }),
    ...(to !== undefined && { to: to.includes('@') ? emailField(to) : phoneField(to) }),
    ...(state !== undefined && { state }),
  }
  printList(terminal, await listMessages(deps, query), 'There is no message.')
}

async function sendTest(terminal: Terminal, deps: RunningDeps, channel: MessageChannel, to: string, language: Language): Promise<void> {
  const { domain } = defaultSpace(deps)
  const sender = deps.senders.messages[channel]
  const id = `test-${randomToken(deps.clock.random)}`
  await sender.send(renderMessage({ id, channel, kind: 'test', language, to, secondsLeft: 600, data: { username: 'test', domain } }))
  print(
    terminal,
    { sent: true, to, outbox: sender.local },
    sender.local ? 'Written to the outbox folder, as nothing else is configured.' : `Sent to ${to}.`,
  )
}

async function pushTest(terminal: Terminal, deps: RunningDeps, target: PushTarget): Promise<void> {
  try {
    await deps.senders.push.send(target, randomToken(deps.clock.random))
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
    throw new Error(`${(error as Error).message}${cause}`)
  }
  print(terminal, { sent: true, ...target }, 'Sent.')
}

const language = (): Option => new Option('--language <language>', 'of the text').choices(LANGUAGE_NAMES).default(DEFAULT_LANGUAGE)

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A whole number from 1.')
  return Number(text)
}
