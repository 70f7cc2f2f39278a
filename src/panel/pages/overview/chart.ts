import type { Day } from '../../../services/overview/overview.js'

/** Bars of days or weeks, one on another where one has several numbers: what views/chart.eta draws as SVG. */
export interface Chart {
  /** names it in the page */
  id: string
  title: string
  text: string | undefined
  /** what the parts of a bar are, from below, with how many there are in all */
  series: { name: string; kind: Kind; total: string }[]
  bars: Bar[]
  /** the height of the tallest bar, in words */
  most: string
  /** the newest first */
  rows: { label: string; numbers: string[] }[]
}

/** How a part looks. */
type Kind = 'good' | 'bad'

interface Bar {
  /** what it says when one points at it */
  label: string
  parts: { kind: Kind; x: string; y: string; width: string; height: string }[]
}

/** The size of the drawing, in its own units. */
const WIDTH = 720
const HEIGHT = 120
/** Of the room of a bar, what is left free beside it. */
const GAP = 0.25

/** A number that each day has. */
export interface Series {
  name: string
  kind: Kind
  of: (day: Day) => number
}

export interface ChartInput {
  id: string
  title: string
  text?: string
  series: Series[]
}

/** The words of all charts. */
export interface ChartWords {
  number: (count: number) => string
  label: (days: readonly Day[]) => string
  most: (count: string) => string
  /** puts a name and a number together: `Sent: 12` */
  total: (name: string, count: string) => string
}

/** @param groups the days of each bar, the oldest first */
export function chart({ id, title, text, series }: ChartInput, groups: readonly Day[][], words: ChartWords): Chart {
  const columns = groups.map((days) => ({ label: words.label(days), numbers: series.map(({ of }) => sum(days.map(of))) }))
  const tallest = Math.max(0, ...columns.map(({ numbers }) => sum(numbers)))
  const said = (i: number, count: number): string => words.total(series[i]!.name, words.number(count))
  return {
    id,
    title,
    text,
    series: series.map(({ name, kind }, i) => ({ name, kind, total: said(i, sum(columns.map(({ numbers }) => numbers[i]!))) })),
    bars: columns.map(({ label, numbers }, column) => ({
      label: `${label} – ${numbers.map((number, i) => said(i, number)).join(', ')}`,
      parts: partsOf(numbers, series, tallest, { left: column * (WIDTH / columns.length), room: WIDTH / columns.length }),
    })),
    most: words.most(words.number(tallest)),
    rows: columns.map(({ label, numbers }) => ({ label, numbers: numbers.map(words.number) })).toReversed(),
  }
}

function partsOf(
  numbers: readonly number[],
  series: readonly Series[],
  tallest: number,
  { left, room }: { left: number; room: number },
): Bar['parts'] {
  let below = 0
  return numbers.flatMap((number, i) => {
    if (number === 0) return []
    const height = (number / tallest) * HEIGHT
    below += height
    const [x, y, width] = [left + (GAP / 2) * room, HEIGHT - below, room * (1 - GAP)]
    return [{ kind: series[i]!.kind, x: short(x), y: short(y), width: short(width), height: short(height) }]
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const short = (number: number): string => String(Math.round(number * 100) / 100)
