// runs once: no database is in it
import { parseSqlDate, toIsoDate, toSqlDate } from '../../src/domain/dates.js'

test('are written in UTC, to the second, and as FlexiAPI does with a fraction of six digits', () => {
  const date = new Date(Date.UTC(2026, 6, 1, 2, 3, 4, 999))
  expect(toSqlDate(date)).toBe('2026-07-01 02:03:04')
  expect(toIsoDate(date)).toBe('2026-07-01T02:03:04.999000Z')
})

test.each(['2026-07-01 02:03:04', '2024-02-29 00:00:00', '1970-01-01 00:00:00', '9999-12-31 23:59:59'])(
  '%s is read and written alike',
  (text) => {
    expect(toSqlDate(parseSqlDate(text)!)).toBe(text)
  },
)

test('are read as UTC', () => {
  expect(parseSqlDate('2026-07-01 02:03:04')).toEqual(new Date(Date.UTC(2026, 6, 1, 2, 3, 4)))
})

test.each([
  '2026-02-30 00:00:00',
  '2025-02-29 00:00:00',
  '2026-07-01 24:00:00',
  '2026-07-01 23:60:00',
  '2026-07-01 23:59:60',
  '2026-13-01 00:00:00',
  '2026-00-01 00:00:00',
  '2026-01-00 00:00:00',
  '0000-01-01 00:00:00',
  '1969-12-31 23:59:59',
])('%s does not exist', (text) => {
  expect(parseSqlDate(text)).toBeUndefined()
})

test.each([
  '',
  '2026-07-01',
  '2026-07-01T02:03:04',
  '2026-07-01 02:03:04Z',
  '2026-07-01 02:03:04 ',
  '2026-07-01 02:03:04\n',
  '26-07-01 02:03:04',
  '+2026-07-01 02:03:04',
  '2026-7-1 2:3:4',
])('%j is in another format', (text) => {
  expect(parseSqlDate(text)).toBeUndefined()
})
