import type { Command } from 'commander'
import { presentHindrance, presentLogin } from '../../api/present/admin/logins.js'
import { toShortDate } from '../../domain/dates.js'
import { addressOf } from '../../domain/sip.js'
import { loginsOf } from '../../services/logins/logins.js'
import { hindranceText } from '../../services/logins/words.js'
import { translation } from '../../texts/languages.js'
import { print } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, withDeps } from '../frame/withDeps.js'

export function whyCommand(program: Command, terminal: Terminal): void {
  program
    .command('why <sip>')
    .description('say why the owner of an account cannot log in')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        const { logins, hindrances } = await loginsOf(deps, account.id)
        const texts = translation('en').panel.admin.logins
        const written = {
          at: toShortDate,
          until: (date: Date) => `${Math.max(1, Math.ceil((date.getTime() - deps.clock.now()) / 60_000))} min`,
        }
        const reasons = hindrances.map((one) => hindranceText(deps, texts.hindrances, account, one, written))
        const good = logins.find(({ result }) => result === 'ok')
        const last = good ? texts.lastGood(toShortDate(good.lastAt), good.address) : texts.neverGood
        print(
          terminal,
          { account: addressOf(account), hindrances: hindrances.map(presentHindrance), last_good: good ? presentLogin(good) : null },
          [...(reasons.length === 0 ? [texts.nothing] : reasons), last].join('\n'),
        )
      }),
    )
}
