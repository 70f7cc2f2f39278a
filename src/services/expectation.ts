/**
 * What the sender of a change takes the thing for. It is called in the transaction of the change, with the thing as it is once that has its row: nobody else changes it from then on.
 * @throws AppError 412 precondition_failed when it is another one
 */
export type Expectation<T> = (before: T) => void
