/** What the texts of a message are made from. Each value is one line. */
export interface MessageFacts {
  /** user@domain */
  account: string
  domain: string
  /** of messages that carry one, else '' */
  code: string
  /** of messages that carry one, else '' */
  link: string
  /** user names, of messages that carry some, else '' */
  names: string
  /** how long code and link are good, in words */
  lifetime: string
}

/** A mail. A paragraph that is the code or the link, and nothing else, is set off. */
export interface MailText {
  subject: string
  paragraphs: string[]
  /** the link stands in the mail as a QR code too, with these words for who does not see it */
  qrCode?: string
}

export type Mail = (facts: MessageFacts) => MailText
/**
 * An SMS: one segment (at most 160 characters of GSM 03.38), without the user's name, which a stranger may have chosen for the reader.
 * Phones read the code out of such a line by themselves.
 */
export type Sms = (facts: MessageFacts) => string

/** Spans of time. The number is at least 1. */
export interface Units {
  minutes(count: number): string
  hours(count: number): string
  days: (count: number) => string
}
