// runs once: no database is in it
import { Redis } from 'ioredis'
import { redisB2buaChannel } from '../../src/registrar/b2buaChannel.js'
import { RegistrarDown } from '../../src/registrar/registrar.js'
import { closedPort } from '../support/brokenServers.js'
import { unique } from '../support/digestHeader.js'
import { describeNeeding, redisUrl } from '../support/needs.js'

describeNeeding('redis')("the B2BUA's channel", () => {
  test('has what the B2BUA reads, and says whether anybody listens', async () => {
    const listener = new Redis(redisUrl!)
    const channel = redisB2buaChannel(redisUrl!)
    const username = unique()
    try {
      const message = new Promise<[string, string]>((resolve) =>
        listener.on('message', (name, text) => text.includes(username) && resolve([name, text])),
      )
      await listener.subscribe('flexisip/B2BUA/account')
      expect(await channel.announce({ username, domain: 'sip.operator.example' }, 12)).toBeGreaterThan(0)
      const [name, text] = await message
      expect(name).toBe('flexisip/B2BUA/account')
      expect(JSON.parse(text)).toEqual({ username, domain: 'sip.operator.example', identifier: '12' })
      expect(await channel.check()).toMatch(/^the B2BUA's Redis answers, \d+ listen/)
    } finally {
      listener.disconnect()
      await channel.close()
    }
  })

  test('says that Redis is down', async () => {
    const channel = redisB2buaChannel(`redis://127.0.0.1:${await closedPort()}`)
    await expect(channel.announce({ username: 'bob', domain: 'sip.example.org' }, 1)).rejects.toBeInstanceOf(RegistrarDown)
    await channel.close()
  })
})
