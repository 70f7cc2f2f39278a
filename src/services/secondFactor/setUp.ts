import { seal } from '../../auth/secretBox.js'
import type { Caller } from '../../caller.js'
import type { Session } from '../credentials/sessions.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { noteFirst } from '../repeats.js'
import { appUri, newAppSecret, stepOf } from './app.js'
import { addFactor, passkeyDetail } from './change.js'
import { creationOptions, madePasskey, type RelyingParty } from './passkeys.js'
import { openState, sealState } from './states.js'

/** Passkeys that an account may have. */
export const MOST_PASSKEYS = 10

/** Unicode characters of a passkey's name. */
const LONGEST_NAME = 64

/** The name that somebody gives a passkey: one line. Undefined when it can be none. */
export function passkeyName(text: string): string | undefined {
  const name = text.trim()
  return name !== '' && [...name].length <= LONGEST_NAME && !/\p{Cc}|\p{Cs}/u.test(name) ? name : undefined
}

/** What an authenticator app is set up with. `state` goes with the form that confirms it. */
export interface NewApp {
  secret: string
  uri: string
  state: string
}

/** Makes the secret of an authenticator app. It is the account's when a code confirms it, and kept nowhere before. */
export async function beginApp(deps: Pick<Platform, 'keys' | 'clock'>, { account, idHash }: Session): Promise<NewApp> {
  const secret = await newAppSecret(deps.clock.random)
  return { secret, uri: await appUri(account, secret), state: sealState(deps, 'app', { session: idHash, secret }) }
}

/** The same secret once more, after a wrong code. Undefined when it has waited too long, or was made in another session. */
export async function openedApp(
  deps: Pick<Platform, 'keys' | 'clock'>,
  { account, idHash }: Session,
  state: string,
): Promise<NewApp | undefined> {
  const begun = openState(deps, 'app', state)
  if (begun?.session !== idHash) return undefined
  return { secret: begun.secret, uri: await appUri(account, begun.secret), state }
}

/**
 * Adds the authenticator app that shows this code.
 * @returns the recovery codes if it is the first factor; `wrong` code, or `there`: the account has one
 */
export async function confirmApp(
  deps: With<'limits' | 'outbound'>,
  session: Session,
  { secret }: NewApp,
  code: string,
  caller: Caller,
): Promise<{ codes: string[] } | 'wrong' | 'there'> {
  const now = deps.clock.now()
  const step = await stepOf(secret, code, now)
  if (step === undefined) return 'wrong'
  const accountId = session.account.id
  const row = { accountId, sealed: seal(deps.keys.authenticatorApps, secret), lastStep: step, createdAt: new Date(now) }
  return addFactor(deps, session, caller, { kind: 'app', detail: 'app' }, async (tx) => {
    if ((await tx.authenticatorApp.count({ where: { accountId } })) > 0) return 'there'
    await tx.authenticatorApp.create({ data: row })
    return undefined
  })
}

/** What a passkey is made with: `options` are for the browser, `state` goes with the form that brings its answer. */
export interface NewPasskey {
  options: string
  state: string
}

/** Asks for a passkey of this name. @returns `full`: the account has as many as it may */
export async function beginPasskey(
  deps: Pick<Platform, 'config' | 'db' | 'keys' | 'clock'>,
  party: RelyingParty,
  { account, idHash }: Session,
  name: string,
): Promise<NewPasskey | 'full'> {
  const others = await deps.db.prisma.passkey.findMany({
    where: { accountId: account.id },
    select: { credentialId: true, transports: true },
  })
  if (others.length >= MOST_PASSKEYS) return 'full'
  const { json, challenge } = await creationOptions(deps, party, account, others)
  return { options: json, state: sealState(deps, 'challenge', { of: idHash, challenge, name }) }
}

/**
 * Adds the passkey that a browser has made. What it was made with is good once.
 * @returns the recovery codes if it is the first factor; `wrong` answer, `there`: it is known already, or `full`
 */
export async function confirmPasskey(
  deps: With<'limits' | 'outbound'>,
  party: RelyingParty,
  session: Session,
  { state, answer }: { state: string; answer: string },
  caller: Caller,
): Promise<{ codes: string[]; name: string } | 'wrong' | 'there' | 'full'> {
  const accountId = session.account.id
  const begun = openState(deps, 'challenge', state)
  if (begun?.of !== session.idHash || begun.name === undefined) return 'wrong'
  const { challenge, name } = begun
  const made = await madePasskey(party, challenge, answer)
  if (!made || (await noteFirst(deps, ['passkey', challenge], accountId)) !== undefined) return 'wrong'
  const row = { accountId, name, ...made, createdAt: new Date(deps.clock.now()) }
  const added = await addFactor(deps, session, caller, { kind: 'passkey', detail: passkeyDetail(name) }, async (tx) => {
    if ((await tx.passkey.count({ where: { accountId } })) >= MOST_PASSKEYS) return 'full'
    if ((await tx.passkey.count({ where: { credentialId: made.credentialId } })) > 0) return 'there'
    await tx.passkey.create({ data: row })
    return undefined
  })
  return typeof added === 'string' ? added : { ...added, name }
}
