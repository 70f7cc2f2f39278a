import type { Transaction } from '../../db/client.js'

/** Says of a country whether its numbers get SMS. */
export const writeCountry = (tx: Transaction, code: string, activated: boolean): Promise<number> =>
  tx.$executeRaw`insert into phone_countries (code, activated) values (${code}, ${activated})
    on conflict (code) do update set activated = excluded.activated`

/** The same, unless somebody has said it already. @returns 1, or 0 then */
export const keepCountry = (tx: Transaction, code: string, activated: boolean): Promise<number> =>
  tx.$executeRaw`insert into phone_countries (code, activated) values (${code}, ${activated}) on conflict do nothing`
