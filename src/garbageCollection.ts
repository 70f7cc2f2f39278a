import { setFlagsFromString } from 'node:v8'

/**
 * How V8 collects our garbage; to be imported before all else.
 *
 * Objects from places in the code whose objects lived long at first (while modules load, they do) would be made among the old ones from then on.
 * In about half of the starts that hit Node's own HTTP: each request's rubbish hung on an old object, survived the small collections, and a request
 * cost twice the CPU for as long as the process lived.
 */
setFlagsFromString('--no-allocation-site-pretenuring')

/** The old ones are collected when they have doubled, not quadrupled: 50 MB less, for no CPU that could be measured. */
setFlagsFromString('--heap-growing-percent=100')
