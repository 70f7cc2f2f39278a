import type { Texts } from '../../texts/languages.js'

/** An error that only people with a browser meet: shown as a page of its own, in their language. */
export class PageError extends Error {
  constructor(
    readonly status: number,
    readonly page: keyof Texts['errorPages'],
  ) {
    super(page)
  }
}
