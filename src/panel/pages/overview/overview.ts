import { attention } from '../../../services/overview/attention.js'
import { type AccountStates, type Day, overview } from '../../../services/overview/overview.js'
import type { Texts } from '../../../texts/languages.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { numberFormat } from '../../frame/words/formats.js'
import { dayText } from '../../frame/words/times.js'
import { type ChartInput, chart } from './chart.js'
import { findingRow } from './findings.js'

/** Days that can be shown, and how many a bar has; the second is what an address shows that does not say. */
const PERIODS = [
  { days: 7, bar: 1 },
  { days: 30, bar: 1 },
  { days: 91, bar: 7 },
  { days: 364, bar: 7 },
] as const

/** Where the accounts of a state are listed. */
const LISTS: Readonly<Record<keyof AccountStates, string>> = {
  active: '/accounts?state=active',
  waiting: '/accounts?state=waiting',
  blocked: '/accounts?state=blocked',
  deactivated: '/accounts?state=deactivated',
  administrators: '/accounts?role=admin',
}

/** The accounts by state, what happened in the last days, and what does not work. */
export async function overviewPage(visit: MemberVisit): Promise<void> {
  const { t, deps, ctx, language } = visit
  const words = t.admin.overview
  const period = PERIODS.find(({ days }) => String(days) === ctx.query.days) ?? PERIODS[1]
  const [{ accounts, days }, found] = await Promise.all([overview(deps, period.days), attention(deps)])
  const number = (count: number): string => numberFormat(language).format(count)
  show(visit, 'overview/overview', {
    title: words.title,
    model: {
      states: Object.entries(LISTS).map(([name, list]) => {
        const state = name as keyof AccountStates
        return { name: words.states[state], count: number(accounts[state]), list }
      }),
      form: { values: { days: String(period.days) }, errors: {} },
      charts: charts(words).map((one) =>
        chart(one, groupsOf(days, period.bar), { ...words, number, label: (group) => label(group, visit) }),
      ),
      findings: found.findings.map((one) => findingRow(t, language, one)),
      checkedAt: found.at,
    },
  })
}

const charts = (words: Texts['admin']['overview']): ChartInput[] => [
  { id: 'sign-ups', title: words.signUps, series: [{ name: words.made, kind: 'good', of: (day) => day.signUps }] },
  {
    id: 'log-ins',
    title: words.logins,
    text: words.loginsText,
    series: [
      { name: words.accepted, kind: 'good', of: (day) => day.logins },
      { name: words.refused, kind: 'bad', of: (day) => day.refusedLogins },
    ],
  },
  {
    id: 'messages',
    title: words.messages,
    series: [
      { name: words.sent, kind: 'good', of: (day) => day.sentMessages },
      { name: words.failed, kind: 'bad', of: (day) => day.failedMessages },
    ],
  },
]

const groupsOf = (days: readonly Day[], size: number): Day[][] =>
  Array.from({ length: days.length / size }, (_, i) => days.slice(i * size, (i + 1) * size))

function label(days: readonly Day[], { t, language }: MemberVisit): string {
  const [first, last] = [dayText(days[0]!.date, language), dayText(days.at(-1)!.date, language)]
  return days.length === 1 ? first : t.admin.overview.weeks(first, last)
}

/** Looks at everything that is configured, now. */
export async function checkNowForm(visit: MemberVisit): Promise<void> {
  await attention(visit.deps, true)
  goTo(visit, '/overview')
}
