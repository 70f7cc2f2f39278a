import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { AppError } from '../../domain/errors.js'
import type { Terminal } from './terminal.js'

/**
 * Asks a person, on standard error, so that results alone are on standard output.
 * @param hidden keeps the answers off the screen; for a terminal
 * @returns an answer for each question
 * @throws AppError 422 when standard input ends first, or Ctrl-C is pressed at a hidden one
 */
export async function ask({ stdin, stderr }: Terminal, questions: readonly string[], { hidden = false } = {}): Promise<string[]> {
  const input = stdin()
  const options = hidden ? { output: new Writable({ write: (_text, _encoding, done) => done() }), terminal: true, historySize: 0 } : {}
  // one for all questions: what is pasted has all answers in one piece
  const lines = createInterface({ input, ...options })
  const reader = lines[Symbol.asyncIterator]()
  const answers: string[] = []
  try {
    for (const question of questions) {
      stderr.write(question)
      const { value, done } = await reader.next()
      // a terminal shows the end of what is typed itself
      if (hidden || done || !input.isTTY) stderr.write('\n')
      if (done) throw new AppError(422, 'validation_failed', 'Nobody has answered. Nothing was changed.')
      answers.push(value)
    }
    return answers
  } finally {
    lines.close()
  }
}
