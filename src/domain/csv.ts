/** What separates the cells of a CSV file: which of these its first line has most of, or says (`sep=;`). */
const SEPARATORS = [',', ';', '\t']

/** Which separator the first line with anything in it has most of, or says. */
export function separatorOf(text: string): string {
  const first =
    text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\r|\n/)
      .find((line) => /[^,;\s]/.test(line)) ?? ''
  const said = /^sep=(.)$/.exec(first)?.[1]
  if (said !== undefined && SEPARATORS.includes(said)) return said
  const often = (separator: string): number => first.split(separator).length
  return SEPARATORS.reduce((best, separator) => (often(separator) > often(best) ? separator : best))
}

/** How many lines end within a cell. */
export const lineBreaks = (text: string): number => (/[\r\n]/.test(text) ? text.match(/\r\n|\r|\n/g)!.length : 0)
