import type { en } from './en/panel.js'

/** Everything that the panel says: the English table is the model, and any other language has each of its entries or does not compile. */
export type Texts = typeof en
