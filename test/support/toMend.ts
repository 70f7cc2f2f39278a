/**
 * Runs an assertion whose failure has an answer that a newcomer cannot know.
 * @throws the error of the assertion, with the steps that mend it, numbered
 */
export function toMend(steps: string[], assertion: () => void): void {
  try {
    assertion()
  } catch (error) {
    if (error instanceof Error) error.message += ['\n\nTo mend this:', ...steps.map((step, i) => `  ${i + 1}. ${step}`)].join('\n')
    throw error
  }
}
