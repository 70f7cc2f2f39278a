// What a stranger learns who asks for a new password, and guesses codes: nothing.
import { confirm, forgotten } from './apps.mjs'
import { quantile, times } from './claims.mjs'
import { makePeople } from './people.mjs'
import { mailServer } from './servers.mjs'

/** With a mail server: nobody waits for it, as nobody does in earnest. @param stranger the options of a request from some other address */
export async function answersAlike(t, stranger) {
  const mail = await mailServer(0)
  t.after(() => mail.close())
  await t.serve({ TRUST_PROXY: '1', CAPTCHA: 'off', MAIL_URL: `smtp://127.0.0.1:${mail.port}` })
  const people = await makePeople(t, t.times(100, 24), { prefix: 'known' })
  await t.db.run("update accounts set email = username || '@example.org'")
  const plain = ({ status, text }, email) =>
    `${status} ${text.replaceAll(email, 'EMAIL').replaceAll(/(name="(?:state|form_token)" value=")[^"]*/g, '$1')}`
  const alike = t.claim('what a stranger asks and guesses is answered alike for an account and for none')
  /** @type {Record<string, number[]>} */
  const spent = { 'asked, account': [], 'asked, none': [], 'guessed, account': [], 'guessed, none': [] }
  const timed = async (kind, work) => {
    const begin = performance.now()
    const answered = await work()
    spent[kind].push(performance.now() - begin)
    return answered
  }
  await alike.each(people, 4, async (person, i) => {
    const asks = /** @type {[string, string][]} */ ([
      ['account', `${person.username}@example.org`],
      ['none', `${person.username.replace('known', 'other')}@example.org`],
    ])
    if (i % 2) asks.reverse() // in another order each time
    /** @type {Record<string, string[]>} */
    const said = {}
    for (const [kind, email] of asks) {
      const asked = await forgotten(t, email, { ...stranger(t), timed: (work) => timed(`asked, ${kind}`, work) })
      said[kind] = [plain(asked.page, email)]
      for (const code of times(3).map(() => String(t.random.below(10_000)).padStart(4, '0'))) {
        const answered = await timed(`guessed, ${kind}`, () => confirm(asked, code, stranger(t)))
        // one guess in 10,000 is right
        if (answered.status === 422) said[kind].push(plain(answered, email))
      }
    }
    const same = new Set([...said.account.slice(1), ...said.none.slice(1)]).size === 1 && said.account[0] === said.none[0]
    return same ? undefined : 'another answer'
  })
  // the floor of all answers is 250 ms: what a busy machine adds to some of them is left out in the short run, which has few, of what is asked too few
  const [level, name] = t.times([0.5, 'medians'], [0.25, 'lower quartiles'])
  for (const what of t.times(['asked', 'guessed'], ['guessed'])) {
    const claim = t.claim(`${what} by a stranger: ${name} for an account and for none within 5 ms`)
    const [one, other] = ['account', 'none'].map((kind) => quantile(spent[`${what}, ${kind}`] ?? [], level))
    claim.seen = `account ${one.toFixed(1)} ms, none ${other.toFixed(1)} ms`
    claim.check(Math.abs(one - other) <= 5, claim.seen)
    claim.tries = spent[`${what}, none`]?.length ?? 0
  }
}
