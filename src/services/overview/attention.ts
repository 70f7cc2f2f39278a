import type { Deps } from '../deps.js'
import { examine, type Finding } from '../service/findings.js'

/** What does not work, or wants an administrator's eye, as it was last looked at. */
export interface Attention {
  findings: Finding[]
  /** undefined: it is being looked at for the first time */
  at: Date | undefined
}

/** What was found is looked at anew after this long. Milliseconds. */
const GOOD_MS = 300_000
/** How long a page waits for the first look: far ends may hang. Milliseconds. */
const WAIT_MS = 1_000

interface Kept {
  looked: Attention
  looking: Promise<void> | undefined
}
const kept = new WeakMap<object, Kept>()

/**
 * What `doctor` has to say beyond what is well. It is looked at beside requests, once in five minutes while somebody asks: a far end that hangs holds nobody up.
 * @param anew whatever is known already
 */
export async function attention(deps: Deps, anew = false): Promise<Attention> {
  const one = kept.get(deps.outbound) ?? { looked: { findings: [], at: undefined }, looking: undefined }
  kept.set(deps.outbound, one)
  const { at } = one.looked
  if (anew || at === undefined || deps.clock.now() - at.getTime() > GOOD_MS) one.looking ??= look(deps, one)
  if (anew || at === undefined) await Promise.race([one.looking, new Promise((resolve) => setTimeout(resolve, WAIT_MS).unref())])
  return one.looked
}

async function look(deps: Deps, one: Kept): Promise<void> {
  try {
    const findings = await examine(deps)
    one.looked = {
      findings: findings.filter(({ status }) => status === 'failed' || status === 'warning'),
      at: new Date(deps.clock.now()),
    }
  } catch (error) {
    deps.log.warn({ event: 'not_examined', err: error }, 'the service could not be examined')
  } finally {
    one.looking = undefined
  }
}
